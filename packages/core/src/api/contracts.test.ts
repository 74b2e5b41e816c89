import { describe, expect, it } from 'vitest'
import { permissionMatrix, permissions, roles, roleSchema } from '../access/permissions.ts'
import type { Contract } from './contract.ts'
import { contracts } from './contracts.ts'

const list: readonly (readonly [string, Contract])[] = Object.entries(contracts)

describe('the API contracts', () => {
  it.each(list)('%s is filed under its own id and declares every parameter of its path', (id, contract) => {
    expect(contract.id).toBe(id)
    const inPath = [...contract.path.matchAll(/\{\+?(\w+)\}/g)].map((m) => m[1])
    expect(Object.keys(contract.params?.shape ?? {})).toEqual(inPath)
  })

  it('never share a method and path', () => {
    expect(new Set(list.map(([, c]) => `${c.method} ${c.path.replace(/\{\w+\}/g, '{}')}`)).size).toBe(list.length)
  })

  it('page every list', () => {
    for (const [id, c] of list.filter(([name]) => name.startsWith('list') && name !== 'listSessions')) {
      expect(Object.keys(c.query?.shape ?? {}), id).toEqual(expect.arrayContaining(['cursor', 'limit']))
    }
  })
})

describe('the permission matrix', () => {
  it('gives every permission to somebody and grants only permissions that exist', () => {
    for (const permission of permissions)
      expect(
        roles.some((role) => permissionMatrix[role].includes(permission)),
        permission,
      ).toBe(true)
    for (const role of roles) expect(permissions).toEqual(expect.arrayContaining([...permissionMatrix[role]]))
  })

  it('lets nobody outside the programme change it: an auditor accepts evidence and finds, an executive answers for policies, risks and breach decisions', () => {
    const beyondReading = {
      executive: ['policy:approve', 'policy:acknowledge', 'findings:comment', 'risk:accept', 'incidents:decide'],
      auditor: ['evidence:accept', 'findings:raise', 'findings:comment', 'findings:verify', 'packages:export'],
      customer: [],
    }
    for (const [role, expected] of Object.entries(beyondReading)) {
      const held = permissionMatrix[roleSchema.parse(role)].filter((permission) => !permission.endsWith(':read'))
      expect(held, role).toEqual(expected)
    }
    expect(roles.filter((role) => permissionMatrix[role].includes('evidence:accept'))).toEqual(['auditor'])
    // Who works on findings by role alone cannot also accept the risk of them.
    for (const role of ['control-owner', 'contributor'] as const)
      expect(permissionMatrix[role], role).not.toContain('risk:accept')
  })
})
