import {
  type Contracts,
  EvidentiaError,
  type FindingItem,
  findingKinds,
  type FindingState,
  findingStates,
  type Received,
  severitySchema,
} from '@evidentia/core'

type Query = Omit<Received<Contracts['listFindings']>['query'], 'asOf' | 'knownAt' | 'limit'>
const severities = severitySchema.options
const needSomebody: readonly FindingState[] = ['reopened', 'open', 'in-progress', 'ready-to-verify']
/** The day of what has none: it comes last. */
export const noDay = '9999-12-31'

/** Of those of one severity the most pressing comes first. */
export type SortKey = 'due' | 'severity' | 'since'

/** Which findings are asked for, and from where on. */
export interface Selection {
  readonly states: readonly FindingState[]
  readonly severities: readonly FindingItem['severity'][] | null
  readonly kinds: readonly FindingItem['kind'][] | null
  readonly control: string | undefined
  readonly system: string | undefined
  readonly owner: string | undefined
  /** In lower case; empty for all. */
  readonly words: string
  readonly sort: { readonly key: SortKey; readonly descends: boolean }
  readonly after: Position | null
}

/** The last item of a page: its place in the order, and its id. */
export interface Position {
  readonly at: string
  readonly finding: string
}

/** What a query asks for. Throws for a word it does not know. */
export function readSelection({ state, severity, kind, control, system, owner, q, sort, cursor }: Query): Selection {
  const descends = sort.startsWith('-')
  const name = descends ? sort.slice(1) : sort
  const key = name === 'severity' || name === 'since' ? name : 'due'
  return {
    states: readWords('state', state, findingStates) ?? needSomebody,
    severities: readWords('severity', severity, severities),
    kinds: readWords('kind', kind, findingKinds),
    control,
    system,
    owner,
    words: q?.toLowerCase() ?? '',
    sort: { key, descends },
    after: cursor === undefined ? null : readCursor(cursor),
  }
}

/** Whether a finding is asked for, whatever its state. */
export function selects(selection: Selection, item: FindingItem): boolean {
  const { severities: grave, kinds, control, system, owner, words } = selection
  return (
    (grave === null || grave.includes(item.severity)) &&
    (kinds === null || kinds.includes(item.kind)) &&
    (control === undefined || item.control === control) &&
    (system === undefined || item.system === system) &&
    (owner === undefined || item.owner === owner) &&
    wordsOf(item).includes(words)
  )
}

/** The order of a selection. */
export function inOrder({ sort: { key, descends } }: Selection): (a: FindingItem, b: FindingItem) => number {
  return (a, b) => {
    const [left, right] = [sortValueOf(a, key), sortValueOf(b, key)]
    const order = left === right ? 0 : left < right ? -1 : 1
    if (order !== 0) return descends ? -order : order
    return a.id < b.id ? -1 : 1
  }
}

/** Whether an item comes after where the last page ended. */
export function isAfter({ after, sort: { key, descends } }: Selection, item: FindingItem): boolean {
  if (after === null) return true
  const at = sortValueOf(item, key)
  if (at === after.at) return item.id > after.finding
  return descends ? at < after.at : at > after.at
}

/** What a text is looked for in. */
export function wordsOf({
  id,
  reference,
  title,
  facts,
  control,
  system,
  vendor,
  owner,
  ownerNote,
}: FindingItem): string {
  return [id, reference, title, ...facts, control, system, vendor, owner, ownerNote].join('\n').toLowerCase()
}

export function rankOf(severity: FindingItem['severity']): number {
  return severities.indexOf(severity)
}

export function writeCursor(item: FindingItem, { sort: { key } }: Selection): string {
  return Buffer.from(JSON.stringify([sortValueOf(item, key), item.id])).toString('base64url')
}

function sortValueOf(item: FindingItem, key: SortKey): string {
  if (key === 'severity') return `${rankOf(item.severity)} ${item.due ?? noDay}`
  return key === 'since' ? item.since : (item.due ?? noDay)
}

function readCursor(cursor: string): Position {
  const [at, finding]: readonly unknown[] = parse(Buffer.from(cursor, 'base64url').toString('utf8'))
  if (typeof at === 'string' && typeof finding === 'string') return { at, finding }
  throw new EvidentiaError('invalid-input', 'The cursor is not one this server gave.', {
    place: { field: 'cursor' },
    remedy: 'Begin again without a cursor.',
  })
}

function parse(text: string): readonly unknown[] {
  try {
    const value: unknown = JSON.parse(text)
    return Array.isArray(value) ? value : []
  } catch {
    return []
  }
}

function readWords<W extends string>(field: string, text: string | undefined, known: readonly W[]): W[] | null {
  if (text === undefined || text === '') return null
  return text.split(',').map((word) => {
    const found = known.find((one) => one === word)
    if (found !== undefined) return found
    throw new EvidentiaError('invalid-input', `There is no ${field} "${word}".`, {
      place: { field },
      remedy: `Use ${known.join(', ')}, separated by commas.`,
    })
  })
}
