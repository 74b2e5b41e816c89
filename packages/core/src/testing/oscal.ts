import type { AssessmentInput } from '../assessment/assess.ts'
import { assess } from '../assessment/assess.ts'
import type { OscalInput } from '../oscal/scope.ts'
import { catalog, database, document, documentsOf, drill } from './workload.ts'

/** Twenty bytes that follow from all of `bytes`; no SHA-1, and as good for telling names apart. */
export function digest(bytes: Uint8Array): Uint8Array {
  const state = [0x811c9dc5, 0x01000193, 0x9e3779b9, 0x85ebca6b, 0xc2b2ae35]
  for (const byte of bytes) {
    for (const [at, word] of state.entries()) state[at] = Math.imul(word ^ (byte + at), 0x01000193) >>> 0
  }
  return Uint8Array.from(state.flatMap((word) => [word >>> 24, word >>> 16, word >>> 8, word].map((one) => one & 0xff)))
}

/** The small workload with a flow, a dependency, a vendor and an exception, three drills made and one forgotten. */
export const workload = {
  catalog,
  documents: documentsOf(
    document('system', database('db-two')),
    document('vendor', {
      id: 'vault',
      name: 'Vault',
      service: 'Keeps copies',
      touches: ['backups'],
      tier: 'high',
      owner: 'ada',
    }),
    document('dependency', { id: 'd-1', from: { system: 'db-one' }, to: { vendor: 'vault' }, type: 'backs-up-to' }),
    document('flow', {
      id: 'f-1',
      from: { system: 'db-one' },
      to: { system: 'db-two' },
      carries: 'phi',
      protocol: 'sql',
      encrypted: true,
    }),
    document('exception', {
      id: 'two-rests',
      requirement: 'restore-test/restore-drill',
      system: 'db-two',
      reason: 'It holds a copy that is made anew each night.',
      compensatingControl: 'The nightly copy is compared with its source.',
      requestedBy: 'ada',
      approvedBy: 'bob',
      approved: '2026-01-01',
      expires: '2026-12-31',
    }),
  ),
  evidence: [drill('2026-01-15'), drill('2026-02-15'), drill('2026-04-15')],
} satisfies Partial<AssessmentInput>

/** What an OSCAL document of the small workload follows from on `asOf`. */
export function oscalInput(asOf: string, more: Partial<AssessmentInput & OscalInput> = {}): OscalInput {
  const facts = { ...workload, ...more }
  return {
    ...facts,
    assessment: assess({ records: () => [], checks: [], ...facts, asOf }),
    organization: '0c1f1d9e-3f0a-5b1c-8a52-6d1a86d0d7b1',
    instant: '2026-05-01T00:00:00Z',
    release: '0.0.0',
    sha1: digest,
  }
}
