import { z } from 'zod'
import { optional, required, unsaid } from './field.ts'
import { defineRecordType } from './record-type.ts'

/**
 * The settings that checks ask about, whatever each vendor calls them, with what their value means. A setting is added here
 * when an importer or connector reads it; a scanner's rule needs none, it has an outcome.
 */
export const configurationSettings = {
  'public-access': 'true: anyone on the internet can read or write it',
  'public-access-blocked': 'true: it cannot be made public by mistake',
  'encryption-at-rest': 'true: stored encrypted',
  'encryption-in-transit': 'true: plain connections are refused',
  'encryption-key': 'the key it is encrypted with',
  versioning: 'true: overwritten versions are kept',
  'object-lock': 'true: written once, not deleted before its time',
  'deletion-protection': 'true: deletion has to be unlocked first',
  'backup-retention-days': 'days for which automatic backups are kept',
  'multi-zone': 'true: it survives the loss of one zone',
  'minor-version-upgrade': 'true: patches are applied by themselves',
  'audit-trail': 'true: calls are being recorded',
  'audit-trail-all-regions': 'true: in every region',
  'audit-trail-validation': 'true: changed or missing log files can be told',
  'log-delivery': 'true: it writes access or audit logs',
  'log-retention-days': 'days for which logs are kept',
  'key-rotation': 'true: the key is replaced by itself',
  'key-rotation-days': 'days after which it is',
  'threat-detection': 'true: it is on',
  'configuration-recording': 'true: changes of configuration are recorded',
  'password-minimum-length': 'characters',
  'password-history': 'former passwords that may not be used again',
  'password-maximum-age-days': 'days after which a password has to be changed',
  'root-access-keys': 'true: the root user has access keys',
  'root-mfa': 'true: the root user has a second factor',
  'mfa-required': 'true: nobody signs in without a second factor',
  'session-lifetime-minutes': 'minutes after which a session ends',
  'branch-protection': 'true: the branch cannot be changed without a pull request',
  'required-approvals': 'approving reviews that a merge needs',
  'open-to-internet': 'true: a rule lets the whole internet in',
} as const
export type ConfigurationSetting = keyof typeof configurationSettings
const settingNames = Object.keys(configurationSettings) as [ConfigurationSetting, ...ConfigurationSetting[]]

/** How one thing was set at one moment, as read from it, or as a scanner judged it. */
export const configurationState = defineRecordType({
  says: 'How one resource was configured at one moment: a setting with its value, or the verdict of a scanner’s rule.',
  key: 'resource and setting or rule',
  placedBy: ['observedAt'],
  fields: {
    resource: required.text('What was looked at, by identifier.'),
    resourceName: optional.text('The name shown to people.'),
    resourceType: optional.text('The word of the source for its kind.'),
    resourceKind: optional.oneOf(
      [
        'account',
        'identity',
        'storage',
        'database',
        'disk',
        'host',
        'container',
        'function',
        'network',
        'key',
        'log',
        'repository',
        'other',
      ],
      'What it is.',
    ),
    system: optional.text('The cloud account, cluster or application it is in.'),
    region: optional.text('Where it is.'),
    setting: unsaid(
      z.enum(settingNames),
      'The setting, by the name it has here; null for a rule with an outcome only.',
    ),
    value: unsaid(
      z.union([z.string(), z.number(), z.boolean()]),
      'The value of the setting; the list below says what it means.',
    ),
    rule: optional.text('The rule of the scanner.'),
    title: optional.anyText('What the rule asks.'),
    outcome: optional.oneOf(
      ['pass', 'fail', 'manual', 'not-available'],
      'What the rule found. `manual`: a person has to look.',
    ),
    severity: optional.oneOf(
      ['critical', 'high', 'medium', 'low', 'informational', 'unknown'],
      'How severe the source says a failure is.',
    ),
    detail: optional.anyText('What was found, in the words of the source.'),
    status: optional.oneOf(['open', 'resolved', 'suppressed'], 'What the source says became of a failure.'),
    scanner: optional.text('The tool that looked.'),
    firstSeen: optional.instant('When the source first saw a failure.'),
    observedAt: optional.instant('When it was looked at.'),
  },
})
