import { join } from 'node:path'
import { afterAll, afterEach, beforeEach, describe, expect, test } from 'vitest'
import { openCheckpoint } from '../checkpoint/checkpoint.ts'
import { signCheckpoint } from '../checkpoint/sign-checkpoint.ts'
import { decodeUtf8, encodeUtf8 } from '../encoding/bytes.ts'
import { MerkleTree } from '../merkle/memory-tree.ts'
import { appendSignatures } from '../note/note-text.ts'
import { createSigner, type Signer } from '../note/signer.ts'
import { parseVerifierKeys, parseWitnessKey } from '../note/verifier-key.ts'
import { otherSigner, SAMPLE_ORIGIN, SAMPLE_SEED, sampleEntry, sampleSigner } from '../testing/sample-log.ts'
import { makeTemporaryFolder } from '../testing/temporary-folder.ts'
import { WitnessServer } from '../testing/witness-server.ts'
import { cosignCheckpoint, createWitnessSigner } from './cosign.ts'
import { openCosignatures } from './cosignature.ts'
import { gatherCosignatures } from './gather-cosignatures.ts'
import { meetsPolicy } from './policy.ts'
import {
  encodeAddCheckpoint,
  type PostToWitness,
  requestCosignature,
  type WitnessAnswer,
} from './request-cosignature.ts'

const folder = makeTemporaryFolder(afterAll)
const seed = (byte: number): Uint8Array => new Uint8Array(32).fill(byte)
const w1 = createWitnessSigner(seed(1), 'witness.example/w1')
const w2 = createWitnessSigner(seed(2), 'witness.example/w2')
const w3 = createWitnessSigner(seed(3), 'witness.example/w3')
const NOW = 1_790_000_000

const tree = new MerkleTree()
for (let index = 0; index < 50; index += 1) tree.append(sampleEntry(index))
const forked = new MerkleTree()
for (let index = 0; index < 50; index += 1) forked.append(sampleEntry(index === 12 ? 99 : index))

function checkpointAt(size: number, of = tree, signer: Signer = sampleSigner): Uint8Array {
  return signCheckpoint({ origin: SAMPLE_ORIGIN, size, root: of.root(size), extensions: [] }, [signer])
}

const post: PostToWitness = async (url, body) => {
  const response = await fetch(url, { method: 'POST', body: new Uint8Array(body) })
  return {
    status: response.status,
    contentType: response.headers.get('content-type'),
    body: new Uint8Array(await response.arrayBuffer()),
  }
}

describe('a cosignature', () => {
  test('covers the time and the whole checkpoint, and is counted once for each witness', async () => {
    const checkpoint = checkpointAt(20)
    const lines = [w1, w1, w2].map((witness) => cosignCheckpoint(checkpoint, witness, NOW))
    const cosigned = appendSignatures(checkpoint, lines)
    const policy = { witnesses: [w1, w2, w3].map(({ vkey }) => ({ vkey })), quorum: 2 }
    expect(await meetsPolicy(cosigned, policy)).toEqual({
      met: true,
      quorum: 2,
      cosignedBy: [w1, w2].map(({ name, keyId }) => ({ name, keyId, timestamp: NOW })),
    })
    expect((await meetsPolicy(cosigned, { ...policy, quorum: 3 })).met).toBe(false)
    expect((await meetsPolicy(checkpoint, { ...policy, quorum: 1 })).met).toBe(false)
    // The log's own verifiers pass over cosignatures.
    expect((await openCheckpoint(cosigned, await parseVerifierKeys([sampleSigner.vkey]))).size).toBe(20)
  })

  test('moved to another checkpoint or another time does not verify', async () => {
    const line = cosignCheckpoint(checkpointAt(20), w1, NOW)
    const key = await parseWitnessKey(w1.vkey)
    const moved = appendSignatures(checkpointAt(21), [line])
    await expect(openCosignatures(moved, [key])).rejects.toThrow('does not match')
    const later = new Uint8Array(line.signature)
    later[7] = (later[7] ?? 0) ^ 1
    const redated = appendSignatures(checkpointAt(20), [{ ...line, signature: later }])
    await expect(openCosignatures(redated, [key])).rejects.toThrow('does not match')
  })

  test('by the key type of a log, or a log\u2019s signature by that of a witness, does not pass', async () => {
    await expect(parseWitnessKey(sampleSigner.vkey)).rejects.toThrow('type 0x04')
    await expect(parseVerifierKeys([w1.vkey])).rejects.toThrow('type 0x01')
    expect(createSigner(SAMPLE_SEED, 'x').keyId).not.toBe(createWitnessSigner(SAMPLE_SEED, 'x').keyId)
  })
})

test.each([
  ['no witness at all', [], 1],
  ['more than there are', [w1], 2],
  ['none of them', [w1], 0],
  ['one key under two names', [w1, createWitnessSigner(seed(1), 'witness.example/again')], 2],
])('a policy is refused that asks for %s', async (_, witnesses, quorum) => {
  const policy = { witnesses: witnesses.map(({ vkey }) => ({ vkey })), quorum }
  await expect(meetsPolicy(checkpointAt(1), policy)).rejects.toThrow('witness policy')
})

describe('a witness', () => {
  const stateFile = join(folder, 'state.json')
  const logs = new Map([[SAMPLE_ORIGIN, [sampleSigner.vkey]]])
  let server: WitnessServer

  beforeEach(async () => {
    const { rm } = await import('node:fs/promises')
    await rm(stateFile, { force: true })
    server = await WitnessServer.start({ signer: w1, logs, stateFile, now: () => NOW })
  })
  afterEach(async () => server.stop())

  async function ask(size: number, oldSize: number, of = tree, signer = sampleSigner): Promise<WitnessAnswer> {
    return requestCosignature({
      witness: await parseWitnessKey(w1.vkey),
      url: server.url,
      checkpoint: checkpointAt(size, of, signer),
      oldSize,
      proveConsistency: async (from, to) => of.consistencyProof(from, to),
      post,
    })
  }

  test('cosigns a log as it grows, also from one who does not know what it saw last', async () => {
    for (const [size, oldSize] of [
      [7, 0],
      [7, 7],
      [20, 7],
      [21, 0],
      [50, 3],
    ] as const) {
      const answer = await ask(size, oldSize)
      expect(answer).toMatchObject({ ok: true, cosignature: { timestamp: NOW } })
    }
  })

  test('remembers over a restart: a shorter log is a rollback, another of the same size a split view', async () => {
    expect((await ask(20, 0)).ok).toBe(true)
    await server.stop()
    server = await WitnessServer.start({ signer: w1, logs, stateFile })
    expect(await ask(19, 0)).toMatchObject({
      reason: 'rollback',
      problem: expect.stringContaining('ROLLBACK DETECTED'),
    })
    expect(await ask(20, 20, forked)).toMatchObject({
      reason: 'split-view',
      problem: expect.stringContaining('SPLIT VIEW'),
    })
    expect(await ask(20, 0, forked)).toMatchObject({ reason: 'split-view' })
    expect(await ask(40, 20, forked)).toMatchObject({ reason: 'proof-refused' })
    expect((await ask(40, 20)).ok).toBe(true)
  })

  test('refuses another key, an unknown log and a malformed request, and says so by status', async () => {
    expect(await ask(5, 0, tree, otherSigner)).toMatchObject({ reason: 'signature-refused' })
    const stranger = createSigner(SAMPLE_SEED, 'log.example/unknown')
    const head = { origin: stranger.name, size: 5, root: tree.root(5), extensions: [] }
    const unknown = encodeAddCheckpoint(0, [], signCheckpoint(head, [stranger]))
    const statusOf = async (body: Uint8Array) => (await post(`${server.url}/add-checkpoint`, body)).status
    expect(await statusOf(unknown)).toBe(404)
    expect(await statusOf(encodeUtf8('old 0\n'))).toBe(400)
    expect(await statusOf(encodeAddCheckpoint(9, [], checkpointAt(5)))).toBe(400)
  })

  test('that cannot be reached, or answers nonsense, costs one answer and no exception', async () => {
    const witness = await parseWitnessKey(w1.vkey)
    const answers: PostToWitness[] = [
      async () => Promise.reject(new Error('refused')),
      async () => ({ status: 500, contentType: null, body: new Uint8Array() }),
      async () => ({ status: 409, contentType: 'text/html', body: encodeUtf8('5\n') }),
      async () => ({ status: 409, contentType: 'text/x.tlog.size', body: encodeUtf8('5\n') }),
      async () => ({ status: 409, contentType: 'text/x.tlog.size', body: encodeUtf8('-5\n') }),
      async () => ({ status: 200, contentType: null, body: encodeUtf8('hello') }),
      async () => ({ status: 200, contentType: null, body: new Uint8Array() }),
      async () => ({ status: 200, contentType: null, body: encodeUtf8('\u2014 someone.else AAAAAAAA\n') }),
    ]
    const reasons = []
    for (const broken of answers) {
      const proveConsistency = async (from: number, to: number) => tree.consistencyProof(from, to)
      const request = {
        witness,
        url: 'http://w',
        checkpoint: checkpointAt(9),
        oldSize: 0,
        proveConsistency,
        post: broken,
      }
      const answer = await requestCosignature(request)
      reasons.push(answer.ok ? 'ok' : answer.reason)
    }
    expect(reasons).toEqual(['unreachable', ...Array.from({ length: 7 }, () => 'answer-malformed')])
  })

  test('is one of a quorum: the checkpoint is complete when enough have answered', async () => {
    const checkpoint = checkpointAt(33)
    const second = await WitnessServer.start({ signer: w2, logs, stateFile: join(folder, 'second.json') })
    try {
      const witnesses = [
        { vkey: w1.vkey, url: server.url },
        { vkey: w2.vkey, url: `${second.url}/` },
        { vkey: w3.vkey, url: 'http://127.0.0.1:1' },
      ]
      const request = {
        checkpoint,
        oldSizes: new Map<string, number>(),
        proveConsistency: async (from: number, to: number) => tree.consistencyProof(from, to),
        post,
      }
      const gathered = await gatherCosignatures({ ...request, policy: { witnesses, quorum: 2 } })
      expect(gathered.verdict).toMatchObject({ met: true })
      expect(gathered.answers.map(({ answer }) => answer.ok)).toEqual([true, true, false])
      expect(decodeUtf8(gathered.checkpoint, 'x')).toContain(decodeUtf8(checkpoint, 'x'))
      expect((await gatherCosignatures({ ...request, policy: { witnesses, quorum: 3 } })).verdict.met).toBe(false)
    } finally {
      await second.stop()
    }
  })
})
