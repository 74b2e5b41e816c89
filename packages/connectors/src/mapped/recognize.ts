import { columnsKey, EvidentiaError, importerIdOf } from '@evidentia/core'
import type { Importer, ImportFile, SavedMapping, VersionedMapping } from '@evidentia/core'
import { createMappedImporter } from './importer.ts'
import { peekTable } from './read-table.ts'

/**
 * The importer of the one saved mapping that was made for the columns of this table; null where none was, or several were, as neither
 * is guessed then. `open` gives the file anew each time: where the header stands, each mapping says by itself.
 */
export async function recognizeByMapping(
  open: () => ImportFile,
  mappings: readonly VersionedMapping[],
): Promise<Importer | null> {
  const byLayout = Map.groupBy(mappings, ({ saved: { mapping } }) =>
    JSON.stringify([mapping.delimiter, mapping.sheet, mapping.headerRow]),
  )
  const found: VersionedMapping[] = []
  for (const group of byLayout.values()) {
    const [first] = group
    if (first === undefined) continue
    const header = await peekHeader(open(), first.saved)
    if (header === null) continue
    const key = columnsKey(header)
    found.push(...group.filter(({ saved }) => columnsKey(saved.columns) === key))
  }
  const [only] = found
  return only === undefined || found.length > 1 ? null : importerOf(only)
}

function importerOf({ saved, version }: VersionedMapping): Importer {
  return createMappedImporter({ id: importerIdOf(saved), version, title: saved.name, mapping: saved.mapping })
}

/** Null for what is no table: it is for no mapping then, and kept as a file. */
async function peekHeader(file: ImportFile, { mapping }: SavedMapping): Promise<readonly string[] | null> {
  try {
    const { header } = await peekTable(file, { ...mapping, rows: 0 })
    return header.length === 0 ? null : header
  } catch (error) {
    if (error instanceof EvidentiaError) return null
    throw error
  }
}
