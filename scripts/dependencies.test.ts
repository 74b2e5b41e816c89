import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'

const root = fileURLToPath(new URL('..', import.meta.url))
const decision = readFileSync(`${root}docs/adr/0007-dependencies.md`, 'utf8')

interface Manifest {
  readonly dependencies?: Readonly<Record<string, string>>
  readonly devDependencies?: Readonly<Record<string, string>>
}

const manifests = [
  'package.json',
  ...readdirSync(`${root}packages`).map((name) => `packages/${name}/package.json`),
].map((path): Manifest => JSON.parse(readFileSync(root + path, 'utf8')))
const declared = manifests
  .flatMap((one) => Object.entries({ ...one.dependencies, ...one.devDependencies }))
  .filter(([name]) => !name.startsWith('@evidentia/'))

test('every dependency has its line in ADR 7, and every line its dependency', () => {
  const named = [...decision.matchAll(/^\| `([^`]+)` +\|/gm)].flatMap(([, name]) => name ?? [])
  expect(new Set(named)).toEqual(new Set(declared.map(([name]) => name)))
  expect(named).toHaveLength(new Set(named).size)
})

test('every dependency is pinned to one exact version, the same everywhere', () => {
  const versions = Map.groupBy(declared, ([name]) => name)
  const loose = [...versions].filter(([, uses]) => {
    const [first] = uses.map(([, version]) => version)
    return !/^\d/.test(first ?? '') || uses.some(([, version]) => version !== first)
  })
  expect(loose).toEqual([])
})
