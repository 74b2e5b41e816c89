import { recognizeByMapping, recognizeImporter } from '@evidentia/connectors'
import type { Importer, VersionedMapping } from '@evidentia/core'
import type { StagedBlob } from '../../platform/blobs/staging.ts'

export type ListMappings = () => Promise<readonly VersionedMapping[]>

/** Which importer reads a file: one of the product's, or else the mapping that the organization saved for such tables. */
export async function recognize(
  name: string,
  blob: Pick<StagedBlob, 'head' | 'read'>,
  listMappings: ListMappings,
): Promise<Importer | null> {
  const known = recognizeImporter(blob.head, name)
  if (known !== null || !canBeTable(blob.head)) return known
  return recognizeByMapping(() => ({ name, bytes: blob.read() }), await listMappings())
}

const archive = Buffer.from('PK\u0003\u0004')

/** A workbook, or text with lines: anything else is for no mapping, and the database is not asked. */
function canBeTable(head: Uint8Array): boolean {
  const bytes = Buffer.from(head.buffer, head.byteOffset, head.length)
  return bytes.subarray(0, 4).equals(archive) || (bytes.includes(0x0a) && /[,;\t|]/.test(bytes.toString('latin1')))
}
