import { describe, expect, it } from 'vitest'
import { recordsPage } from '../testing/records-page.ts'
import { recordSchema, recordTypes, whenOf } from './record.ts'
import type { RecordDraft } from './record.ts'

const definitions = Object.entries(recordTypes)
const draft: RecordDraft = {
  type: 'backup-run',
  key: '7',
  body: { identifier: '7', outcome: 'succeeded', finishedAt: '2026-06-01T01:00:00Z' },
}

describe('record types', () => {
  it('are described on a page that is made of them (vitest -u writes it again)', async () => {
    await expect(recordsPage()).toMatchFileSnapshot('../../../../docs/records.md')
  })

  it.each(definitions)('%s is said in sentences, field by field', (_type, { says, key, body }) => {
    expect(says).toMatch(/^[A-Z].{10,160}\.$/)
    expect(key).toMatch(/^[a-z].{3,}[^.]$/)
    for (const [name, field] of Object.entries(body.shape)) expect(field.description, name).toMatch(/^.{8,160}\.$/)
  })

  it.each(definitions)('%s is placed in time by its own dates', (_type, { placedBy, dates }) => {
    expect(dates).toEqual(expect.arrayContaining([...placedBy]))
  })

  it.each(definitions)('%s holds no date whose name does not tell', (_type, { body, dates }) => {
    const named = Object.keys(body.shape).filter((name) => /(?:At|Start|End|Since)$/.test(name))
    expect(dates).toEqual(expect.arrayContaining(named))
  })
})

describe('a record', () => {
  it('is null where its importer says nothing', () => {
    expect(recordSchema.parse(draft).body).toMatchObject({ identifier: '7', job: null, startedAt: null, offsite: null })
  })

  it('reads back as it was written', () => {
    const written = recordSchema.parse(draft)
    expect(recordSchema.parse(JSON.parse(JSON.stringify(written)))).toEqual(written)
  })

  it('is placed by the first of its dates that is known', () => {
    const run = recordSchema.parse(draft)
    expect(whenOf(run)).toBe('2026-06-01T01:00:00Z')
    const begun = { ...draft, body: { ...draft.body, startedAt: '2026-05-31T23:00:00Z' } }
    expect(whenOf(recordSchema.parse(begun))).toBe('2026-05-31T23:00:00Z')
    const key = {
      type: 'key',
      key: 'k',
      body: { identifier: 'k', kind: 'ssh', enabled: true, created: '2026-01-01T00:00:00Z' },
    }
    expect(whenOf(recordSchema.parse(key))).toBeNull()
  })

  it.each([
    ['a type nobody knows', { type: 'ghost', key: 'x', body: {} }],
    ['a field nobody knows', { ...draft, body: { ...draft.body, size: 1 } }],
    ['a missing field', { ...draft, body: { identifier: '7' } }],
    ['a word outside its list', { ...draft, body: { ...draft.body, outcome: 'fine' } }],
    ['text that no database holds', { ...draft, body: { ...draft.body, job: 'a\0b' } }],
    ['half a character', { ...draft, body: { ...draft.body, job: '\uD800' } }],
    ['a day that does not exist', { ...draft, body: { ...draft.body, startedAt: '2026-02-30T00:00:00Z' } }],
    ['a negative count', { ...draft, body: { ...draft.body, sizeBytes: -1 } }],
  ])('is refused with %s', (_what, row) => {
    expect(recordSchema.safeParse(row).success).toBe(false)
  })

  // A record derived before a type had all its present fields: such artifacts stay as they were sealed.
  it('of an older artifact is read with what it has', () => {
    const body = {
      username: 'ada',
      identifier: 'arn:aws:iam::1:user/ada',
      kind: 'person',
      enabled: true,
      passwordEnabled: true,
      passwordLastUsed: null,
      passwordLastChanged: null,
      mfa: true,
      created: null,
      keys: [],
    }
    expect(recordSchema.parse({ type: 'account', key: 'ada', line: 2, body }).body).toMatchObject({
      ...body,
      owner: null,
    })
  })
})
