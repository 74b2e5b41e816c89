import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { fileOf, importAll } from '../testing/file.ts'
import { scimImporter } from './importer.ts'

const fixture = readFileSync(new URL('fixtures/snapshot.json', import.meta.url))

it('makes an account of each user, with when it was deactivated or removed, and invents no state', async () => {
  const { records, skipped } = await importAll(scimImporter, fileOf('snapshot.json', fixture))
  const accounts = records.filter(({ type }) => type === 'account').map(({ body }) => body)
  expect(accounts).toMatchObject([
    {
      username: 'ada.okafor@northwind.example',
      identifier: 'obj-1',
      system: 'Microsoft Entra ID',
      employeeId: 'E-101',
      email: 'ada.okafor@northwind.example',
      enabled: true,
      disabledAt: null,
      roles: ['Administrator'],
    },
    { displayName: 'Bo Lindqvist', enabled: false, disabledAt: '2026-10-20T09:00:00.000Z', external: true },
    { displayName: 'Di Novak', enabled: false, status: 'removed', disabledAt: '2026-10-20T09:01:00.000Z' },
  ])
  expect(skipped.map(({ reason }) => reason)).toEqual([
    'nothing says whether cy.marsh@northwind.example can sign in: "active" was not pushed',
    'not read: 1 of requests (they show in the users and groups)',
  ])
})

it('names members by user name, and keeps groups of one name apart', async () => {
  const { records } = await importAll(scimImporter, fileOf('snapshot.json', fixture))
  const groups = records.filter(({ type }) => type === 'group')
  expect(groups).toMatchObject([
    {
      key: 'grp-1',
      body: {
        name: 'On call',
        members: ['ada.okafor@northwind.example', '00000000-0000-4000-8000-0000000000ff'],
        memberCount: 2,
      },
    },
    { body: { name: 'On call', members: [], memberCount: 0 } },
  ])
  expect(records.filter(({ type }) => type === 'role-assignment' || type === 'entitlement')).toMatchObject([
    { body: { holder: 'ada.okafor@northwind.example', role: 'Administrator', roleId: 'admin' } },
    { body: { holder: 'ada.okafor@northwind.example', right: 'VPN' } },
  ])
})
