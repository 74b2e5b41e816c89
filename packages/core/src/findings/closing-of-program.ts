import type { ProgramHistory } from '../assessment/program-history.ts'
import type { Finding } from '../assessment/row.ts'
import type { DocumentKind, ProgramDocument } from '../program/document.ts'
import { later } from '../time/date.ts'
import type { ClosingProof } from './episode.ts'

/**
 * What the programme says from the day on which a gap of it showed no longer. Null where it only stopped being asked: the control is
 * retired, the policy withdrawn, the framework no longer in force.
 */
export function proveProgramClosing(history: ProgramHistory, gap: Finding, day: string): ClosingProof | null {
  const closes = closers[gap.kind]
  if (closes === undefined) return null
  // Of several that took effect on the day, the order in which they were recorded must not decide.
  const [found] = history.documents
    .filter((document) => closes(document, gap, day))
    .toSorted((a, b) => (`${a.kind}/${a.id}` < `${b.kind}/${b.id}` ? -1 : 1))
  return found === undefined ? null : { type: 'document', kind: found.kind, id: found.id, on: day }
}

type Closes = (document: ProgramDocument, gap: Finding, day: string) => boolean

const closers: { readonly [K in Finding['kind']]?: Closes } = {
  owner: (document, _, day) =>
    (says(document, 'control') && document.effective === day && (document.body.retired ?? '9999') > day) ||
    (says(document, 'organization') && document.effective === day) ||
    (says(document, 'person') && document.effective === day && document.body.left === undefined),
  'unknown-control': (document, gap, day) =>
    says(document, 'control') && document.id === gap.control && document.effective === day,
  'addressable-decision': (document, gap, day) =>
    says(document, 'decision') &&
    gap.id === `addressable-decision:${document.body.framework}:${document.body.requirement}` &&
    later(document.effective, document.body.decided) === day,
  'policy-review': (document, gap, day) =>
    says(document, 'policy') &&
    gap.id === `policy-review:${document.id}` &&
    document.body.approval !== undefined &&
    document.effective === day,
}

function says<K extends DocumentKind>(
  document: ProgramDocument,
  kind: K,
): document is ProgramDocument<K> & { readonly body: NonNullable<ProgramDocument<K>['body']> } {
  return document.kind === kind && document.body !== null
}
