import type { DocumentBody, DocumentKind, ProgramDocument } from './document.ts'

/** A program object that names another one which does not exist. */
export interface DanglingReference {
  readonly kind: DocumentKind
  readonly id: string
  /** Path of the field within the body, `party.vendor`. */
  readonly field: string
  readonly refersTo: { readonly kind: DocumentKind; readonly id: string }
}

type Reference = readonly [field: string, kind: DocumentKind, id: string | undefined]
type End = { readonly system?: string | undefined; readonly vendor?: string | undefined }

/** Which field of each kind names which other kind: the one table of references. */
const referencesOf: { readonly [K in DocumentKind]: (body: DocumentBody<K>) => readonly Reference[] } = {
  organization: (o) =>
    Object.entries(o.roles).flatMap(([role, who]): Reference[] => [
      [`roles.${role}.owner`, 'person', who.owner],
      [`roles.${role}.backup`, 'person', who.backup],
    ]),
  person: () => [],
  system: (s) => [
    ['owner', 'person', s.owner],
    ['backupOwner', 'person', s.backupOwner],
    ['vendor', 'vendor', s.vendor],
    ...(s.serviceAccounts ?? []).flatMap(({ owner, usedBy }, at): Reference[] => [
      [`serviceAccounts.${at}.owner`, 'person', owner],
      ...endReferences(`serviceAccounts.${at}.usedBy`, usedBy ?? {}),
    ]),
  ],
  flow: (f) => [...endReferences('from', f.from), ...endReferences('to', f.to), ['owner', 'person', f.owner]],
  dependency: (d) => [...endReferences('from', d.from), ...endReferences('to', d.to), ['owner', 'person', d.owner]],
  vendor: (v) => [
    ['owner', 'person', v.owner],
    ['backupOwner', 'person', v.backupOwner],
    ...(v.assurance ?? []).flatMap(({ subserviceOrganizations }, at) =>
      (subserviceOrganizations ?? []).map((one, nth): Reference => [
        `assurance.${at}.subserviceOrganizations.${nth}.vendor`,
        'vendor',
        one.vendor,
      ]),
    ),
    ...(v.supportRoles ?? []).flatMap(({ through, reaches }, at): Reference[] => [
      [`supportRoles.${at}.through`, 'system', through],
      ...(reaches ?? []).map((system, nth): Reference => [`supportRoles.${at}.reaches.${nth}`, 'system', system]),
    ]),
  ],
  agreement: (a) => [['party.vendor', 'vendor', a.party.vendor]],
  check: () => [],
  control: (c) => [
    ['owner', 'person', c.owner],
    ['backupOwner', 'person', c.backupOwner],
  ],
  exception: (e) => [
    ['system', 'system', e.system],
    ['vendor', 'vendor', e.vendor],
    ['requestedBy', 'person', e.requestedBy],
    ['approvedBy', 'person', e.approvedBy],
  ],
  decision: (d) => [
    ['decidedBy', 'person', d.decidedBy],
    ['approvedBy', 'person', d.approvedBy],
  ],
  policy: (p) => [
    ['owner', 'person', p.owner],
    ['author', 'person', p.author],
    ['approval.by', 'person', p.approval?.by],
  ],
  connection: (c) => [
    ['owner', 'person', c.owner],
    ...c.feeds.flatMap(({ proves }, at) => proofReferences(`feeds.${at}.proves`, proves)),
  ],
  webhook: sourceReferences,
  mailbox: sourceReferences,
  'scim-directory': sourceReferences,
  mapping: (m) => [['owner', 'person', m.owner]],
  'licensed-statement': () => [],
}

/** Every reference in `documents` to an object that none of them records. A withdrawn object can still be named by older versions. */
export function findDanglingReferences(documents: readonly ProgramDocument[]): DanglingReference[] {
  const known = new Set(documents.map((d) => `${d.kind}/${d.id}`))
  return documents.flatMap((document) =>
    listReferences(document).flatMap(([field, kind, id]) =>
      id === undefined || known.has(`${kind}/${id}`)
        ? []
        : [{ kind: document.kind, id: document.id, field, refersTo: { kind, id } }],
    ),
  )
}

/** The references one document makes. */
export function listReferences<K extends DocumentKind>(document: ProgramDocument<K>): readonly Reference[] {
  const { body } = document
  return body === null ? [] : referencesOf[document.kind](body)
}

/** Of whatever brings evidence by itself: who owns it, and what it proves. */
function sourceReferences({ owner, proves }: { readonly owner: string; readonly proves: readonly End[] }): Reference[] {
  return [['owner', 'person', owner], ...proofReferences('proves', proves)]
}

function proofReferences(field: string, proves: readonly End[]): Reference[] {
  return proves.flatMap((proof, at) => endReferences(`${field}.${at}`, proof))
}

function endReferences(field: string, end: End): Reference[] {
  return [
    [`${field}.system`, 'system', end.system],
    [`${field}.vendor`, 'vendor', end.vendor],
  ]
}
