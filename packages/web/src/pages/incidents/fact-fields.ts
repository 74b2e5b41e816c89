/** What a form asks for one field of a fact. */
export interface FactField {
  readonly name: string
  readonly label: string
  readonly type: 'party' | 'name' | 'instant' | 'day' | 'count' | 'text' | 'zone' | 'jurisdiction' | 'choice' | 'check'
  readonly choices?: readonly (readonly [value: string, word: string])[]
  readonly optional?: boolean
}

const party = { name: 'party', label: 'Of which party', type: 'party' } as const
const at = (label: string) => ({ name: 'at', label, type: 'instant' }) as const
const final = { name: 'final', label: 'The count cannot rise any more', type: 'check' } as const
const count = { name: 'count', label: 'How many', type: 'count' } as const
const jurisdiction = {
  name: 'jurisdiction',
  label: 'State or jurisdiction',
  type: 'jurisdiction',
  optional: true,
} as const
const official = { name: 'official', label: 'Official and agency', type: 'text' } as const

/** Every kind of fact a person records, with its fields in the order they are asked for. Decisions have a way of their own. */
export const factForms = {
  party: {
    label: 'A party',
    fields: [
      { name: 'party', label: 'Name of the party', type: 'name' },
      {
        name: 'role',
        label: 'Role',
        type: 'choice',
        choices: [
          ['covered-entity', 'Covered entity'],
          ['business-associate', 'Business associate'],
        ],
      },
      { name: 'timeZone', label: 'Time zone its days are counted in', type: 'zone' },
    ],
  },
  agreement: {
    label: 'An agreement: who reports to whom',
    fields: [
      { name: 'from', label: 'Who has to report', type: 'party' },
      { name: 'to', label: 'To whom', type: 'party' },
      {
        name: 'relation',
        label: 'As what it acts',
        type: 'choice',
        choices: [
          ['unknown', 'Not known'],
          ['independent-contractor', 'Independent contractor'],
          ['agent', 'Agent'],
        ],
      },
      {
        name: 'termUnit',
        label: 'Term to report',
        type: 'choice',
        choices: [
          ['unknown', 'Not known'],
          ['days', 'In days'],
          ['hours', 'In hours'],
          ['none', 'The agreement has none'],
        ],
      },
      { name: 'term', label: 'Days or hours of the term', type: 'count', optional: true },
      { name: 'source', label: 'Where it is agreed', type: 'text' },
    ],
  },
  occurred: { label: 'When it occurred', fields: [at('Occurred')] },
  knowledge: {
    label: 'Who knew, and when',
    fields: [
      party,
      {
        name: 'who',
        label: 'Who',
        type: 'choice',
        choices: [
          ['workforce', 'Somebody of its workforce'],
          ['agent', 'An agent of it'],
          ['independent-contractor', 'An independent contractor'],
          ['person-committing', 'Only the person who committed it'],
        ],
      },
      {
        name: 'how',
        label: 'How',
        type: 'choice',
        choices: [
          ['known', 'Knew'],
          ['reasonable-diligence', 'Would have known by reasonable diligence'],
        ],
      },
      at('When'),
    ],
  },
  determination: { label: 'When a breach was determined', fields: [party, at('Determined')] },
  affected: { label: 'How many are affected', fields: [party, jurisdiction, count, final] },
  'insufficient-contact': { label: 'How many cannot be reached', fields: [party, count, final] },
  'written-delay': {
    label: 'Law enforcement asked in writing to wait',
    fields: [party, official, at('Statement made'), { name: 'until', label: 'Until', type: 'day' }],
  },
  'oral-delay': {
    label: 'Law enforcement asked orally to wait',
    fields: [party, official, at('Statement made'), { name: 'until', label: 'Until', type: 'day', optional: true }],
  },
  notice: {
    label: 'A notice was sent',
    fields: [
      party,
      {
        name: 'to',
        label: 'To whom',
        type: 'choice',
        choices: [
          ['individuals', 'Individuals'],
          ['media', 'Media'],
          ['hhs', 'HHS'],
          ['upstream', 'Another party, by agreement'],
          ['regulator', 'State regulator'],
          ['substitute', 'Substitute notice'],
          ['contingency', 'Contingency notice (proposed)'],
        ],
      },
      { name: 'recipient', label: 'To which party, by agreement', type: 'party', optional: true },
      jurisdiction,
      at('Sent'),
      { name: 'complete', label: 'Everybody it is owed to has been sent it', type: 'check' },
    ],
  },
  posting: {
    label: 'Something was put up',
    fields: [
      party,
      {
        name: 'channel',
        label: 'Where',
        type: 'choice',
        choices: [
          ['home-page', 'Home page'],
          ['major-media', 'Major media'],
          ['toll-free', 'Toll-free number'],
        ],
      },
      at('Since'),
    ],
  },
  'contingency-activated': { label: 'A contingency plan was activated', fields: [party, at('Activated')] },
} as const satisfies { readonly [kind: string]: { readonly label: string; readonly fields: readonly FactField[] } }
export type FactFormKind = keyof typeof factForms
export const factFormKinds = Object.keys(factForms) as readonly FactFormKind[]

/** The fields of a kind, for a form that does not know which. */
export function fieldsOf(kind: FactFormKind): readonly FactField[] {
  return factForms[kind].fields
}
