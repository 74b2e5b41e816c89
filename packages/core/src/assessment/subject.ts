/** What one row of the matrix is about. */
export type Subject =
  | { readonly kind: 'organization' }
  | { readonly kind: 'system'; readonly id: string }
  | { readonly kind: 'vendor'; readonly id: string }

/** `organization`, `system:<id>` or `vendor:<id>`. */
export function subjectKey(subject: Subject): string {
  return subject.kind === 'organization' ? 'organization' : `${subject.kind}:${subject.id}`
}

/** The subject that a system or a vendor names; the organization where neither does. */
export function subjectOf(system: string | undefined, vendor: string | undefined): Subject {
  if (system !== undefined) return { kind: 'system', id: system }
  return vendor === undefined ? { kind: 'organization' } : { kind: 'vendor', id: vendor }
}
