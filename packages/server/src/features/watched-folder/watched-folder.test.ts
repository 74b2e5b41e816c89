import { existsSync } from 'node:fs'
import { mkdir, readdir, readFile, symlink, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { makeDataFolder, removeDataFolder } from '../../testing/data-folder.ts'
import { putBack } from './files.ts'
import {
  claimFor,
  createTestOrganization,
  startTestServer,
  type TestOrganization,
  type TestServer,
} from '../../testing/test-server.ts'

let server: TestServer
let own: TestOrganization
let folder: string
let root: string

beforeAll(async () => {
  folder = await makeDataFolder()
  server = await startTestServer({ EVIDENTIA_WATCH_FOLDER: folder })
  own = await createTestOrganization(server, 'acme')
  root = join(folder, 'acme')
})
afterAll(async () => {
  await server.stop()
  await removeDataFolder(folder)
})
beforeEach(async () => mkdir(join(root, 'restore-test/restore-drill/database-acme'), { recursive: true }))

const row = 'restore-test/restore-drill/database-acme'

/** Puts a file there as a program would have a while ago. */
async function put(path: string, text: string, at = '2026-03-31T12:00:00Z'): Promise<void> {
  await writeFile(join(root, path), text)
  await utimes(join(root, path), new Date(at), new Date(at))
}

async function lookTwice(): Promise<void> {
  await server.services.doors.watchedFolder.look()
  await server.services.doors.watchedFolder.look()
}

async function listEvidence() {
  const reply = await server.request('GET', '/api/v1/evidence', { key: own.keys.auditor })
  return reply.json<{
    items: { artifact: { name: string }; proves: unknown; effective: unknown; collector: unknown }[]
    total: number
  }>()
}

it('takes in a file by the folders it lies in, and leaves its receipt beside it', async () => {
  await put(`${row}/drill.txt`, 'restored in two hours')
  await lookTwice()
  expect((await listEvidence()).items[0]).toMatchObject({
    artifact: { name: 'drill.txt' },
    proves: [{ requirement: 'restore-test/restore-drill', system: 'database-acme' }],
    effective: { from: '2026-03-31', to: '2026-03-31' },
    collector: { type: 'folder', id: 'watched-folder' },
  })
  expect(await readdir(join(root, row))).toEqual([])
  const receipt: unknown = JSON.parse(await readFile(join(root, 'recorded', row, 'drill.txt.receipt.json'), 'utf8'))
  expect(receipt).toMatchObject({ proof: expect.stringContaining('tlog-proof'), verifierKey: expect.any(String) })
})

it('takes in the same file again without recording it twice', async () => {
  const { total } = await listEvidence()
  await put(`${row}/drill.txt`, 'restored in two hours')
  await lookTwice()
  expect((await listEvidence()).total).toBe(total)
  expect(await readdir(join(root, 'recorded', row))).toContain('1-drill.txt.receipt.json')
})

it('takes the claim that stands beside a file', async () => {
  await writeFile(join(root, 'report.txt.claim.json'), JSON.stringify({ ...claimFor(own), note: 'by hand' }))
  await put('report.txt', 'a report')
  await lookTwice()
  expect((await listEvidence()).items[0]).toMatchObject({ artifact: { name: 'report.txt' }, note: 'by hand' })
  expect(await readdir(join(root, 'recorded'))).toEqual(
    expect.arrayContaining(['report.txt', 'report.txt.claim.json', 'report.txt.receipt.json']),
  )
})

it('refuses in one sentence what it cannot place or read, and loses nothing', async () => {
  await put('lost.txt', 'nobody knows what')
  await writeFile(join(root, 'bad.txt.claim.json'), '{')
  await put('bad.txt', 'x')
  await mkdir(join(root, 'no-control/no-evidence'), { recursive: true })
  await put('no-control/no-evidence/x.txt', 'x')
  await put(`${row}/jobs.json`, '{"BackupJobs":[{"BackupJobId":"a","State":"SOMEHOW"}]}')
  await put(`${row}/empty.txt`, '')
  const { total } = await listEvidence()
  await lookTwice()
  expect((await listEvidence()).total).toBe(total)
  const said = async (path: string) => readFile(join(root, 'refused', `${path}.problem.txt`), 'utf8')
  expect(await said('lost.txt')).toBe(
    'Nothing says what lost.txt proves. Put it into <control>/<evidence requirement>/<system or vendor>, or write its claim to lost.txt.claim.json.\n',
  )
  expect(await said('bad.txt')).toContain('bad.txt.claim.json is not JSON.')
  expect(await said('no-control/no-evidence/x.txt')).toContain('no-control/no-evidence')
  expect(await said(`${row}/jobs.json`)).toContain('State')
  expect(await said(`${row}/empty.txt`)).toContain('empty')
  expect(await readFile(join(root, 'refused/lost.txt'), 'utf8')).toBe('nobody knows what')
})

it('waits for a file that is still written, and leaves alone what is no finished file', async () => {
  const { total } = await listEvidence()
  await writeFile(join(root, row, 'now.txt'), 'being written')
  await put(`${row}/half.part`, 'half')
  await put(`${row}/.hidden`, 'hidden')
  await writeFile(join(folder, 'secret.txt'), 'of the machine')
  await symlink(join(folder, 'secret.txt'), join(root, row, 'link.txt'))
  await mkdir(join(folder, 'no-such-organization'))
  await writeFile(join(folder, 'no-such-organization/x.txt'), 'x')
  await lookTwice()
  expect((await listEvidence()).total).toBe(total)
  expect((await readdir(join(root, row))).toSorted()).toEqual(['.hidden', 'half.part', 'link.txt', 'now.txt'])
  expect(existsSync(join(folder, 'no-such-organization/x.txt'))).toBe(true)
})

it('goes on with what a killed server had taken', async () => {
  await mkdir(join(root, '.taken', row), { recursive: true })
  await put(`.taken/${row}/killed.txt`, 'taken and not recorded')
  await putBack(root, -1)
  await lookTwice()
  expect((await listEvidence()).items[0]).toMatchObject({ artifact: { name: 'killed.txt' } })
})
