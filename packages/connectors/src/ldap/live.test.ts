import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { collect } from '../collection/collect.ts'
import { createContext } from '../outbound/context.ts'
import { fileOf, importAll } from '../testing/file.ts'
import { ldap } from './index.ts'

const [slapd, slapadd] = ['/usr/sbin/slapd', '/usr/sbin/slapadd']
const canRun = existsSync(slapd)
const password = 'a-bind-password-that-stays-secret'

/** More people than one page of the search holds. */
const people = Array.from({ length: 1203 }, (_, at) =>
  [
    `dn: uid=user${at},ou=people,dc=acme,dc=example`,
    'objectClass: inetOrgPerson',
    `uid: user${at}`,
    `cn: User ${at}`,
    'sn: User',
    `mail: user${at}@acme.example`,
    `employeeNumber: ${at}`,
    'userPassword: never-to-be-read',
    '',
  ].join('\n'),
)
const entries = `dn: dc=acme,dc=example
objectClass: dcObject
objectClass: organization
dc: acme
o: Acme

dn: ou=people,dc=acme,dc=example
objectClass: organizationalUnit
ou: people

dn: cn=operators,dc=acme,dc=example
objectClass: groupOfNames
cn: operators
member: uid=user1,ou=people,dc=acme,dc=example
member: uid=user2,ou=people,dc=acme,dc=example

${people.join('\n')}`

describe.skipIf(!canRun)('a directory that runs here (skipped where slapd of Debian is not installed)', () => {
  const folder = canRun ? mkdtempSync(join(tmpdir(), 'evidentia-slapd-')) : ''
  let server: ChildProcess | undefined
  let port = 0

  beforeAll(async () => {
    mkdirSync(join(folder, 'data'))
    const settings = join(folder, 'slapd.conf')
    const schemas = ['core', 'cosine', 'inetorgperson'].map((name) => `include /etc/ldap/schema/${name}.schema`)
    writeFileSync(
      settings,
      [
        ...schemas,
        'modulepath /usr/lib/ldap',
        'moduleload back_mdb',
        'database mdb',
        'maxsize 104857600',
        'suffix "dc=acme,dc=example"',
        'rootdn "cn=reader,dc=acme,dc=example"',
        `rootpw ${password}`,
        `directory ${folder}/data`,
        'access to attrs=userPassword by anonymous auth by * none',
        'access to * by * read',
        '',
      ].join('\n'),
    )
    writeFileSync(join(folder, 'entries.ldif'), entries)
    const added = spawnSync(slapadd, ['-q', '-f', settings, '-l', join(folder, 'entries.ldif')], { encoding: 'utf8' })
    expect(added.status, added.stderr).toBe(0)
    port = await freePort()
    server = spawn(slapd, ['-d', '0', '-f', settings, '-h', `ldap://127.0.0.1:${port}`], { stdio: 'ignore' })
    for (let attempt = 0; attempt < 100; attempt += 1) {
      if ((await run()).collected.failure?.kind !== 'unreachable') return
      await sleep(100)
    }
  }, 60_000)
  afterAll(() => {
    server?.kill('SIGKILL')
    rmSync(folder, { recursive: true, force: true })
  })

  async function run(more: object = {}, secret = password, allowedHosts = [`127.0.0.1:${port}`]) {
    const { collector } = ldap
    if (collector === undefined) return expect.unreachable('it has no collector')
    const settings = {
      address: `ldap://127.0.0.1:${port}`,
      bindDn: 'cn=reader,dc=acme,dc=example',
      base: 'dc=acme,dc=example',
      ...more,
    }
    const chunks: Uint8Array[] = []
    const collected = await collect({
      connector: 'ldap',
      collector,
      dataset: 'entries',
      connected: { settings: collector.settings.parse(settings), secrets: { password: secret } },
      context: createContext({ allowedHosts, signal: new AbortController().signal, timeoutMs: 5000 }),
      write: (chunk) => void chunks.push(chunk),
    })
    const artifact = Buffer.concat(chunks)
    const [importer] = ldap.importers
    if (importer === undefined) return expect.unreachable('it has no importer')
    return { collected, artifact, read: async () => importAll(importer, fileOf('entries.json', artifact)) }
  }

  it('is read page by page, accounts and groups, and no password with them', async () => {
    const { collected, artifact, read } = await run()
    expect(collected).toMatchObject({ failure: null, unread: [], counts: { entries: 3 } })
    const { records, skipped } = await read()
    expect(records.filter(({ type }) => type === 'account')).toHaveLength(1203)
    expect(records.filter(({ type }) => type === 'group')).toMatchObject([
      { key: 'operators', body: { members: expect.arrayContaining([expect.stringContaining('user1')]) } },
    ])
    expect(skipped.filter(({ part }) => part === undefined)).toEqual([])
    expect(artifact.toString()).not.toMatch(/never-to-be-read|userPassword|a-bind-password/)
  })

  it('says what is wrong: the password, the base, the way there', async () => {
    expect((await run({}, 'wrong-password')).collected.failure).toMatchObject({ kind: 'credentials' })
    expect((await run({ base: 'dc=nowhere,dc=example' })).collected.failure?.kind).toMatch(/malformed|unreachable/)
    expect((await run({}, password, [])).collected.failure).toMatchObject({ kind: 'not-allowed' })
    expect((await run({ address: 'ldap://127.0.0.1:1' }, password, ['127.0.0.1'])).collected.failure).toMatchObject({
      kind: 'unreachable',
    })
  })
})

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const address = probe.address()
      probe.close(() =>
        typeof address === 'object' && address !== null ? resolve(address.port) : reject(new Error('no port is free')),
      )
    })
  })
}
