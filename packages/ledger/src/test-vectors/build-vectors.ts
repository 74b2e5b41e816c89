import { PassThrough } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { canonicalize } from '../canonical-json/canonicalize.ts'
import type { JsonObject, JsonValue } from '../canonical-json/json-value.ts'
import { parseStrictJson } from '../canonical-json/parse-strict-json.ts'
import { signCheckpoint } from '../checkpoint/sign-checkpoint.ts'
import { encodeContainer } from '../container/write-container.ts'
import { encodeBase64 } from '../encoding/base64.ts'
import { decodeUtf8, encodeHex, encodeUtf8 } from '../encoding/bytes.ts'
import { sha256Hex } from '../encoding/digest.ts'
import { MerkleTree } from '../merkle/memory-tree.ts'
import { encodeSignerKey, signNote } from '../note/signer.ts'
import { layOutLog } from '../package/log-files.ts'
import { writePackage } from '../package/write-package.ts'
import { encodeReceipt } from '../receipt/receipt-text.ts'
import {
  otherSigner,
  SAMPLE_ORIGIN,
  SAMPLE_SEED,
  sampleContent,
  sampleEntry,
  sampleSigner,
} from '../testing/sample-log.ts'
import { encodeEntryBundle } from '../tiles/entry-bundle.ts'
import { encodeTilePath } from '../tiles/tile-path.ts'
import { buildCosignatureVectors } from './build-cosignature-vectors.ts'
import { buildRotationVectors } from './build-rotation-vectors.ts'

// Type aliases and not interfaces: only those are plain JSON to the compiler.
type CanonicalJsonVectors = {
  accepted: { input: string; canonical: string }[]
  refused: string[]
  refusedHex: string[]
}
type NoteVectors = {
  seedHex: string
  skey: string
  vkey: string
  text: string
  note: string
  alsoAccepted: string[]
  refused: string[]
}
type ReceiptVectors = {
  vkey: string
  entry: string
  receipt: string
  accepted: { origin: string; index: number; size: number; root: string }
  refused: { entry: string; receipt: string; vkey: string }[]
}
type PackageVectors = { vkey: string; entries: number; sha256: string; base64: string }

/** The language-neutral vectors by file name: inputs and what a correct implementation makes of them. */
export async function buildVectors(): Promise<Record<string, JsonValue>> {
  return {
    'canonical-json.json': buildCanonicalJsonVectors(),
    'container.json': await buildContainerVectors(),
    'cosignature.json': buildCosignatureVectors(),
    'merkle.json': await buildMerkleVectors(),
    'note.json': buildNoteVectors(),
    'receipt.json': await buildReceiptVectors(),
    'rotation.json': await buildRotationVectors(),
    'sealed-package.json': await buildPackageVectors(),
    'tiles.json': await buildTilesVectors(),
  }
}

export function buildCanonicalJsonVectors(): CanonicalJsonVectors {
  const accepted = [
    '{"b":[1.0,-0,1e21,1E-7,0.1],"a":null}',
    String.raw`{"\u20ac":"Euro","\r":"CR","\ufb33":"Dalet","1":"One","\ud83d\ude00":"Smile","\u0080":"Control","\u00f6":"o"}`,
    String.raw`["\u0000\u0008\t\n\f\r\"\\\/\u007f\u2028"]`,
    '  [ ]  ',
  ]
  const refused = [
    '{"a":1,"a":1}',
    String.raw`{"a":1,"\u0061":1}`,
    String.raw`"\ud800"`,
    '1e400',
    '[1,]',
    '\ufeff1',
    '01',
    '',
  ]
  return {
    accepted: accepted.map((input) => ({ input, canonical: canonicalize(parseStrictJson(encodeUtf8(input))) })),
    refused,
    refusedHex: ['22ff22', 'c0'],
  }
}

async function buildMerkleVectors(): Promise<JsonObject> {
  const entries = ['', '00', '10', '2021', '3031', '40414243', '5051525354555657', '606162636465666768696a6b6c6d6e6f']
  const tree = new MerkleTree()
  for (const entry of entries) tree.append(Buffer.from(entry, 'hex'))
  const sizes = Array.from({ length: entries.length + 1 }, (_, size) => size)
  const inclusion: JsonValue[] = []
  const consistency: JsonValue[] = []
  for (const size of sizes) {
    for (const smaller of sizes.slice(0, size)) {
      const proof = await tree.inclusionProof(smaller, size)
      inclusion.push({ index: smaller, size, proof: proof.map(encodeHex) })
    }
    for (const oldSize of sizes.slice(0, size + 1)) {
      const proof = await tree.consistencyProof(oldSize, size)
      consistency.push({ oldSize, newSize: size, proof: proof.map(encodeHex) })
    }
  }
  return {
    entries,
    leafHashes: entries.map((_, index) => encodeHex(tree.readNode(0, index))),
    roots: sizes.map((size) => encodeHex(tree.root(size))),
    inclusion,
    consistency,
  }
}

async function buildTilesVectors(): Promise<JsonObject> {
  const addresses = [
    { level: 0, index: 0, width: 256 },
    { level: 0, index: 1_234_067, width: 256 },
    { level: 1, index: 999, width: 7 },
    { level: 2, index: 1000, width: 255 },
    { level: 'entries' as const, index: 0, width: 1 },
  ]
  const log = await layOutLog(Array.from({ length: 300 }, (_, index) => sampleEntry(index)))
  return {
    paths: addresses.map((address) => ({ ...address, path: encodeTilePath(address) })),
    bundle: {
      entriesHex: ['', '00', 'ffff'],
      hex: encodeHex(encodeEntryBundle([new Uint8Array(), Uint8Array.of(0), Uint8Array.of(255, 255)])),
    },
    log: {
      size: log.size,
      root: encodeHex(log.root),
      files: log.files.map(({ name, size, sha256 }) => ({ name, size, sha256 })),
    },
  }
}

export function buildNoteVectors(): NoteVectors {
  const text = `${SAMPLE_ORIGIN}\nA line.\n\nAnother after an empty one.\n`
  const note = decodeUtf8(signNote(text, [sampleSigner]), 'The note')
  return {
    seedHex: encodeHex(SAMPLE_SEED),
    skey: encodeSignerKey(SAMPLE_SEED, SAMPLE_ORIGIN),
    vkey: sampleSigner.vkey,
    text,
    note,
    alsoAccepted: [decodeUtf8(signNote(text, [otherSigner, sampleSigner]), 'The note')],
    refused: [
      note.replace('A line', 'A  line'),
      note.replace('\u2014', '-'),
      note.slice(0, -1),
      note.replace('=\n', '\n'),
      text,
      decodeUtf8(signNote(text, [otherSigner]), 'The note'),
    ],
  }
}

export async function buildReceiptVectors(): Promise<ReceiptVectors> {
  const tree = new MerkleTree()
  for (let index = 0; index < 11; index += 1) tree.append(sampleEntry(index))
  const checkpoint = signCheckpoint({ origin: SAMPLE_ORIGIN, size: tree.size, root: tree.root(), extensions: [] }, [
    sampleSigner,
  ])
  const receipt = decodeUtf8(
    encodeReceipt({ index: 6, proof: await tree.inclusionProof(6), checkpoint }),
    'The receipt',
  )
  const entry = decodeUtf8(sampleEntry(6), 'The entry')
  return {
    vkey: sampleSigner.vkey,
    entry,
    receipt,
    accepted: { origin: SAMPLE_ORIGIN, index: 6, size: tree.size, root: encodeHex(tree.root()) },
    refused: [
      { entry: entry.replace('"index":6', '"index":7'), receipt, vkey: sampleSigner.vkey },
      { entry, receipt: receipt.replace('index 6', 'index 7'), vkey: sampleSigner.vkey },
      { entry, receipt: receipt.replace('index 6', 'index 06'), vkey: sampleSigner.vkey },
      { entry, receipt: receipt.replace('\n11\n', '\n12\n'), vkey: sampleSigner.vkey },
      { entry, receipt, vkey: otherSigner.vkey },
    ],
  }
}

async function buildContainerVectors(): Promise<JsonObject> {
  const files = [
    { name: 'a.txt', text: 'hello' },
    { name: 'b/\u00e9.txt', text: '' },
  ]
  const sources = files.map(({ name, text }) => {
    const bytes = encodeUtf8(text)
    return { name, size: bytes.length, sha256: sha256Hex(bytes), open: () => [bytes] }
  })
  return { files, hex: encodeHex(await buffer(encodeContainer(sources))) }
}

export async function buildPackageVectors(): Promise<PackageVectors> {
  const stream = new PassThrough()
  const [bytes] = await Promise.all([buffer(stream), writePackage(stream, sampleContent(2, 64))])
  return { vkey: sampleSigner.vkey, entries: 2, sha256: sha256Hex(bytes), base64: encodeBase64(bytes) }
}
