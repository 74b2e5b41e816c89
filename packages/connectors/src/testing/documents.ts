import type { DocumentBody, DocumentKind, ProgramDocument, Vendor } from '@evidentia/core'

/** One version of a program object, in effect long before any test. */
export function versionOf<K extends DocumentKind>(kind: K, body: DocumentBody<K>): ProgramDocument<K> {
  return { kind, id: body.id, effective: '2020-01-01', recordedAt: '2020-01-01T00:00:00Z', body }
}

export function vendorDocument(rest: Partial<Vendor> = {}): ProgramDocument<'vendor'> {
  return versionOf('vendor', {
    id: 'lake',
    name: 'Lake Hosting',
    service: 'Hosting',
    touches: ['phi'],
    tier: 'critical',
    ...rest,
  })
}
