import { existsSync, readFileSync } from 'node:fs'

/** One level up in the sources and in the build; two where the bundler put this module among its chunks. */
const places = ['../package.json', '../../package.json']

/** The version in this package's own manifest. */
export function readVersion(): string {
  const place = places.map((path) => new URL(path, import.meta.url)).find((url) => existsSync(url))
  const manifest: unknown = place === undefined ? null : JSON.parse(readFileSync(place, 'utf8'))
  return typeof manifest === 'object' && manifest !== null && 'version' in manifest
    ? String(manifest.version)
    : 'unknown'
}
