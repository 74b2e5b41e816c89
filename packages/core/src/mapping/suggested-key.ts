import type { RecordType } from '../records/record.ts'

/** The fields that usually name a record of each type, as `key` of the type says in words. */
const keys: Readonly<Record<RecordType, readonly [string, ...string[]]>> = {
  person: ['employeeId'],
  account: ['username'],
  group: ['name'],
  entitlement: ['holder', 'right', 'resource'],
  'role-assignment': ['holder', 'role', 'scope'],
  'mfa-factor': ['account', 'identifier'],
  session: ['identifier'],
  elevation: ['identifier'],
  ticket: ['key'],
  change: ['key'],
  deployment: ['identifier'],
  'pull-request': ['repository', 'number'],
  vulnerability: ['identifier', 'package', 'target'],
  asset: ['identifier'],
  'configuration-state': ['resource', 'setting'],
  'log-source-state': ['source'],
  alert: ['identifier'],
  'backup-run': ['identifier'],
  'restore-test': ['identifier'],
  device: ['identifier'],
  'training-completion': ['person', 'course', 'assigned', 'completed'],
  'policy-acknowledgement': ['person', 'policy', 'version'],
  'interface-channel-statistics': ['channel', 'connector'],
  certificate: ['identifier'],
  key: ['identifier'],
}

/** A first proposal for the key of a mapping to `type`; only fields that are mapped can be part of one. */
export function suggestKey(type: RecordType): readonly [string, ...string[]] {
  return keys[type]
}
