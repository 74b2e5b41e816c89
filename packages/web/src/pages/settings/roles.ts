import type { Role } from '@evidentia/core'

/** What each role is for, in a sentence. Who may do what exactly is decided by the server. */
export const roleMeanings: { readonly [R in Role]: string } = {
  administrator: 'everything, including members and keys',
  'compliance-lead': 'the program, evidence and findings',
  'control-owner': 'reads the program, records evidence, works on findings',
  contributor: 'records evidence, reads no files',
  executive: 'reads standing and evidence, no files; accepts risks',
  auditor: 'reads everything sealed, accepts evidence, raises findings',
  customer: 'reads how the program stands only',
}
export const roleOrder: readonly Role[] = [
  'administrator',
  'compliance-lead',
  'control-owner',
  'contributor',
  'executive',
  'auditor',
  'customer',
]
