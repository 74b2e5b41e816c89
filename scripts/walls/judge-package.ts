import { isBuiltin } from 'node:module'
import { posix } from 'node:path'
import { environmentReaders, type PackageWall, packageWalls, type Refusal, type RuleName, sockets } from './law.ts'
import type { ImportFact, SourceFacts } from './source-facts.ts'
import type { Manifest } from './tree.ts'

const scope = '@evidentia/'
const testFile = /\.(?:test|e2e)\.tsx?$|\/(?:testing|chaos|test-vectors)\//

/** The path an import of our own file lands on, from the root of the tree; undefined for a package. */
export function landsOn(file: string, specifier: string): string | undefined {
  if (!specifier.startsWith('.')) return undefined
  return posix.join(posix.dirname(file), specifier.replace(/\?.*$/, ''))
}

/** True for tests and for what stands beside `src`: neither is shipped. */
export function isTestCode(path: string): boolean {
  return testFile.test(path) || /^packages\/[^/]+\/(?!src\/)/.test(path)
}

/** Judges one file against the walls between packages. Files outside `packages/` only answer for how they enter them. */
export function judgePackage(
  file: string,
  facts: SourceFacts,
  manifests: ReadonlyMap<string, Manifest>,
): readonly Refusal[] {
  const refusals: Refusal[] = []
  const refuse = (rule: RuleName, what: string, line: number) => refusals.push({ file, line, rule, what })
  const own = file.split('/')[0] === 'packages' ? file.split('/')[1] : undefined
  const wall = own === undefined ? undefined : packageWalls[own]
  if (own !== undefined && !wall) refuse('package-wall', `packages/${own} has no wall in law.ts`, 1)
  const test = isTestCode(file)

  for (const one of facts.silenced) refuse('silenced', one.what, one.line)
  for (const one of facts.globImports) refuse('glob-import', one.what, one.line)
  for (const fact of facts.imports) {
    const rule = judgeImport(file, own, wall, test, fact, manifests)
    if (rule) refuse(rule, fact.specifier ?? 'import(...)', fact.line)
  }
  if (!wall || test) return refusals
  if (!environmentReaders.includes(file)) {
    for (const one of facts.environmentReads) refuse('environment', one.what, one.line)
  }
  if (!wall.network && !isNetworkRoom(file, own, wall))
    for (const one of facts.networkCalls) refuse('network', one.what, one.line)
  return refusals
}

function judgeImport(
  file: string,
  own: string | undefined,
  wall: PackageWall | undefined,
  test: boolean,
  fact: ImportFact,
  manifests: ReadonlyMap<string, Manifest>,
): RuleName | undefined {
  const { specifier } = fact
  if (specifier === undefined) return wall && !test ? 'computed-import' : undefined
  const target = landsOn(file, specifier)
  if (target !== undefined) {
    const home = own === undefined ? undefined : `packages/${own}/`
    if (home ? !target.startsWith(home) : target.startsWith('packages/')) return 'exports-only'
    if (target.includes('/dist/')) return 'exports-only'
    if (wall && !test && isTestCode(target) && !/\.(?:json|css|svg|ya?ml|md)$/.test(target)) return 'test-code'
    return wall && !test && fact.bare && !target.endsWith('.css') ? 'side-effect' : undefined
  }
  if (specifier.startsWith(scope))
    return judgeWorkspaceImport(specifier.slice(scope.length), own, wall, test, manifests)
  if (!wall || own === undefined) return undefined
  const room = isNetworkRoom(file, own, wall) ? wall.networkRoom : undefined
  if (isBuiltin(specifier)) {
    const module = specifier.replace(/^node:/, '')
    const isOpen = test || opensNode(wall, module) || (room !== undefined && sockets.includes(module))
    return isOpen ? undefined : 'node-wall'
  }
  const name = packageName(specifier)
  const manifest = manifests.get(own)
  const allowed = wall.npm === 'declared' ? (manifest?.dependencies ?? []) : wall.npm
  const forTests = [...(manifests.get('')?.devDependencies ?? []), ...(manifest?.devDependencies ?? [])]
  if (!allowed.includes(name) && !(room?.npm ?? []).includes(name) && !(test && forTests.includes(name)))
    return 'npm-wall'
  return !test && fact.bare && !specifier.endsWith('.css') ? 'side-effect' : undefined
}

function isNetworkRoom(file: string, own: string | undefined, { networkRoom }: PackageWall): boolean {
  return networkRoom !== undefined && file.startsWith(`packages/${own}/${networkRoom.path}`)
}

function judgeWorkspaceImport(
  rest: string,
  own: string | undefined,
  wall: PackageWall | undefined,
  test: boolean,
  manifests: ReadonlyMap<string, Manifest>,
): RuleName | undefined {
  const [name = '', ...deeper] = rest.split('/')
  const entry = ['.', ...deeper].join('/')
  if (!manifests.get(name)?.entries.includes(entry)) return 'exports-only'
  if (!wall || own === undefined || name === own) return undefined
  if (test && manifests.get(own)?.devDependencies.includes(scope + name)) return undefined
  const open = wall.packages[name]
  return open === 'any-entry' || open?.includes(entry) ? undefined : 'package-wall'
}

function opensNode({ node }: PackageWall, name: string): boolean {
  return 'only' in node ? node.only.includes(name) : !node.except.includes(name)
}

function packageName(specifier: string): string {
  return specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/')
}
