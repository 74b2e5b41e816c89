import { statedFactSchema } from '@evidentia/core'
import { describe, expect, it } from 'vitest'
import { factOf, findGap, freeId, startDraft } from './fact-draft.ts'
import { factFormKinds, fieldsOf } from './fact-fields.ts'

const filled: { readonly [type: string]: string } = {
  party: 'clinic',
  name: 'Clinic of the North',
  instant: '2026-03-01T09:30',
  day: '2026-03-31',
  count: '5',
  text: 'Agreement 7',
  zone: 'America/Chicago',
  jurisdiction: 'US-TX',
  check: 'yes',
}

describe('the form of a fact', () => {
  it.each(factFormKinds)('%s, filled in, is a fact that the log takes; empty, it says what is missing', (kind) => {
    const start = startDraft(kind, null, 'UTC')
    expect(findGap(kind, start)).not.toBeNull()
    const draft = {
      ...start,
      ...Object.fromEntries(
        fieldsOf(kind).map(({ name, type, choices }) => [name, choices?.at(-1)?.[0] ?? filled[type] ?? '']),
      ),
      ...(kind === 'agreement' ? { to: 'host', termUnit: 'days' } : {}),
    }
    expect(findGap(kind, draft)).toBeNull()
    const id = freeId(kind, draft, [])
    const parsed = statedFactSchema.safeParse({ id, ...factOf(kind, draft) })
    expect(parsed.error?.issues).toBeUndefined()
  })

  it('starts a correction with what the fact says', () => {
    const draft = {
      from: 'host',
      to: 'clinic',
      relation: 'agent',
      termUnit: 'hours',
      term: '48',
      source: 'Agreement 7',
    }
    const fact = statedFactSchema.parse({ id: 'a', ...factOf('agreement', draft) })
    expect(startDraft('agreement', { ...fact, recorded: '2026-03-01T09:30:00Z' }, 'UTC')).toEqual(draft)
  })

  it('names a fact as no other is named', () => {
    const draft = { party: 'clinic', jurisdiction: 'US-TX' }
    expect(freeId('affected', draft, [])).toBe('affected-clinic-us-tx')
    expect(freeId('affected', draft, ['affected-clinic-us-tx'])).toBe('affected-clinic-us-tx-2')
  })
})
