import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { run } from '../testing/run.ts'
import { smallFiles, writeFolder } from '../testing/small-workload.ts'

const report = `user,arn,user_creation_time,password_enabled,password_last_used,password_last_changed,password_next_rotation,mfa_active,access_key_1_active,access_key_1_last_rotated,access_key_1_last_used_date,access_key_1_last_used_region,access_key_1_last_used_service,access_key_2_active,access_key_2_last_rotated,access_key_2_last_used_date,access_key_2_last_used_region,access_key_2_last_used_service,cert_1_active,cert_1_last_rotated,cert_2_active,cert_2_last_rotated
ada.marlow,arn:aws:iam::1:user/ada.marlow,2024-01-02T00:00:00+00:00,true,2026-01-20T00:00:00+00:00,2025-12-01T00:00:00+00:00,N/A,true,false,N/A,N/A,N/A,N/A,false,N/A,N/A,N/A,N/A,false,N/A,false,N/A
svc-old,arn:aws:iam::1:user/svc-old,2019-01-02T00:00:00+00:00,false,N/A,N/A,N/A,false,true,2026-01-01T00:00:00+00:00,N/A,N/A,N/A,false,N/A,N/A,N/A,N/A,false,N/A,false,N/A
`
/** A workload with a check of its own, active on the account listing. */
const files = {
  ...smallFiles,
  'program/systems.yaml': `- { id: account, name: Cloud account, kind: cloud-account, environment: production, sensitivity: phi, criticality: high, internetFacing: true }
`,
  'program/checks.yaml': `- id: accounts-are-recent
  version: 1
  title: Accounts are recent
  asserts: No account is older than {days} days.
  population: account
  value: created
  parameters:
    days: { type: integer, title: The oldest an account may be, unit: days, minimum: 1, maximum: 9999, default: 1000 }
  expression: daysBetween(day(record.created), asOf) <= parameters.days
`,
  'program/controls.yaml': `- id: access-removal
  version: 1
  adopted: 2026-01-01
  evidence:
    account-listing:
      checks:
        accounts-are-recent: { parameters: { days: 1500 }, reason: Accounts of the old console were to go. }
`,
  'evidence/manifest.yaml': `${smallFiles['evidence/manifest.yaml']}- file: accounts.csv
  proves: [{ requirement: access-removal/account-listing, system: account }]
  effective: { from: 2026-01-31, to: 2026-01-31 }
  collectedAt: 2026-01-31T12:00:00Z
  source: AWS IAM
`,
  'evidence/accounts.csv': report,
}

describe('evidentia rerun', () => {
  it('runs what a package sealed again, and refuses what it does not hold', async () => {
    await using folder = await writeFolder(files)
    const path = join(folder.path, 'package.zip')
    const assessed = await run('assess', folder.path, '--as-of', '2026-02-05', '--package', path, '--json')
    expect(assessed.errors).toContain('2 of them check results')
    const rows = JSON.parse(assessed.out).rows as { key: string; status: string; reasons: string[] }[]
    expect(rows.find(({ key }) => key === 'access-removal/account-listing@system:account')).toMatchObject({
      status: 'failing',
      reasons: [
        expect.stringContaining('accounts-are-recent: 1 of 2 records of type account do not meet it: svc-old.'),
      ],
    })

    const all = await run('rerun', '--all', '--package', path, '--json')
    expect(all.code).toBe(0)
    const { results } = JSON.parse(all.out) as {
      results: { id: string; check: string; asserts: string; outcome: string }[]
    }
    expect(results.map(({ check, outcome }) => [check, outcome])).toEqual([
      ['leaver-accounts-disabled', 'same'],
      ['accounts-are-recent', 'same'],
    ])
    const own = results[1]!
    expect(own.asserts).toBe('No account is older than 1500 days.')
    const one = await run('rerun', own.id, '--package', path)
    expect(one).toMatchObject({ code: 0, out: expect.stringContaining('gives the same result again, byte for byte') })

    const absent = await run('rerun', 're_00000000000000000000', '--package', path)
    expect(absent).toMatchObject({ code: 1, errors: expect.stringContaining('has no check result re_0000') })
    expect((await run('rerun', '--package', path)).code).toBe(2)
    const foreign = await run('rerun', own.id, '--package', path, '--key', 'somebody+00000000+AQID')
    expect(foreign.code).toBe(1)
  })
})
