import { readCatalog } from '@evidentia/catalog'
import { type Catalog, parseCatalog } from '@evidentia/core'

/**
 * The catalog in `folder`, or the one that ships, read and checked when something of it is first asked for, once per process: most commands need none of it, and a
 * server reads it while its PostgreSQL starts. `load` reads it now, and throws for a file that is not as it must be.
 */
export function openCatalog(folder: string | null): { readonly catalog: Catalog; readonly load: () => void } {
  let known: Catalog | null = null
  const read = (): Catalog => (known ??= parseCatalog(folder === null ? readCatalog() : readCatalog(folder)))
  const catalog: Catalog = {
    get frameworks() {
      return read().frameworks
    },
    get controls() {
      return read().controls
    },
    get versions() {
      return read().versions
    },
    get links() {
      return read().links
    },
    get served() {
      return read().served
    },
    get policies() {
      return read().policies
    },
    get playbooks() {
      return read().playbooks
    },
    get questionnaires() {
      return read().questionnaires
    },
    get workloads() {
      return read().workloads
    },
    get breachClocks() {
      return read().breachClocks
    },
  }
  return { catalog, load: () => void read() }
}
