import { PassThrough } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { FileWindow } from '../container/file-window.ts'
import { readDirectory } from '../container/read-container.ts'
import { fileFromBytes } from '../package/package-file.ts'
import { verifyPackage } from '../package/verify-package.ts'
import { writePackage } from '../package/write-package.ts'
import { sampleContent, sampleSigner } from './sample-log.ts'

const PACKAGE_BYTES = 65_536

/** A sealed package of exactly 64 KiB, so that all its 524,288 bits can be named in a sentence. */
export async function sealPackageToFlip(): Promise<Uint8Array> {
  const content = sampleContent(25, 1000)
  const seal = async (padding: number): Promise<Uint8Array> => {
    const stream = new PassThrough()
    const files = [...content.files, fileFromBytes('padding.txt', 'other', new Uint8Array(padding).fill(0x20))]
    const [bytes] = await Promise.all([buffer(stream), writePackage(stream, { ...content, files })])
    return bytes
  }
  // The padding's size is itself written in the manifest, with as many digits in both.
  const first = await seal(1000)
  const sealed = await seal(1000 + PACKAGE_BYTES - first.length)
  if (sealed.length !== PACKAGE_BYTES) throw new Error(`The package has ${sealed.length} bytes; adapt the padding.`)
  return sealed
}

/** Flips each bit alone and verifies; returns those that passed, or that were reported without file or byte. */
export async function findMissedFlips(sealed: Uint8Array, bits: Iterable<number>): Promise<number[]> {
  const placeOf = await nameBytes(sealed)
  const changed = new Uint8Array(sealed)
  const missed: number[] = []
  for (const bit of bits) {
    const at = bit >> 3
    const mask = 1 << (bit & 7)
    changed[at] = (changed[at] ?? 0) ^ mask
    const { ok, problems } = await verifyPackage(changed, { vkeys: [sampleSigner.vkey] })
    const place = placeOf(at)
    const isLocated = problems.some(({ where, problem }) => where === place || /\bbyte \d+/.test(problem))
    if (ok || !isLocated) missed.push(bit)
    changed[at] = (changed[at] ?? 0) ^ mask
  }
  return missed
}

/** Which file a byte belongs to, its header included; undefined for the directory. */
async function nameBytes(sealed: Uint8Array): Promise<(at: number) => string | undefined> {
  const files = await readDirectory(FileWindow.ofBytes(sealed))
  const end = (files.at(-1)?.dataOffset ?? 0) + (files.at(-1)?.size ?? 0)
  return (at) => (at >= end ? undefined : files.findLast(({ headerOffset }) => headerOffset <= at)?.name)
}
