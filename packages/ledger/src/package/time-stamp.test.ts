import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { PassThrough } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { afterAll, expect, test } from 'vitest'
import { signCheckpoint } from '../checkpoint/sign-checkpoint.ts'
import { encodeUtf8 } from '../encoding/bytes.ts'
import { sha256Hex } from '../encoding/digest.ts'
import { LedgerError } from '../ledger-error.ts'
import { MerkleTree } from '../merkle/memory-tree.ts'
import { signNote } from '../note/signer.ts'
import { repack, unpack } from '../testing/repack.ts'
import { SAMPLE_ORIGIN, sampleContent, sampleEntry, sampleSigner } from '../testing/sample-log.ts'
import { makeTemporaryFolder } from '../testing/temporary-folder.ts'
import { MANIFEST_FILE, SEAL_FILE, TIME_STAMP_FILE } from './layout.ts'
import { encodeManifest, parseManifest } from './manifest.ts'
import { fileFromBytes } from './package-file.ts'
import { encodeSeal } from './seal.ts'
import type { JudgeTimeStamp, TimeStampVerdict } from './time-stamp.ts'
import { verifyPackage } from './verify-package.ts'
import { writePackage } from './write-package.ts'

const folder = makeTemporaryFolder(afterAll)
const tree = new MerkleTree()
for (let index = 0; index < 3; index += 1) tree.append(sampleEntry(index))
const head = { origin: SAMPLE_ORIGIN, size: tree.size, root: tree.root(), extensions: [] }
const checkpoint = signCheckpoint(head, [sampleSigner])
// What a stamp is made of is for the judge; all that is looked at here is whether it names the checkpoint.
const stamp = Buffer.concat([encodeUtf8('stamped: '), Buffer.from(sha256Hex(checkpoint), 'hex')])
const verdict: TimeStampVerdict = { time: '2026-10-31T12:00:00.000Z', authority: 'CN=tsa', isTrusted: true }

async function seal(timeStamp?: Uint8Array): Promise<Uint8Array> {
  const stream = new PassThrough()
  const content = { ...sampleContent(3), checkpoint, ...(timeStamp === undefined ? {} : { timeStamp }) }
  const [bytes] = await Promise.all([buffer(stream), writePackage(stream, content)])
  return bytes
}

test('a package carries the time stamp of its checkpoint to whoever judges it, with just the bytes stamped', async () => {
  const asked: Uint8Array[] = []
  const judgeTimeStamp: JudgeTimeStamp = async (...given) => {
    asked.push(...given)
    return verdict
  }
  const report = await verifyPackage(await seal(stamp), { judgeTimeStamp, requireTimeStamp: true })
  expect(report).toMatchObject({ ok: true, checked: { timeStamp: verdict } })
  expect(asked.map((bytes) => Buffer.from(bytes))).toEqual([stamp, Buffer.from(checkpoint)])
})

test('a time stamp that nobody judges is not called verified', async () => {
  const { ok, checked } = await verifyPackage(await seal(stamp))
  expect({ ok, timeStamp: checked.timeStamp }).toEqual({ ok: true, timeStamp: null })
  expect((await verifyPackage(await seal())).checked).not.toHaveProperty('timeStamp')
})

test('what the judge refuses, and a missing stamp that is relied upon, is a problem at its place', async () => {
  const judgeTimeStamp: JudgeTimeStamp = async () => {
    throw new LedgerError('time-stamp-invalid', 'The time stamp was changed.')
  }
  const where = 'log/checkpoint.tsr'
  const refused = await verifyPackage(await seal(stamp), { judgeTimeStamp })
  expect(refused.problems).toEqual([{ where, problem: 'The time stamp was changed.' }])
  const missing = await verifyPackage(await seal(), { judgeTimeStamp, requireTimeStamp: true })
  expect(missing.problems).toEqual([{ where, problem: expect.stringContaining('is missing') }])
})

test('a stamp of other bytes is not packed, and not believed when the log\u2019s own key sealed it', async () => {
  await expect(seal(encodeUtf8('stamped: something else'))).rejects.toThrow('other bytes than the checkpoint')
  const other = signCheckpoint({ ...head, extensions: ['another'] }, [sampleSigner])
  const content = { ...sampleContent(3), checkpoint: other, timeStamp: stamp }
  await expect(writePackage(new PassThrough(), content)).rejects.toThrow('other bytes than the checkpoint')

  const path = join(folder, 'resealed.zip')
  await writeFile(path, await seal(stamp))
  const files = await unpack(path)
  files.set(TIME_STAMP_FILE, encodeUtf8('stamped: something else'))
  const before = parseManifest(files.get(MANIFEST_FILE) ?? new Uint8Array())
  const listed = before.files.map(({ name, role }) => fileFromBytes(name, role, files.get(name) ?? new Uint8Array()))
  const manifest = encodeManifest({ ...before, files: listed })
  files.set(MANIFEST_FILE, manifest)
  files.set(SEAL_FILE, signNote(encodeSeal({ ...head, manifestSha256: sha256Hex(manifest) }), [sampleSigner]))
  await repack(path, files)
  const { problems } = await verifyPackage(path, { judgeTimeStamp: async () => verdict })
  expect(problems).toEqual([{ where: TIME_STAMP_FILE, problem: expect.stringContaining('is of other bytes') }])
})
