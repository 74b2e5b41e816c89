import { readFile } from 'node:fs/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readCheckpoint } from '../../platform/log/receipts.ts'
import type { SeenCheckpoint } from '../../platform/log/seen-checkpoints.ts'
import { DatabaseAttacker } from '../../testing/database-attacks.ts'
import {
  claimFor,
  createTestOrganization,
  formOf,
  startTestServer,
  type TestOrganization,
  type TestServer,
} from '../../testing/test-server.ts'
import { checkOrganization } from './fsck.ts'

/** The table of docs/threat-model.md; a test below holds the document to it, and one per row holds it to what happens. */
const threats = {
  'edits one old row': ['found', 'found', 'found'],
  'deletes the last rows': ['not', 'not', 'found'],
  'rewrites everything after row k': ['not', 'found', 'found'],
  'rewrites everything after row k and deletes the published checkpoints': ['not', 'not', 'found'],
  'restores last week’s dump': ['not', 'not', 'found'],
  'keeps two histories for two readers': ['not', 'not', 'found'],
  'has false but well-formed evidence recorded': ['not', 'not', 'not'],
} as const
type Threat = keyof typeof threats

const attacks: { readonly [T in Threat]: (stage: Stage) => Promise<void> } = {
  'edits one old row': async ({ attacker }) => {
    await attacker.run("update evidence set source = 'Somewhere better' where organization = $1")
  },
  'deletes the last rows': async ({ attacker, size }) => attacker.cutAt(size - 1),
  'rewrites everything after row k': async ({ attacker, entry }) => {
    await attacker.rewriteEntry(entry, 'Backup platform', 'Backup invented')
    await attacker.run(
      "update evidence set source = 'Backup invented', said = replace(said, 'backup platform', 'backup invented') where organization = $1 and entry = $2",
      entry,
    )
  },
  'rewrites everything after row k and deletes the published checkpoints': async (stage) => {
    await attacks['rewrites everything after row k'](stage)
    await stage.attacker.run('delete from checkpoint where organization = $1 and size > $2', stage.entry)
  },
  'restores last week’s dump': async ({ attacker }) => attacker.restore(),
  'keeps two histories for two readers': async ({ attacker, record }) => {
    await attacker.restore()
    for (const content of ['another', 'history', 'for this reader']) await record(content)
  },
  'has false but well-formed evidence recorded': async ({ record }) => record('restored in 3 seconds, promise'),
}

/** An organization with some history, a dump from before its end, a published checkpoint, and one that somebody kept. */
interface Stage {
  readonly organization: TestOrganization
  readonly attacker: DatabaseAttacker
  readonly entry: number
  readonly size: number
  readonly outside: SeenCheckpoint
  readonly record: (content: string) => Promise<void>
}

let server: TestServer
beforeAll(async () => {
  server = await startTestServer()
})
afterAll(async () => server.stop())

async function prepare(slug: string): Promise<Stage> {
  const organization = await createTestOrganization(server, slug)
  const record = async (content: string): Promise<void> => {
    const reply = await server.request('POST', '/api/v1/evidence', {
      key: organization.keys.contributor,
      form: formOf(claimFor(organization), 'drill.txt', content),
    })
    expect(reply.status, reply.text).toBe(201)
  }
  const { transactions, keys } = server.services
  await record('the drill of March')
  const { size: entry } = await transactions.read(organization, async (reader) => readCheckpoint(reader, keys))
  const attacker = await DatabaseAttacker.connect(server, organization.organization)
  await attacker.dump()
  await record('the drill of April')
  await server.services.publisher.publish(organization.organization)
  const { size, checkpoint } = await transactions.read(organization, async (reader) => readCheckpoint(reader, keys))
  const outside = { where: 'pinned checkpoint', note: Buffer.from(checkpoint) }
  return { organization, attacker, entry: entry - 1, size, outside, record }
}

describe('a superuser of the database who', () => {
  it.each(Object.keys(threats) as Threat[])('%s is detected as docs/threat-model.md says', async (threat) => {
    const stage = await prepare(`t${Object.keys(threats).indexOf(threat)}`)
    const { organization } = stage.organization
    const judge = async (published: boolean, pinned: readonly SeenCheckpoint[]) =>
      (await checkOrganization(server.installation, organization, { published, pinned })).problems
    expect(await judge(true, [stage.outside])).toEqual([])
    await attacks[threat](stage)
    await stage.attacker.leave()
    const layers = [await judge(false, []), await judge(true, []), await judge(true, [stage.outside])]
    expect(layers.map((problems) => (problems.length > 0 ? 'found' : 'not'))).toEqual(threats[threat])
    const words = layers[2]?.map(({ problem }) => problem).join('\n') ?? ''
    if (threat === 'restores last week’s dump' || threat === 'deletes the last rows')
      expect(words).toContain('ROLLBACK DETECTED')
    if (threat === 'keeps two histories for two readers') expect(words).toContain('SPLIT VIEW')
  })

  it('is described by docs/threat-model.md in exactly these rows', async () => {
    const guide = await readFile(new URL('../../../../../docs/threat-model.md', import.meta.url), 'utf8')
    for (const [threat, layers] of Object.entries(threats))
      expect(guide).toMatch(
        new RegExp(`^\\| ${threat} \\| ${layers.map((word) => `\\**${word}\\**[^|]*`).join(' \\| ')} \\|$`, 'm'),
      )
  })
})

describe('fsck', () => {
  it('names the row and column, the artifact and the tree node that differ', async () => {
    const { organization, attacker } = await prepare('named')
    // The tree has a row for every 256 entries.
    const scope = { ...organization, actor: { type: 'system', id: 'test', name: 'Test' }, request: null } as const
    await server.services.transactions.write(scope, async (writer) => {
      for (let at = 0; at < 256; at += 1)
        await writer.seal('policy-acknowledged', {
          policy: 'sanctions',
          sha256: 'a'.repeat(64),
          person: `person-${at}`,
        })
    })
    await attacker.run("update member set role = 'auditor' where organization = $1")
    await attacker.run('delete from evidence_proof where organization = $1')
    await attacker.run(
      "update log_node set hash = decode(repeat('00', 32), 'hex') where organization = $1 and level = 8 and index = 0",
    )
    await attacker.run(
      `update small_artifact set sealed = set_byte(sealed, 60, get_byte(sealed, 60) # 1) where organization = $1`,
    )
    await attacker.run(
      "insert into document (organization, entry, kind, id, effective, recorded_at) values ($1, 0, 'vendor', 'nobody', '2026-01-01', now())",
    )
    await attacker.leave()
    const [sha256 = '', damaged = ''] = await server.installation.blobs.list(organization.organization)
    await server.installation.blobs.remove(organization.organization, sha256)
    const { problems } = await checkOrganization(server.installation, organization.organization, {
      published: true,
      pinned: [],
    })
    const text = problems.map(({ where, problem }) => `${where}: ${problem}`).join('\n')
    expect(text).toContain(
      `row ${organization.account} of member: it is not what was sealed: role is "auditor" and must be "administrator"`,
    )
    expect(text).toMatch(/row ev_\w+\/0 of evidence_proof: it is missing, though it was sealed/)
    expect(text).toContain('tree node 8/0: it is not the hash of what is below it')
    expect(text).toContain('row 0 of document: no entry of the log says so')
    expect(text).toMatch(new RegExp(`artifact ${sha256} of evidence ev_\\w+: its bytes are missing`))
    expect(text).toMatch(new RegExp(`artifact ${damaged} of evidence ev_\\w+: its bytes cannot be read: .*damaged`))
  })

  it('names an entry whose bytes were changed, and one that is gone', async () => {
    const { organization, attacker, entry } = await prepare('bytes')
    await attacker.run("update log_entry set body = body || ' '::bytea where organization = $1 and index = $2", entry)
    await attacker.run('delete from log_entry where organization = $1 and index = 1')
    await attacker.leave()
    const { problems } = await checkOrganization(server.installation, organization.organization, {
      published: false,
      pinned: [],
    })
    expect(problems).toContainEqual({ where: 'log entry 1', problem: 'it is missing; the next one there is 2' })
    expect(problems).toContainEqual({
      where: `log entry ${entry}`,
      problem: 'its bytes do not have the leaf hash stored beside them',
    })
  })
})
