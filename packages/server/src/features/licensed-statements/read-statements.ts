import { createHash } from 'node:crypto'
import { type Framework, type LicensedStatement, licensedStatementSchema } from '@evidentia/core'
import type { Mapping } from './columns.ts'
import type { SheetRow } from './read-sheet.ts'

/** A row that is not recorded, with why. */
export interface UnreadRow {
  readonly line: number
  readonly reason: string
}

/** What the rows say, each statement once; and the rows that are not understood. */
export function readStatements(
  rows: readonly SheetRow[],
  mapping: Mapping,
  framework: Framework,
  source: string,
): { readonly statements: readonly LicensedStatement[]; readonly unread: readonly UnreadRow[] } {
  const references = new Map(framework.requirements.map(({ id }) => [id.toLowerCase(), id]))
  const statements = new Map<string, { line: number; statement: LicensedStatement }>()
  const unread: UnreadRow[] = []
  for (const { line, cells } of rows) {
    const read = (field: keyof Mapping): string => (cells[mapping[field]] ?? '').replaceAll('\r\n', '\n').trim()
    const [statement, reference, text] = [read('statement'), read('requirement'), read('text')]
    const requirement = findReference(reference, references)
    const known = statements.get(statement)
    const reason =
      explainGap({ statement, reference, text }) ??
      (requirement === null ? `"${reference}" is no reference of ${framework.id}` : null) ??
      (known === undefined ? null : `it repeats statement ${statement} of line ${known.line}`)
    if (reason !== null || requirement === null) {
      unread.push({ line, reason: reason ?? 'it has no reference' })
      continue
    }
    const id = idOf(framework.id, statement)
    const parsed = licensedStatementSchema.safeParse({
      id,
      framework: framework.id,
      requirement,
      statement,
      text,
      source,
    })
    if (parsed.success) statements.set(statement, { line, statement: parsed.data })
    else unread.push({ line, reason: `${parsed.error.issues[0]?.path.join('.')}: ${parsed.error.issues[0]?.message}` })
  }
  return { statements: [...statements.values()].map((one) => one.statement), unread }
}

function explainGap(cells: { statement: string; reference: string; text: string }): string | null {
  const empty = Object.entries(cells).find(([, text]) => text === '')
  return empty === undefined ? null : `the ${empty[0]} is empty`
}

/** The identifier in the catalog of `01.a`, `1.a` or `01.a Access policy`; null for one it does not have. */
function findReference(cell: string, references: ReadonlyMap<string, string>): string | null {
  const [, area = '', rest = ''] = /^(\d{1,2})(\.[a-z0-9]{1,2})?(?=$|[\s:–-])/i.exec(cell) ?? []
  return references.get(`${area.padStart(2, '0')}${rest}`.toLowerCase()) ?? null
}

/** The same statement has the same id in every import. One that is not all of a slug gets a digest, so that no two can meet. */
function idOf(framework: string, statement: string): string {
  const slug = `${framework}-${statement}`
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-+|-+$/g, '')
  if (slug === `${framework}-${statement}` && slug.length <= 63) return slug
  const digest = createHash('sha256').update(statement).digest('hex').slice(0, 10)
  return `${slug.slice(0, 52).replaceAll(/-+$/g, '')}-${digest}`
}
