import { readCatalog } from '@evidentia/catalog'
import type { Catalog } from '@evidentia/core'
import { parseCatalog } from '@evidentia/core'

/** The catalog in `folder`, or the one that ships with Evidentia. */
export function loadCatalog(folder?: string): Catalog {
  return parseCatalog(folder === undefined ? readCatalog() : readCatalog(folder))
}
