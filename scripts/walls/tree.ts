import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** What of a package's package.json the law looks at. */
export interface Manifest {
  readonly entries: readonly string[]
  readonly dependencies: readonly string[]
  readonly devDependencies: readonly string[]
}

export interface Tree {
  /** Every folder and file that is ours, as paths from the root with forward slashes; folders end with one. */
  readonly paths: readonly string[]
  read(path: string): string
}

const skippedAnywhere = new Set(['.git', 'node_modules', 'dist', 'fixtures'])
const skippedAtRoot = new Set(['data', 'release', 'test-results'])

/** Lists `packages`, `scripts` and the like below `root`; what is built, installed or planted is left out. */
export function readTree(root: string, skipped: ReadonlySet<string> = skippedAnywhere): Tree {
  const paths: string[] = []
  const walk = (folder: string): void => {
    for (const entry of readdirSync(join(root, folder), { withFileTypes: true })) {
      const path = folder + entry.name
      if (entry.isDirectory() && !isSkipped(path, skipped)) {
        paths.push(`${path}/`)
        walk(`${path}/`)
      } else if (entry.isFile()) {
        paths.push(path)
      }
    }
  }
  walk('')
  return { paths: paths.toSorted(), read: (path) => readFileSync(join(root, path), 'utf8') }
}

function isSkipped(path: string, skipped: ReadonlySet<string>): boolean {
  return skippedAtRoot.has(path) || skipped.has(path.split('/').at(-1) ?? '')
}

/** The manifests of all workspace packages by folder name, and the root's under the empty name. */
export function readManifests(root: string): ReadonlyMap<string, Manifest> {
  const names = readdirSync(join(root, 'packages'))
  return new Map(['', ...names].map((name) => [name, readManifest(join(root, name ? `packages/${name}` : '.'))]))
}

function readManifest(folder: string): Manifest {
  const parsed: {
    exports?: Record<string, unknown>
    dependencies?: Record<string, string>
    devDependencies?: Record<string, string>
  } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
  return {
    entries: Object.keys(parsed.exports ?? {}),
    dependencies: Object.keys(parsed.dependencies ?? {}),
    devDependencies: Object.keys(parsed.devDependencies ?? {}),
  }
}
