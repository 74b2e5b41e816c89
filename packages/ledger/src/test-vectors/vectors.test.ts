import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { parseStrictJson } from '../canonical-json/parse-strict-json.ts'
import { decodeBase64 } from '../encoding/base64.ts'
import { openCheckpoint } from '../checkpoint/checkpoint.ts'
import { encodeHex, encodeUtf8 } from '../encoding/bytes.ts'
import { openNote } from '../note/open-note.ts'
import { parseVerifierKeys, parseWitnessKey } from '../note/verifier-key.ts'
import { verifyPackage } from '../package/verify-package.ts'
import { verifyReceipt } from '../receipt/verify-receipt.ts'
import { followRotations } from '../rotation/follow-rotations.ts'
import { openCosignatures } from '../witness/cosignature.ts'
import { meetsPolicy, type WitnessPolicy } from '../witness/policy.ts'
import { buildCosignatureVectors } from './build-cosignature-vectors.ts'
import { buildRotationVectors } from './build-rotation-vectors.ts'
import { makeTemporaryFolder } from '../testing/temporary-folder.ts'
import {
  buildCanonicalJsonVectors,
  buildNoteVectors,
  buildPackageVectors,
  buildReceiptVectors,
  buildVectors,
} from './build-vectors.ts'

const folder = new URL('../../vectors/', import.meta.url)
const vectors = await buildVectors()
const temporary = makeTemporaryFolder(afterAll)

test.each(Object.entries(vectors))('the published vectors %s are what this package makes', async (name, made) => {
  const published: unknown = JSON.parse(await readFile(new URL(name, folder), 'utf8'))
  expect(published).toEqual(made)
})

test('no vectors are published that nothing checks', async () => {
  const files = (await readdir(folder)).filter((name) => name.endsWith('.json'))
  expect(files.toSorted((left, right) => (left < right ? -1 : 1))).toEqual(Object.keys(vectors))
})

const asPolicy = (vkeys: readonly string[], quorum: number): WitnessPolicy => ({
  witnesses: vkeys.map((vkey) => ({ vkey })),
  quorum,
})

describe('this package agrees with its vectors', () => {
  test('on what JSON to refuse', () => {
    const { refused, refusedHex } = buildCanonicalJsonVectors()
    const bytes = [...refused.map(encodeUtf8), ...refusedHex.map((hex) => Uint8Array.from(Buffer.from(hex, 'hex')))]
    for (const json of bytes) expect(() => parseStrictJson(json)).toThrow('JSON')
  })

  test('on what notes to open', async () => {
    const { vkey, text, note, alsoAccepted, refused } = buildNoteVectors()
    const keys = await parseVerifierKeys([vkey])
    for (const accepted of [note, ...alsoAccepted]) expect((await openNote(encodeUtf8(accepted), keys)).text).toBe(text)
    for (const other of refused)
      await expect(openNote(encodeUtf8(other), keys), other).rejects.toThrow(/note|signature/)
  })

  test('on what receipts to believe', async () => {
    const { vkey, entry, receipt, accepted, refused } = await buildReceiptVectors()
    const verify = async (claim: { vkey: string; entry: string; receipt: string }): ReturnType<typeof verifyReceipt> =>
      verifyReceipt({ receipt: encodeUtf8(claim.receipt), leaf: encodeUtf8(claim.entry), vkeys: [claim.vkey] })
    const { root, ...rest } = accepted
    expect(await verify({ vkey, entry, receipt })).toMatchObject({
      ok: true,
      ...rest,
      root: new Uint8Array(Buffer.from(root, 'hex')),
    })
    for (const claim of refused) expect(await verify(claim)).toMatchObject({ ok: false })
  })

  test('on cosignatures, policies and what they make of a checkpoint', async () => {
    const { policies, refusedPolicies, refusedCheckpoints, witnesses, cosigned } = buildCosignatureVectors()
    for (const { vkeys, quorum, checkpoint, cosignedBy, met } of policies) {
      const verdict = await meetsPolicy(encodeUtf8(checkpoint), asPolicy(vkeys, quorum))
      expect(verdict).toMatchObject({ met, cosignedBy: cosignedBy.map((name) => ({ name })) })
    }
    for (const { vkeys, quorum } of refusedPolicies)
      await expect(meetsPolicy(encodeUtf8(cosigned), asPolicy(vkeys, quorum))).rejects.toThrow(/policy|key/)
    for (const { vkeys, checkpoint } of refusedCheckpoints)
      await expect(meetsPolicy(encodeUtf8(checkpoint), asPolicy(vkeys, 1))).rejects.toThrow('does not match')
    const keys = await Promise.all(witnesses.map(async ({ vkey }) => parseWitnessKey(vkey)))
    const found = await openCosignatures(encodeUtf8(cosigned), keys)
    expect(found.map(({ timestamp }) => timestamp)).toEqual(witnesses.map(({ timestamp }) => timestamp))
  })

  test('on changes of key, and whose checkpoints they leave trusted', async () => {
    const { trusted, rotations, checkpoints, refused } = await buildRotationVectors()
    const keys = await parseVerifierKeys([trusted])
    const decode = (proofs: typeof rotations) =>
      proofs.map(({ entry, receipt }) => ({ entry: encodeUtf8(entry), receipt: encodeUtf8(receipt) }))
    const { keysAt } = await followRotations(keys, decode(rotations))
    for (const { size, root, accepted, refused: strangers } of checkpoints) {
      for (const note of accepted)
        expect(encodeHex((await openCheckpoint(encodeUtf8(note), keysAt(size))).root)).toBe(root)
      for (const note of strangers) await expect(openCheckpoint(encodeUtf8(note), keysAt(size))).rejects.toThrow('key')
    }
    for (const proofs of refused) await expect(followRotations(keys, decode(proofs))).rejects.toThrow(/key|signed/)
  })

  test('on the sealed package', async () => {
    const { vkey, entries, base64 } = await buildPackageVectors()
    const path = join(temporary, 'package.zip')
    await writeFile(path, decodeBase64(base64))
    expect(await verifyPackage(path, { vkeys: [vkey] })).toMatchObject({ ok: true, checked: { entries } })
  })
})
