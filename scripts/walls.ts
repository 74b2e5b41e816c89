import { fileURLToPath } from 'node:url'
import { judgeBrowserEntries } from './walls/judge-browser.ts'
import { judgePackage } from './walls/judge-package.ts'
import { judgeServer } from './walls/judge-server.ts'
import { emptyNames, type Refusal, rules } from './walls/law.ts'
import { readSourceFacts } from './walls/source-facts.ts'
import { readManifests, readTree } from './walls/tree.ts'

const repository = fileURLToPath(new URL('..', import.meta.url))

/**
 * Applies the law of imports to a tree and returns what it refuses, in path order. `manifests` says where the workspace's
 * package.json files are, so that a tree of fixtures is judged by the real ones.
 */
export function judgeTree(root: string = repository, manifests: string = root): readonly Refusal[] {
  const tree = readTree(root)
  const packages = readManifests(manifests)
  const facts = new Map(
    tree.paths
      .filter((path) => /\.(?:ts|tsx|mts)$/.test(path) && !path.endsWith('.d.ts'))
      .map((path) => [path, readSourceFacts(path, tree.read(path))]),
  )
  return [
    ...tree.paths.flatMap(judgeName),
    ...[...facts].flatMap(([file, found]) => [...judgePackage(file, found, packages), ...judgeServer(file, found)]),
    ...judgeBrowserEntries(facts),
  ].toSorted((a, b) => (a.file === b.file ? a.line - b.line : a.file < b.file ? -1 : 1))
}

function judgeName(path: string): readonly Refusal[] {
  const stem = path.replace(/\/$/, '').split('/').at(-1)?.split('.')[0] ?? ''
  return emptyNames.includes(stem) ? [{ file: path, line: 1, rule: 'empty-name', what: stem }] : []
}

if (import.meta.main) {
  const refusals = judgeTree()
  for (const { file, line, rule, what } of refusals) console.log(`${file}:${line} ${rule}: ${what} (${rules[rule]})`)
  if (refusals.length > 0) {
    console.log(`${refusals.length} refused by the law of imports (scripts/walls/law.ts).`)
    process.exitCode = 1
  }
}
