import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { fileOf, importAll, refusalOf } from '../testing/file.ts'
import { ldifImporter } from './importer.ts'

const fixture = (name: string): Uint8Array => readFileSync(new URL(`./fixtures/${name}`, import.meta.url))
const read = (name: string, chunk?: number) => importAll(ldifImporter, fileOf(name, fixture(name), chunk))
const readText = (text: string) => importAll(ldifImporter, fileOf('x.ldif', text))

describe('an export of Active Directory', () => {
  it('gives its accounts, with what userAccountControl and the times of Windows mean', async () => {
    const { records } = await read('active-directory.ldif')
    const accounts = records.filter(({ type }) => type === 'account')
    expect(accounts.map(({ line, body }) => ({ line, ...body }))).toMatchObject([
      {
        line: 11,
        username: 'anorth',
        identifier: 'CN=Ada North,OU=Staff,DC=lakeside,DC=example',
        system: 'lakeside.example',
        email: 'ada.north@lakeside.example',
        employeeId: 'E1',
        privileged: true,
        enabled: true,
        status: 'userAccountControl 512',
        passwordLastChanged: '2026-06-01T04:00:00.000Z',
        // lastLogon of this controller is later than the shared time.
        lastSignIn: '2026-06-02T04:00:00.000Z',
        created: '2024-01-08T08:00:00.0Z',
        expires: null,
        groups: ['CN=Domain Admins,CN=Users,DC=lakeside,DC=example', 'CN=Interfaces,OU=Groups,DC=lakeside,DC=example'],
      },
      {
        username: 'ncastellan',
        displayName: 'Noé Castellán',
        enabled: false,
        status: 'userAccountControl 66050: disabled, password never expires',
        passwordLastChanged: null,
        lastSignIn: null,
        created: '2024-01-08T10:00:00+02:00',
        expires: '2026-06-22T12:00:00.000Z',
        groups: null,
      },
      { username: 'gmsa-engine$', kind: 'service', enabled: true },
    ])
  })

  it('gives its groups, and no members where only a part of them was exported', async () => {
    const { records } = await read('active-directory.ldif')
    expect(records.filter(({ type }) => type === 'group').map(({ body }) => body)).toMatchObject([
      { name: 'Domain Admins', privileged: true, memberCount: 1 },
      { name: 'Everyone at Lakeside', members: null, memberCount: null },
    ])
  })

  it('lists what is no account, what cannot be told, and which attributes are not read', async () => {
    const { skipped } = await read('active-directory.ldif')
    expect(skipped.map(({ part, field, reason }) => [part, field, reason])).toEqual([
      [undefined, 'userAccountControl', expect.stringContaining('nothing says whether the account is disabled')],
      ['section', 'member', 'only a part of the members was exported'],
      ['section', 'objectClass', '1 entries of the class domaindns are no accounts or groups'],
      ['section', 'objectClass', '1 entries of the class computer are no accounts or groups'],
      ['column', 'objectguid', 'this attribute is not read'],
      ['column', 'member;range=0-1499', 'this attribute is not read'],
    ])
  })
})

describe('an export of another directory', () => {
  it('gives accounts and groups, and says that the search was cut off', async () => {
    const { records, skipped } = await read('openldap.ldif')
    expect(records.map(({ body }) => body)).toMatchObject([
      {
        username: 'ada',
        enabled: true,
        passwordLastChanged: '2026-06-01T09:14:05.123Z',
        expires: '2027-01-01T00:00:00.000Z',
      },
      { username: 'ben', enabled: false, privileged: null },
      { name: 'engine', members: ['ada', 'ben'] },
    ])
    expect(skipped).toMatchObject([
      { line: 33, reason: 'the search ended early: 4 Size limit exceeded' },
      { part: 'column', field: 'jpegphoto' },
    ])
  })

  it('says so in a comment too', async () => {
    const { skipped } = await readText(
      'dn: uid=a,dc=x\nobjectClass: account\nuid: a\n\n# search result\n# result: 4 Size limit\n',
    )
    expect(skipped).toMatchObject([{ line: 6, reason: 'the search ended early: 4 Size limit' }])
  })

  it('lists the second of two entries with one user name', async () => {
    const entry = (dn: string): string => `dn: ${dn}\nobjectClass: account\nuid: a\n\n`
    const { records, skipped } = await readText(entry('uid=a,dc=x') + entry('uid=a,dc=y') + entry('uid=a,dc=x'))
    expect(records).toHaveLength(1)
    expect(skipped.map(({ line, reason }) => [line, reason])).toEqual([
      [5, 'its name stands on line 1 too'],
      [9, 'the same as on line 1'],
    ])
  })
})

describe('LDIF', () => {
  it.each([
    ['refused-modify.ldif', 3, 'changetype', 'only entries are read'],
    ['refused-base64.ldif', 4, 'uid', 'not base64'],
    ['refused-time.ldif', 5, 'createtimestamp', '"20260231080000Z" is not a time'],
    ['refused-no-dn.ldif', 6, 'dn', 'without its DN'],
    ['refused-address.ldif', 4, 'uid', 'not opened'],
  ])('refuses %s, naming line %s and field %s', async (name, line, field, words) => {
    const refusal = await refusalOf(read(name))
    expect(refusal.place).toEqual({ file: name, line, field })
    expect(refusal.message).toContain(words)
  })
})
