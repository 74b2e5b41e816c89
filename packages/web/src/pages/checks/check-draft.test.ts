import { checkDefinitionSchema } from '@evidentia/core'
import { describe, expect, it } from 'vitest'
import { readBenchSearch } from '../../app/check-search.ts'
import { composeDefinition, draftOf, emptyDraft, idOf } from './check-draft.ts'

const definition = checkDefinitionSchema.parse({
  id: 'accounts-are-recent',
  version: 3,
  title: 'Accounts are recent',
  asserts: 'No account is older than {days} days, {kind} ones aside.',
  population: 'account',
  value: 'created',
  appliesTo: 'record.enabled',
  expression: 'daysBetween(day(record.created), asOf) <= parameters.days',
  join: { type: 'person', key: 'other.email', equals: 'record.username' },
  parameters: {
    days: { type: 'integer', title: 'The oldest', unit: 'days', minimum: 1, maximum: 9999, default: 1000 },
    kind: { type: 'choice', title: 'The kind', options: ['service', 'person'], default: 'service' },
    strict: { type: 'flag', title: 'Whether strictly', default: true },
    prefix: { type: 'text', title: 'The prefix', maximumLength: 9, default: 'svc-' },
    exempt: { type: 'texts', title: 'Who is exempt', maximumItems: 5, default: ['root', 'break-glass'] },
  },
})

describe('the draft of a check', () => {
  it('becomes the next version of the check it began as, with nothing lost', () => {
    const again = checkDefinitionSchema.parse(composeDefinition(draftOf(definition)))
    expect(again).toEqual({ ...definition, version: 4 })
  })

  it('goes through an address and back', () => {
    const draft = draftOf(definition)
    expect(readBenchSearch({ draft: JSON.parse(JSON.stringify(draft)) }).draft).toEqual(draft)
  })

  it('comes of an address that holds nonsense, and is left to the server to judge', () => {
    const { draft } = readBenchSearch({ draft: { id: 7, parameters: [1, { type: 'spell' }], on: {} } })
    expect(draft).toMatchObject({ id: '7', parameters: [{ type: 'integer', name: '' }], on: 'evidence' })
    expect(readBenchSearch({ draft: 'x' })).toEqual({})
    expect(checkDefinitionSchema.safeParse(composeDefinition(emptyDraft)).success).toBe(false)
  })

  it('gives a title an id', () => {
    expect(idOf('  No account is older, ever. ')).toBe('no-account-is-older-ever')
  })
})
