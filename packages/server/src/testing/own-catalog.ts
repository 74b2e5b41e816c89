import { chmod, cp, mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const shipped = fileURLToPath(new URL('../../../catalog/', import.meta.url))
const example = fileURLToPath(new URL('../../../../examples/own-catalog/', import.meta.url))

/** A catalog in a temporary folder: what ships, and one framework and one control of an engineer's own, a file each. */
export interface OwnCatalog {
  readonly folder: string
  /** Adds or replaces a file. */
  write(path: string, change: (text: string) => string, from?: string): Promise<void>
  /** Moves the file of a control where its replaced versions stay. */
  retire(area: string, control: string, version: number): Promise<void>
  remove(): Promise<void>
}

export async function makeOwnCatalog(): Promise<OwnCatalog> {
  const folder = await mkdtemp(join(tmpdir(), 'evidentia-own-catalog-'))
  await chmod(folder, 0o755)
  for (const part of ['frameworks', 'controls', 'policies', 'playbooks', 'questionnaires', 'workloads'])
    await cp(join(shipped, part), join(folder, part), { recursive: true })
  await cp(example, folder, { recursive: true })
  return {
    folder,
    write: async (path, change, from = path) =>
      writeFile(join(folder, path), change(await readFile(join(folder, from), 'utf8'))),
    retire: async (area, control, version) => {
      await mkdir(join(folder, `controls/${area}/earlier`), { recursive: true })
      const earlier = join(folder, `controls/${area}/earlier/${control}-${version}.yaml`)
      await rename(join(folder, `controls/${area}/${control}.yaml`), earlier)
    },
    remove: async () => rm(folder, { recursive: true, force: true }),
  }
}
