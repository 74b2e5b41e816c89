/** What one row of the matrix is about. */
export type Subject =
  | { readonly kind: 'organization' }
  | { readonly kind: 'system'; readonly id: string }
  | { readonly kind: 'vendor'; readonly id: string }

/** `organization`, `system:<id>` or `vendor:<id>`. */
export function subjectKey(subject: Subject): string {
  return subject.kind === 'organization' ? 'organization' : `${subject.kind}:${subject.id}`
}
