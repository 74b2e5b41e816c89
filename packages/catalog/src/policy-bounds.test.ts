import { parseCatalog } from '@evidentia/core'
import { describe, expect, it } from 'vitest'
import { readCatalog } from './index.ts'

const catalog = parseCatalog(readCatalog())

/**
 * A policy may be stricter than the clause of a control and never laxer. Each row names a term in a clause, the variable that
 * decides it in a template, and the bound that keeps the two from contradicting each other. Change the clause and its row fails.
 */
const terms = [
  ['access-review', 'within five working days', 'access-management', 'revoke-days', 'max', 5],
  ['service-account-review', 'unused for 90 days', 'access-management', 'dormant-days', 'max', 90],
  ['session-termination', 'after 15 idle minutes', 'authentication', 'application-idle', 'max', 15],
  ['session-termination', 'after ten on the patient portal', 'authentication', 'console-idle', 'max', 10],
  ['session-termination', 'after twelve hours in any case', 'authentication', 'longest-session', 'max', 12],
  ['single-sign-on-coverage', 'within 30 days', 'authentication', 'unregistered-days', 'max', 30],
  ['privileged-elevation', 'at most eight hours', 'privileged-access', 'elevation-hours', 'max', 8],
  ['break-glass-review', 'within three working days', 'privileged-access', 'break-glass-days', 'max', 3],
  ['access-key-rotation', 'every 90 days', 'privileged-access', 'key-age', 'max', 90],
  ['contingent-workforce', 'at most six months ahead', 'workforce-security', 'contingent-months', 'max', 6],
  ['speak-up-channel', 'within five working days', 'information-security-program', 'concern-days', 'max', 5],
  ['endpoint-protection', 'after at most 15 minutes', 'acceptable-use', 'lock-minutes', 'max', 15],
  ['endpoint-protection', 'silent for 14 days', 'acceptable-use', 'silent-days', 'max', 14],
  ['mobile-devices', 'after five minutes', 'acceptable-use', 'phone-lock-minutes', 'max', 5],
  ['mobile-devices', 'no older than 60 days', 'acceptable-use', 'phone-patch-days', 'max', 60],
  ['mobile-devices', 'within four hours', 'acceptable-use', 'wipe-hours', 'max', 4],
  ['security-training', 'within 30 days of joining', 'security-training', 'joining-days', 'max', 30],
  ['security-training', 'yearly after that', 'security-training', 'repeat-months', 'max', 12],
  ['risk-triggers', 'within 30 days', 'risk-management', 'outside-trigger-days', 'max', 30],
  ['end-of-life-software', 'at least one year before', 'asset-and-data-inventory', 'end-of-fix-months', 'min', 12],
  ['alert-triage', 'within 15 minutes', 'logging-and-monitoring', 'critical-minutes', 'max', 15],
  ['alert-triage', 'high within four hours', 'logging-and-monitoring', 'high-hours', 'max', 4],
  ['log-retention', 'for at least 90 days', 'logging-and-monitoring', 'searchable-days', 'min', 90],
  ['log-retention', 'archived for one year', 'logging-and-monitoring', 'archive-months', 'min', 12],
  ['emergency-change', 'within five working days', 'change-management', 'emergency-days', 'max', 5],
  ['configuration-baseline', 'within ten working days', 'change-management', 'drift-days', 'max', 10],
  ['environment-separation', 'within 14 days', 'secure-development', 'real-data-days', 'max', 14],
  ['secure-development', 'ten drawn by chance', 'secure-development', 'sample-size', 'min', 10],
  ['patch-management', 'within five days of release', 'vulnerability-and-patch', 'assess-days', 'max', 5],
  ['vulnerability-management', '15 days for critical', 'vulnerability-and-patch', 'critical-days', 'max', 15],
  ['vulnerability-management', '30 for high', 'vulnerability-and-patch', 'high-days', 'max', 30],
  ['vulnerability-management', '90 for medium', 'vulnerability-and-patch', 'medium-days', 'max', 90],
  ['key-management', 'at least 30 days', 'encryption-and-keys', 'deletion-wait', 'min', 30],
  ['certificate-management', '45 days before', 'encryption-and-keys', 'certificate-lead', 'min', 45],
  ['backup-operation', 'at least daily', 'backup', 'backup-interval', 'max', 24],
  ['backup-isolation', 'at least 30 days', 'backup', 'locked-days', 'min', 30],
  ['emergency-access-procedure', 'every four hours', 'contingency', 'copy-hours', 'max', 4],
  ['breach-assessment', 'never later than 60 calendar days', 'breach-notification', 'full-notice-days', 'max', 60],
  ['vendor-assurance', 'at most three months', 'vendor-management', 'bridge-months', 'max', 3],
  ['vendor-offboarding', 'within 30 days', 'vendor-management', 'return-days', 'max', 30],
  ['individual-rights-support', 'within two working days', 'individual-rights', 'pass-on-hours', 'max', 48],
  ['individual-rights-support', 'within ten days', 'individual-rights', 'deliver-days', 'max', 10],
  ['policy-exceptions', 'within twelve months', 'documentation-and-policies', 'exception-months', 'max', 12],
] as const

describe('a variable of a policy template', () => {
  it.each(terms)('keeps to %s, "%s": %s %s', (control, words, templateId, name, bound, limit) => {
    const clause = catalog.controls.get(control)?.policy.clause.replaceAll(/\s+/g, ' ') ?? ''
    const template = catalog.policies.get(templateId)
    const variable = template?.variables[name]
    expect(clause).toContain(words)
    expect(template?.controls).toContain(control)
    if (variable?.type !== 'number') throw new Error(`${templateId} has no number ${name}`)
    if (bound === 'max') expect(variable.max).toBeLessThanOrEqual(limit)
    else expect(variable.min).toBeGreaterThanOrEqual(limit)
  })
})
