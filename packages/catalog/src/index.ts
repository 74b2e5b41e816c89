import { readFileSync, readdirSync } from 'node:fs'
import { join, relative, sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import { isAlias, LineCounter, parseDocument, visit } from 'yaml'

/** One YAML file of the catalog, read but not yet checked against a schema. */
export interface CatalogFile {
  /** Path below the catalog folder with forward slashes, such as `controls/access/access-review.yaml`. */
  readonly path: string
  readonly value: unknown
}

/** The catalog as it lies on disk, each list sorted by path. `core` turns it into checked frameworks and controls. */
export interface CatalogSource {
  readonly frameworks: readonly CatalogFile[]
  readonly controls: readonly CatalogFile[]
}

/** A catalog file that cannot be read as YAML. The message is one sentence with file, line and what to do. */
export class CatalogFileError extends Error {
  readonly code = 'catalog-file-unreadable'
  override readonly name = 'CatalogFileError'
}

/**
 * Reads every YAML file of `frameworks/` and `controls/`.
 *
 * @param folder the folder that holds both; by default the one shipped with this package.
 * @throws CatalogFileError when a folder is missing or a file is not strict YAML 1.2 with unique keys.
 */
export function readCatalog(folder: URL | string = packageFolder()): CatalogSource {
  const root = typeof folder === 'string' ? folder : fileURLToPath(folder)
  return { frameworks: readFolder(root, 'frameworks'), controls: readFolder(root, 'controls') }
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

function readFolder(root: string, name: string): CatalogFile[] {
  return listFiles(join(root, name), root).map((file) => {
    const path = relative(root, file).split(sep).join('/')
    return { path, value: parseYaml(path, readFileSync(file, 'utf8')) }
  })
}

function listFiles(folder: string, root: string): string[] {
  try {
    return readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && entry.name.endsWith('.yaml'))
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
  const lineCounter = new LineCounter()
  const document = parseDocument(text, { strict: true, uniqueKeys: true, prettyErrors: false, lineCounter })
  // A warning, such as an unknown tag, would silently change what a file says; a catalog of facts accepts none.
  const problem = document.errors[0] ?? document.warnings[0]
  if (problem !== undefined) throw refuse(path, lineCounter.linePos(problem.pos[0]).line, problem.message, problem)
  // Aliases can make a small file expand without bound, and a catalog has no use for them.
  visit(document, (_key, node) => {
    if (isAlias(node)) {
      throw refuse(
        path,
        lineCounter.linePos(node.range?.[0] ?? 0).line,
        `the alias *${node.source} is not allowed; write the value out`,
      )
    }
  })
  return document.toJS()
}

function refuse(path: string, line: number, problem: string, cause?: unknown): CatalogFileError {
  return new CatalogFileError(`${path}, line ${line}: ${problem.replace(/[.\s]+$/, '')}; correct the file.`, { cause })
}
