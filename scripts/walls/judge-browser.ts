import { landsOn } from './judge-package.ts'
import { packageWalls, type Refusal } from './law.ts'
import type { SourceFacts } from './source-facts.ts'

/** Walks everything behind the browser entries; whatever is not one of our own files there is refused. */
export function judgeBrowserEntries(facts: ReadonlyMap<string, SourceFacts>): readonly Refusal[] {
  return Object.entries(packageWalls).flatMap(([name, wall]) =>
    (wall.browserEntries ?? []).flatMap((entry) => judgeEntry(`packages/${name}/${entry}`, facts)),
  )
}

function judgeEntry(entry: string, facts: ReadonlyMap<string, SourceFacts>): readonly Refusal[] {
  const refusals: Refusal[] = []
  const reached = new Set([entry])
  for (const file of reached) {
    for (const { specifier, typeOnly, line } of facts.get(file)?.imports ?? []) {
      if (typeOnly || specifier === undefined) continue
      const target = landsOn(file, specifier)
      if (target === undefined) refusals.push({ file, line, rule: 'browser-entry', what: specifier })
      else reached.add(target)
    }
  }
  return refusals
}
