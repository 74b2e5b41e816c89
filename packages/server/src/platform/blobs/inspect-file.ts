import { createGunzip } from 'node:zlib'
import { EvidentiaError } from '@evidentia/core'
import type { StagedBlob } from './staging.ts'

const expandedLimit = 1024 * 1024 * 1024
const ratioLimit = 100
/** Below this an extreme ratio harms nobody: a megabyte of zeros packs to a kilobyte. */
const harmlessSize = 10 * 1024 * 1024
const archiveEntries = 10_000
const endRecordSize = 22

const refusedExtensions = /\.(exe|dll|com|scr|msi|bat|cmd|ps1|vbs|js|mjs|jar|sh|app|dmg|deb|rpm|apk)$/i

/**
 * Refuses what is never evidence (programs) and what would harm whoever opens it (archives that expand without measure).
 * An archive is kept as it is and never unpacked here.
 */
export async function inspectFile(staged: StagedBlob, name: string): Promise<void> {
  if (staged.size === 0) {
    throw new EvidentiaError('empty-file', `${name} has no content (0 bytes).`, {
      place: { file: name },
      remedy: 'Export it again and send the new file.',
    })
  }
  if (refusedExtensions.test(name) || isProgram(staged.head)) {
    throw new EvidentiaError(
      'unsupported-media',
      `${name} is a program or script, which is not accepted as evidence.`,
      {
        place: { file: name },
        remedy: 'Send what it produced: a report, an export, a screenshot.',
      },
    )
  }
  if (startsWith(staged.head, [0x50, 0x4b, 0x03, 0x04]) || startsWith(staged.head, [0x50, 0x4b, 0x05, 0x06]))
    await inspectZip(staged, name)
  if (startsWith(staged.head, [0x1f, 0x8b])) await inspectGzip(staged, name)
}

/** The type told by content where it is certain, else by the name; never what the sender claims. */
export function judgeMediaType(head: Uint8Array, name: string): string {
  if (startsWith(head, [0x25, 0x50, 0x44, 0x46])) return 'application/pdf'
  if (startsWith(head, [0x89, 0x50, 0x4e, 0x47])) return 'image/png'
  if (startsWith(head, [0xff, 0xd8, 0xff])) return 'image/jpeg'
  if (startsWith(head, [0x1f, 0x8b])) return 'application/gzip'
  if (startsWith(head, [0x50, 0x4b, 0x03, 0x04])) return 'application/zip'
  const extension = /\.([a-z0-9]{1,8})$/i.exec(name)?.[1]?.toLowerCase() ?? ''
  return mediaTypes.get(extension) ?? 'application/octet-stream'
}

const mediaTypes = new Map([
  ['csv', 'text/csv'],
  ['json', 'application/json'],
  ['ndjson', 'application/x-ndjson'],
  ['txt', 'text/plain'],
  ['log', 'text/plain'],
  ['md', 'text/markdown'],
  ['yaml', 'application/yaml'],
  ['yml', 'application/yaml'],
  ['xml', 'application/xml'],
  ['html', 'text/html'],
  ['svg', 'image/svg+xml'],
  ['eml', 'message/rfc822'],
])

function isProgram(head: Uint8Array): boolean {
  return (
    startsWith(head, [0x7f, 0x45, 0x4c, 0x46]) || // ELF
    isPortableExecutable(head) ||
    startsWith(head, [0xcf, 0xfa, 0xed, 0xfe]) || // Mach-O, 64 bit
    startsWith(head, [0xce, 0xfa, 0xed, 0xfe]) ||
    startsWith(head, [0xca, 0xfe, 0xba, 0xbe]) || // Mach-O universal, Java class
    startsWith(head, [0x23, 0x21]) // #!
  )
}

// "MZ" alone could begin a text; the header it points to must be there.
function isPortableExecutable(head: Uint8Array): boolean {
  if (!startsWith(head, [0x4d, 0x5a]) || head.length < 64) return false
  const at = Buffer.from(head).readUInt32LE(60)
  return startsWith(head.subarray(at), [0x50, 0x45, 0, 0])
}

/** Adds up what the central directory says will come out. It is what unpackers believe, and a lie in it makes them stop. */
async function inspectZip(staged: StagedBlob, name: string): Promise<void> {
  const tailSize = Math.min(staged.size, 65_535 + endRecordSize)
  const tail = await staged.readAt(staged.size - tailSize, tailSize)
  const end = tail.lastIndexOf(Buffer.from([0x50, 0x4b, 0x05, 0x06]))
  if (end === -1 || end + endRecordSize > tailSize) throw damaged(name)
  const count = tail.readUInt16LE(end + 10)
  const size = tail.readUInt32LE(end + 12)
  const offset = tail.readUInt32LE(end + 16)
  if (count > archiveEntries || count === 0xffff) throw bomb(name, `holds more than ${archiveEntries} files`)
  if (offset + size > staged.size) throw damaged(name)
  judgeExpansion(expandedSize(await staged.readAt(offset, size), count, name), staged.size, name)
}

function expandedSize(directory: Buffer, count: number, name: string): number {
  let total = 0
  let at = 0
  const seen = new Set<number>()
  for (let entry = 0; entry < count; entry += 1) {
    if (at + 46 > directory.length || directory.readUInt32LE(at) !== 0x02014b50) throw damaged(name)
    total += directory.readUInt32LE(at + 24)
    const local = directory.readUInt32LE(at + 42)
    // Overlapping entries are how a small archive expands to petabytes without nesting.
    if (seen.has(local) && local !== 0xffff_ffff) throw bomb(name, 'holds files that share the same bytes')
    seen.add(local)
    const nameLength = directory.readUInt16LE(at + 28)
    const inner = directory.toString('latin1', at + 46, at + 46 + nameLength)
    if (/\.(zip|gz|tgz|bz2|xz|7z|rar)$/i.test(inner)) throw bomb(name, `holds another archive, ${inner.slice(0, 80)}`)
    at += 46 + nameLength + directory.readUInt16LE(at + 30) + directory.readUInt16LE(at + 32)
  }
  return total
}

/** A gzip file tells its size modulo 4 GiB only, so it is inflated, into nothing, until it ends or is too much. */
async function inspectGzip(staged: StagedBlob, name: string): Promise<void> {
  const gunzip = createGunzip()
  const feeding = (async () => {
    for await (const chunk of staged.read())
      if (!gunzip.write(chunk)) await new Promise((done) => gunzip.once('drain', done))
    gunzip.end()
  })()
  let total = 0
  try {
    for await (const chunk of gunzip) {
      total += (chunk as Uint8Array).length
      judgeExpansion(total, staged.size, name)
    }
    await feeding
  } catch (error) {
    feeding.catch(() => undefined)
    if (error instanceof EvidentiaError) throw error
    throw damaged(name, error)
  } finally {
    gunzip.destroy()
  }
}

function judgeExpansion(expanded: number, size: number, name: string): void {
  if (expanded > expandedLimit) throw bomb(name, 'expands to more than 1 GiB')
  if (expanded > harmlessSize && expanded / size > ratioLimit)
    throw bomb(name, `expands to more than ${ratioLimit} times its size`)
}

function bomb(name: string, what: string): EvidentiaError {
  return new EvidentiaError('unsupported-media', `${name} ${what}, so it is refused.`, {
    place: { file: name },
    remedy: 'Send the files it holds one by one.',
  })
}

function damaged(name: string, cause?: unknown): EvidentiaError {
  return new EvidentiaError('malformed-file', `${name} is a damaged archive.`, {
    place: { file: name },
    remedy: 'Make it again and send the new file.',
    cause,
  })
}

function startsWith(bytes: Uint8Array, signature: readonly number[]): boolean {
  return signature.every((byte, at) => bytes[at] === byte)
}
