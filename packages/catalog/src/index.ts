import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { join, relative, sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import { CORE_SCHEMA, load, YAMLException } from 'js-yaml'

/** One YAML file of the catalog, read but not yet checked against a schema. */
export interface CatalogFile {
  /** Path below the catalog folder with forward slashes, such as `controls/access/access-review.yaml`. */
  readonly path: string
  readonly value: unknown
}

/** The catalog as it lies on disk, each list sorted by path. `core` turns it into checked objects. */
export interface CatalogSource {
  readonly frameworks: readonly CatalogFile[]
  readonly controls: readonly CatalogFile[]
  readonly policies: readonly CatalogFile[]
  readonly playbooks: readonly CatalogFile[]
  readonly questionnaires: readonly CatalogFile[]
  readonly workloads: readonly CatalogFile[]
  readonly breachClocks: readonly CatalogFile[]
}

/** A catalog file that cannot be read as YAML. The message is one sentence with file, line and what to do. */
export class CatalogFileError extends Error {
  readonly code = 'catalog-file-unreadable'
  override readonly name = 'CatalogFileError'
}

/**
 * Reads every file of the catalog's folders: YAML, and policies as Markdown whose front matter is YAML.
 *
 * @param folder the folder that holds them; by default the one shipped with this package.
 * @throws CatalogFileError when `frameworks/` or `controls/` is missing or a file is not strict YAML 1.2 with unique keys.
 */
export function readCatalog(folder: URL | string = packageFolder()): CatalogSource {
  const root = typeof folder === 'string' ? folder : fileURLToPath(folder)
  return {
    frameworks: readFolder(root, 'frameworks'),
    controls: readFolder(root, 'controls'),
    policies: readOptional(root, 'policies'),
    playbooks: readOptional(root, 'playbooks'),
    questionnaires: readOptional(root, 'questionnaires'),
    workloads: readOptional(root, 'workloads'),
    breachClocks: readOptional(root, 'breach-clocks'),
  }
}

/** The catalog's own version, which a package or report cites beside the facts it used. */
export function catalogVersion(): string {
  const manifest: unknown = JSON.parse(readFileSync(new URL('package.json', packageFolder()), 'utf8'))
  if (
    typeof manifest === 'object' &&
    manifest !== null &&
    'version' in manifest &&
    typeof manifest.version === 'string'
  ) {
    return manifest.version
  }
  throw new CatalogFileError('package.json of the catalog names no version; install the package again.')
}

/** One level above this module, both in the sources and in the build. */
function packageFolder(): URL {
  return new URL('../', import.meta.url)
}

type Folder = Exclude<keyof CatalogSource, 'breachClocks'> | 'breach-clocks'

function readOptional(root: string, name: Folder): CatalogFile[] {
  return existsSync(join(root, name)) ? readFolder(root, name) : []
}

function readFolder(root: string, name: Folder): CatalogFile[] {
  const extension = name === 'policies' ? '.md' : '.yaml'
  return listFiles(join(root, name), root, extension).map((file) => {
    const path = relative(root, file).split(sep).join('/')
    const text = readFileSync(file, 'utf8')
    return { path, value: extension === '.md' ? parseMarkdown(path, text) : parseYaml(path, text) }
  })
}

/** `---`, YAML, `---`, Markdown: one object, the Markdown as its `text`. */
function parseMarkdown(path: string, text: string): unknown {
  const parts = /^---\n([\s\S]*?)\n---\n([\s\S]*)$/.exec(text)
  if (parts === null) throw refuse(path, 1, 'the file does not begin with front matter between two lines of ---')
  const front = parseYaml(path, parts[1] ?? '')
  if (typeof front !== 'object' || front === null) throw refuse(path, 2, 'the front matter is not a mapping')
  return { ...front, text: (parts[2] ?? '').trim() }
}

function listFiles(folder: string, root: string, extension: string): string[] {
  try {
    return readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && entry.name.endsWith(extension))
      .map((entry) => join(entry.parentPath, entry.name))
      .toSorted()
  } catch (cause) {
    throw new CatalogFileError(
      `${relative(root, folder)}: the folder cannot be read; a catalog has frameworks/ and controls/.`,
      { cause },
    )
  }
}

function parseYaml(path: string, text: string): unknown {
  try {
    // Numbers and dates as YAML 1.2 has them. Aliases can make a small file grow without bound; a catalog has no use for them.
    return load(text, { schema: CORE_SCHEMA, maxAliases: 0, maxDepth: 20 })
  } catch (cause) {
    if (cause instanceof YAMLException) throw refuse(path, (cause.mark?.line ?? 0) + 1, cause.reason, cause)
    throw cause
  }
}

function refuse(path: string, line: number, problem: string, cause?: unknown): CatalogFileError {
  return new CatalogFileError(`${path}, line ${line}: ${problem.replace(/[.\s]+$/, '')}; correct the file.`, { cause })
}
