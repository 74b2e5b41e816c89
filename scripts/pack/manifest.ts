type Entry = string | { readonly [condition: string]: Entry }

export interface Manifest {
  readonly name: string
  readonly exports?: Readonly<Record<string, Entry>>
  readonly bin?: Readonly<Record<string, string>>
  readonly [field: string]: unknown
}

/**
 * The package.json to publish: sources (`./src/x.ts`) become compiled code (`./dist/x.js`) with their declarations, and
 * what only matters in this repository is left out.
 */
export function publish(manifest: Manifest): Manifest {
  const { devDependencies: _dev, scripts: _scripts, private: _private, ...kept } = manifest
  return {
    ...kept,
    ...(manifest.exports && { exports: mapValues(manifest.exports, publishEntry) }),
    ...(manifest.bin && { bin: mapValues(manifest.bin, (path) => compiled(path, '.js')) }),
    publishConfig: { access: 'public' },
  }
}

/** Every file a package.json names in `exports` and `bin`; a pattern entry (`./x/*.yaml`) is left out. */
export function namedFiles(manifest: Manifest): readonly string[] {
  const entries = [...Object.values(manifest.exports ?? {}), ...Object.values(manifest.bin ?? {})]
  return entries.flatMap(filesOf).filter((file) => !file.includes('*'))
}

function filesOf(entry: Entry): readonly string[] {
  return typeof entry === 'string' ? [entry] : Object.values(entry).flatMap(filesOf)
}

function publishEntry(entry: Entry): Entry {
  if (typeof entry !== 'string') return mapValues(entry, publishEntry)
  return isSource(entry) ? { types: compiled(entry, '.d.ts'), default: compiled(entry, '.js') } : entry
}

function compiled(path: string, extension: '.js' | '.d.ts'): string {
  return isSource(path) ? path.replace(/^\.\/src\//, './dist/').replace(/\.tsx?$/, extension) : path
}

function isSource(path: string): boolean {
  return /^\.\/src\/.+\.tsx?$/.test(path)
}

function mapValues<From, To>(record: Readonly<Record<string, From>>, change: (value: From) => To): Record<string, To> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, change(value)]))
}
