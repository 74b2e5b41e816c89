import { describe, expect, it } from 'vitest'
import type { SourcedRecord } from '../checks/check.ts'
import { recordSchema } from '../records/record.ts'
import { drill } from '../testing/workload.ts'
import { arrangeFacts, recordsOf } from './known-facts.ts'

const derived = { importer: 'test', version: 1, sha256: '0'.repeat(64), size: 1, skipped: [], skippedTotal: 0 }

function account(username: string): SourcedRecord {
  const body = { username, identifier: username, kind: 'person', enabled: true, keys: [] }
  return { ...recordSchema.parse({ type: 'account', key: username, body }), evidence: 'ev' }
}

/** The accounts that evidence gives which says it gave `count`, where `found` are there. */
function accountsOf(count: number, found: readonly SourcedRecord[]): number | null {
  const evidence = drill('2026-01-10', { derived: { ...derived, counts: { account: count } } })
  const view = { evidence: [evidence], events: [], knownAt: undefined, timeZone: 'UTC' }
  return recordsOf(arrangeFacts({ ...view, readRecords: () => found }), evidence, 'account')?.length ?? null
}

describe('the records of evidence', () => {
  it('are those it gave, also when it gave none', () => {
    expect(accountsOf(2, [account('ada'), account('bob')])).toBe(2)
    expect(accountsOf(0, [])).toBe(0)
  })

  it('are not known when some are gone, as with a destroyed key: no account is not the same as no answer', () => {
    expect(accountsOf(2, [])).toBeNull()
    expect(accountsOf(2, [account('ada')])).toBeNull()
  })
})
