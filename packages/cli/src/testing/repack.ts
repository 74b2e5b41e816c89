import { crc32 } from 'node:zlib'

/**
 * Rewrites a package with other content, its container flawless again: what somebody would do who wants a changed
 * package to look whole. Only for packages without zip64 records.
 */
export function repack(bytes: Uint8Array, edit: (files: Map<string, Uint8Array>) => void): Uint8Array {
  const source = Buffer.from(bytes)
  const { files, templates } = readFiles(source)
  edit(files)
  const [template] = templates.values()
  if (template === undefined) throw new Error('The package to rewrite has no files.')
  const locals: Buffer[] = []
  const centrals: Buffer[] = []
  let offset = 0
  for (const name of [...files.keys()].toSorted((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)))) {
    const content = files.get(name) ?? new Uint8Array()
    const local = Buffer.concat([template.local, Buffer.from(name)])
    const central = Buffer.concat([template.central, Buffer.from(name)])
    for (const [record, at] of [
      [local, 14],
      [central, 16],
    ] as const) {
      record.writeUInt32LE(crc32(content), at)
      record.writeUInt32LE(content.length, at + 4)
      record.writeUInt32LE(content.length, at + 8)
      record.writeUInt16LE(Buffer.byteLength(name), at + 12)
    }
    central.writeUInt32LE(offset, 42)
    locals.push(local, Buffer.from(content))
    centrals.push(central)
    offset += local.length + content.length
  }
  const directory = Buffer.concat(centrals)
  const end = Buffer.from(source.subarray(-22))
  end.writeUInt16LE(files.size, 8)
  end.writeUInt16LE(files.size, 10)
  end.writeUInt32LE(directory.length, 12)
  end.writeUInt32LE(offset, 16)
  return new Uint8Array(Buffer.concat([...locals, directory, end]))
}

function readFiles(source: Buffer) {
  const end = source.length - 22
  const total = source.readUInt16LE(end + 10)
  const files = new Map<string, Uint8Array>()
  const templates = new Map<string, { local: Buffer; central: Buffer }>()
  let at = source.readUInt32LE(end + 16)
  for (let index = 0; index < total; index += 1) {
    const nameLength = source.readUInt16LE(at + 28)
    const size = source.readUInt32LE(at + 20)
    const local = source.readUInt32LE(at + 42)
    const name = source.toString('utf8', at + 46, at + 46 + nameLength)
    const start = local + 30 + nameLength
    files.set(name, new Uint8Array(source.subarray(start, start + size)))
    templates.set(name, { local: source.subarray(local, local + 30), central: source.subarray(at, at + 46) })
    at += 46 + nameLength
  }
  return { files, templates }
}
