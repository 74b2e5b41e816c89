import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { encodeBase64 } from '../encoding/base64.ts'
import { MerkleTree } from '../merkle/memory-tree.ts'
import { signNote } from '../note/signer.ts'
import { writePackage } from '../package/write-package.ts'
import { unpack } from '../testing/repack.ts'
import { otherSigner, sampleContent, sampleEntry, sampleSigner } from '../testing/sample-log.ts'
import { makeTemporaryFolder } from '../testing/temporary-folder.ts'

// Debian's golang-go and golang-golang-x-mod-dev put the packages here; elsewhere the test skips and says so.
const GO_PATH = '/usr/share/gocode'
const canRun = existsSync(join(GO_PATH, 'src/golang.org/x/mod/sumdb/tlog')) && spawnSync('go', ['version']).status === 0

const ENTRIES = 700
const folder = makeTemporaryFolder(afterAll)
const program = join(folder, 'sumdb')
const vectorsProgram = join(folder, 'vectors')
const log = join(folder, 'log')

async function writeProofs(): Promise<void> {
  const tree = new MerkleTree()
  for (let index = 0; index < ENTRIES; index += 1) tree.append(sampleEntry(index))
  const inclusion: unknown[] = []
  const consistency: unknown[] = []
  for (let size = 1; size <= ENTRIES; size += 23) {
    const root = encodeBase64(tree.root(size))
    for (let smaller = 0; smaller < size; smaller += 17) {
      const path = await tree.inclusionProof(smaller, size)
      inclusion.push({ index: smaller, size, root, proof: path.map(encodeBase64) })
      const oldSize = smaller + 1
      const proof = (await tree.consistencyProof(oldSize, size)).map(encodeBase64)
      consistency.push({ oldSize, oldRoot: encodeBase64(tree.root(oldSize)), size, root, proof })
    }
  }
  await writeFile(join(log, 'proofs.json'), JSON.stringify({ inclusion, consistency }))
}

function ask(vkey: string): { status: number | null; stdout: string; stderr: string } {
  return spawnSync(program, [log, vkey], { encoding: 'utf8' })
}

describe.skipIf(!canRun)(
  'Go\u2019s own log packages (skipped without go and golang.org/x/mod in /usr/share/gocode)',
  () => {
    beforeAll(async () => {
      const path = join(folder, 'package.zip')
      await writePackage(path, sampleContent(ENTRIES))
      for (const [name, bytes] of await unpack(path)) {
        await mkdir(dirname(join(folder, name)), { recursive: true })
        await writeFile(join(folder, name), bytes)
      }
      await writeProofs()
      const env = {
        ...process.env,
        GO111MODULE: 'off',
        GOFLAGS: '',
        GOPATH: GO_PATH,
        GOCACHE: join(folder, 'go-cache'),
      }
      for (const [name, to] of [
        ['sumdb.go', program],
        ['vectors.go', vectorsProgram],
      ] as const) {
        const source = fileURLToPath(new URL(name, import.meta.url))
        expect(spawnSync('go', ['build', '-o', to, source], { env, encoding: 'utf8' }).stderr).toBe('')
      }
    }, 180_000)

    test('accept our checkpoint, tiles, entries and proofs', () => {
      expect(ask(sampleSigner.vkey)).toMatchObject({
        status: 0,
        stdout: expect.stringContaining(`ok ${ENTRIES} entries`),
      })
    })

    test('agree with the vectors of cosignatures and of changes of key, and refuse what they say to refuse', () => {
      const folderOfVectors = fileURLToPath(new URL('../../vectors/', import.meta.url))
      expect(spawnSync(vectorsProgram, [folderOfVectors], { encoding: 'utf8' })).toMatchObject({
        status: 0,
        stdout: 'ok 2 witnesses 2 changes of key\n',
      })
    })

    test('refuse another key, and a checkpoint with another root', async () => {
      expect(ask(otherSigner.vkey).status).toBe(1)
      const text = `${sampleSigner.name}\n${ENTRIES}\n${encodeBase64(new Uint8Array(32))}\n`
      await writeFile(join(log, 'checkpoint'), signNote(text, [sampleSigner]))
      expect(ask(sampleSigner.vkey)).toMatchObject({ status: 1 })
    })
  },
)
