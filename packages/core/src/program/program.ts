import type { DocumentBody, DocumentKind, ProgramDocument } from './document.ts'

/** The programme as it stood: every object by kind and id. */
export type Program = { readonly [K in DocumentKind]: ReadonlyMap<string, DocumentBody<K>> }

type Building = { [K in DocumentKind]: Map<string, DocumentBody<K>> }

/**
 * The programme of one day: of each object the version in effect on `date`, among those known at `knownAt`.
 * Of two versions effective on the same day the one recorded later counts; `body: null` withdraws the object.
 */
export function programOn(documents: readonly ProgramDocument[], date: string, knownAt?: string): Program {
  const winners = new Map<string, ProgramDocument>()
  for (const document of documents) {
    if (document.effective > date || isDraft(document)) continue
    if (knownAt !== undefined && Date.parse(document.recordedAt) > Date.parse(knownAt)) continue
    const key = `${document.kind}/${document.id}`
    const rival = winners.get(key)
    if (rival === undefined || supersedes(document, rival)) winners.set(key, document)
  }
  const program: Building = {
    organization: new Map(),
    person: new Map(),
    system: new Map(),
    flow: new Map(),
    dependency: new Map(),
    vendor: new Map(),
    agreement: new Map(),
    check: new Map(),
    control: new Map(),
    exception: new Map(),
    decision: new Map(),
    policy: new Map(),
    connection: new Map(),
    webhook: new Map(),
    mapping: new Map(),
    mailbox: new Map(),
    'scim-directory': new Map(),
    'licensed-statement': new Map(),
  }
  for (const document of winners.values()) place(program, document)
  return program
}

function place<K extends DocumentKind>(program: Building, { kind, id, body }: ProgramDocument<K>): void {
  if (body !== null) program[kind].set(id, body)
}

/** A policy that nobody approved does not replace the one in force. */
function isDraft({ kind, body }: ProgramDocument): boolean {
  return kind === 'policy' && body !== null && !('approval' in body && body.approval !== undefined)
}

function supersedes(candidate: ProgramDocument, rival: ProgramDocument): boolean {
  if (candidate.effective !== rival.effective) return candidate.effective > rival.effective
  const byTime = Date.parse(candidate.recordedAt) - Date.parse(rival.recordedAt)
  if (byTime !== 0) return byTime > 0
  // Recorded at the same instant: the order of arrival must not matter, so the content decides.
  return JSON.stringify(candidate.body) > JSON.stringify(rival.body)
}
