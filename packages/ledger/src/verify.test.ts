import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'

/** Every module reachable from a file, as absolute URLs, with what each imports from outside the package. */
function traceImports(start: URL): { modules: Set<string>; outside: Set<string> } {
  const modules = new Set<string>()
  const outside = new Set<string>()
  const waiting = [start]
  for (let url = waiting.pop(); url !== undefined; url = waiting.pop()) {
    if (modules.has(url.href)) continue
    modules.add(url.href)
    for (const [, source = ''] of readFileSync(url, 'utf8').matchAll(/(?:^|\s)(?:from |import |import\()'([^']+)'/gm)) {
      if (source.startsWith('.')) waiting.push(new URL(source, url))
      else outside.add(source)
    }
  }
  return { modules, outside }
}

test('the browser door reaches no module of Node and no dependency', () => {
  const { modules, outside } = traceImports(new URL('verify.ts', import.meta.url))
  expect([...outside]).toEqual([])
  expect(modules.size).toBeGreaterThan(10)
})

test('the whole package imports nothing but Node itself', () => {
  const { outside } = traceImports(new URL('index.ts', import.meta.url))
  expect([...outside].filter((source) => !source.startsWith('node:'))).toEqual([])
  expect(outside.size).toBeGreaterThan(3)
})

test('what the browser door reaches names no global of Node', () => {
  for (const module of traceImports(new URL('verify.ts', import.meta.url)).modules) {
    expect(readFileSync(new URL(module), 'utf8'), module).not.toMatch(/\b(?:Buffer|process|require)\b\s*[.(]/)
  }
})
