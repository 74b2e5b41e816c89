import { z } from 'zod'

/** Everything a person or a key can be allowed to do within one organization. */
export const permissions = [
  'catalog:read',
  'program:read',
  'program:write',
  'policy:approve',
  'policy:acknowledge',
  'matrix:read',
  'evidence:read',
  'evidence:write',
  'evidence:review',
  'evidence:accept',
  'findings:read',
  'findings:raise',
  'findings:assign',
  'findings:work',
  'findings:comment',
  'findings:verify',
  'risk:accept',
  'retention:manage',
  'artifact:read',
  'connections:read',
  'connections:manage',
  'populations:read',
  'populations:freeze',
  'populations:attest',
  'populations:share',
  'log:read',
  'packages:export',
  'members:read',
  'members:manage',
  'api-keys:manage',
  'organization:remove',
] as const
export type Permission = (typeof permissions)[number]

export const roleSchema = z.enum([
  'administrator',
  'compliance-lead',
  'control-owner',
  'contributor',
  'executive',
  'auditor',
  'customer',
])
export type Role = z.infer<typeof roleSchema>
export const roles = roleSchema.options

/**
 * The permission matrix: the only place that says who may do what. Deny by default.
 * An auditor reads everything that was sealed, may take it along as a package, and changes nothing that the programme says; an auditor alone
 * accepts evidence, and may raise findings and verify that they are gone. A customer reads how the programme stands, but no artifact and no
 * history of a finding, because those speak of other customers too. Accepting a risk is for who answers for the whole.
 */
export const permissionMatrix: { readonly [R in Role]: readonly Permission[] } = {
  // Acceptance is the auditor's own word; nobody who runs the programme can say it.
  administrator: permissions.filter((permission) => permission !== 'evidence:accept'),
  'compliance-lead': [
    'catalog:read',
    'program:read',
    'program:write',
    'policy:approve',
    'policy:acknowledge',
    'matrix:read',
    'evidence:read',
    'evidence:write',
    'evidence:review',
    'findings:read',
    'findings:raise',
    'findings:assign',
    'findings:work',
    'findings:comment',
    'findings:verify',
    'risk:accept',
    'retention:manage',
    'artifact:read',
    'connections:read',
    'connections:manage',
    'populations:read',
    'populations:freeze',
    'populations:attest',
    'populations:share',
    'log:read',
    'packages:export',
    'members:read',
  ],
  'control-owner': [
    'catalog:read',
    'program:read',
    'policy:acknowledge',
    'matrix:read',
    'evidence:read',
    'evidence:write',
    'evidence:review',
    'findings:read',
    'findings:raise',
    'findings:assign',
    'findings:work',
    'findings:comment',
    'findings:verify',
    'artifact:read',
    'connections:read',
    'populations:read',
    'populations:freeze',
    'populations:attest',
    'log:read',
  ],
  contributor: [
    'catalog:read',
    'program:read',
    'policy:acknowledge',
    'matrix:read',
    'evidence:read',
    'evidence:write',
    'findings:read',
    'findings:work',
    'findings:comment',
    'log:read',
  ],
  executive: [
    'catalog:read',
    'program:read',
    'policy:approve',
    'policy:acknowledge',
    'matrix:read',
    'evidence:read',
    'findings:read',
    'findings:comment',
    'risk:accept',
  ],
  auditor: [
    'catalog:read',
    'program:read',
    'matrix:read',
    'evidence:read',
    'evidence:accept',
    'findings:read',
    'findings:raise',
    'findings:comment',
    'findings:verify',
    'artifact:read',
    'connections:read',
    // Of the populations, those that were shared.
    'populations:read',
    'log:read',
    'packages:export',
    'members:read',
  ],
  customer: ['catalog:read', 'matrix:read'],
}

export function isPermitted(role: Role, permission: Permission): boolean {
  return permissionMatrix[role].includes(permission)
}
