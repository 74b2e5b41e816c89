import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'

/** Every module that `entry` loads, directly or not, following static imports that are not types. */
function listLoaded(entry: string): { files: Set<string>; packages: Set<string> } {
  const files = new Set([entry])
  const packages = new Set<string>()
  for (const file of files) {
    const text = readFileSync(file, 'utf8')
    for (const [, specifier = ''] of text.matchAll(/^(?:import|export)(?! type)[^']*? from '([^']+)'/gm)) {
      if (specifier.startsWith('.')) files.add(join(dirname(file), specifier))
      else packages.add(specifier)
    }
  }
  return { files, packages }
}

const external = (packages: Set<string>) => [...packages].filter((name) => !name.startsWith('node:')).toSorted()

test('starting the command line loads no domain, so that verifying starts fast and trusts little', () => {
  const { files, packages } = listLoaded(join(import.meta.dirname, '../main.ts'))
  expect(external(packages)).toEqual(['commander'])
  expect([...files].some((file) => file.endsWith('push/command.ts'))).toBe(true)
})

test('verifying loads the ledger and nothing else', () => {
  const { files, packages } = listLoaded(join(import.meta.dirname, 'run-verify.ts'))
  expect(external(packages)).toEqual(['@evidentia/ledger'])
  expect([...files].some((file) => file.endsWith('check-receipt.ts'))).toBe(true)
})
