import { PassThrough } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { beforeAll, describe, expect, test } from 'vitest'
import { signCheckpoint } from '../checkpoint/sign-checkpoint.ts'
import { encodeUtf8 } from '../encoding/bytes.ts'
import { EMPTY_ROOT } from '../merkle/hash.ts'
import { MerkleTree } from '../merkle/memory-tree.ts'
import { createSigner, type Signer } from '../note/signer.ts'
import {
  otherSigner,
  SAMPLE_ORIGIN,
  SAMPLE_SEED,
  sampleContent,
  sampleEntry,
  sampleSigner,
} from '../testing/sample-log.ts'
import { verifyPackage } from './verify-package.ts'
import { writePackage } from './write-package.ts'

const vkeys = [sampleSigner.vkey]
const ENTRIES = 300
let sealed: Uint8Array
let tree: MerkleTree

beforeAll(async () => {
  const stream = new PassThrough()
  const [bytes] = await Promise.all([buffer(stream), writePackage(stream, sampleContent(ENTRIES))])
  sealed = bytes
  tree = new MerkleTree()
  for (let index = 0; index < ENTRIES + 5; index += 1) tree.append(sampleEntry(index))
})

function signSeen(size: number, root = tree.root(size), signer: Signer = sampleSigner): Uint8Array {
  return signCheckpoint({ origin: signer.name, size, root, extensions: [] }, [signer])
}

async function problemsOf(...seen: Uint8Array[]): Promise<string[]> {
  const { ok, problems } = await verifyPackage(sealed, { vkeys, seen })
  expect(ok).toBe(problems.length === 0)
  return problems.map(({ where, problem }) => `${where}: ${problem}`)
}

describe('a package held against checkpoints seen elsewhere', () => {
  test('passes when its log extends all of them, whatever their sizes', async () => {
    const sizes = [0, 1, 2, 255, 256, 257, 299, 300]
    const seen = sizes.map((size) => signSeen(size, size === 0 ? EMPTY_ROOT : tree.root(size)))
    const report = await verifyPackage(sealed, { vkeys, seen })
    expect([report.problems, report.checked.seenCheckpoints]).toEqual([[], sizes.length])
  })

  test('shows a rollback when its log is shorter, although every signature in it is valid', async () => {
    expect(await problemsOf(signSeen(ENTRIES + 1))).toEqual([
      'seen checkpoint 1: ROLLBACK DETECTED: the log had 301 entries when it was seen and has 300 now',
    ])
  })

  test.each([ENTRIES, 256, 7, 1, 0])('shows a split view when its first %i entries had another root', async (size) => {
    const [found, ...more] = await problemsOf(signSeen(2), signSeen(size, new Uint8Array(32).fill(7)))
    expect(found).toContain(`seen checkpoint 2: SPLIT VIEW: the first ${size} entries had the root `)
    expect(more).toEqual([])
  })

  test('does not pass by a checkpoint of another key, of another log, or by bytes that are none', async () => {
    expect((await problemsOf(signSeen(5, tree.root(5), otherSigner)))[0]).toContain('No known key signed')
    expect((await problemsOf(encodeUtf8('hello')))[0]).toContain('seen checkpoint 1: it cannot be compared')
    const other = createSigner(SAMPLE_SEED, 'log.example/other')
    const report = await verifyPackage(sealed, {
      vkeys: [sampleSigner.vkey, other.vkey],
      seen: [signSeen(5, tree.root(5), other)],
    })
    expect(report.problems).toEqual([
      { where: 'seen checkpoint 1', problem: `it is of the log "log.example/other", not of "${SAMPLE_ORIGIN}"` },
    ])
  })

  test('without a pinned key is judged by its own, so that a forger\u2019s package does not match what was seen', async () => {
    expect((await verifyPackage(sealed, { seen: [signSeen(40)] })).ok).toBe(true)
    const stream = new PassThrough()
    const forged = { ...sampleContent(ENTRIES), signer: otherSigner }
    const [bytes] = await Promise.all([buffer(stream), writePackage(stream, forged)])
    expect((await verifyPackage(bytes)).ok).toBe(true)
    expect((await verifyPackage(bytes, { seen: [signSeen(40)] })).ok).toBe(false)
  })
})
