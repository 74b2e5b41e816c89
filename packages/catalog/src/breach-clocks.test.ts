import { parseCatalog } from '@evidentia/core'
import { expect, test } from 'vitest'
import { readCatalog } from './index.ts'

const clocks = [...parseCatalog(readCatalog()).breachClocks.values()]

test('every State clock is in the file of its id, and was checked after it took effect', () => {
  const files = readCatalog().breachClocks.map(({ path }) => path)
  expect(files).toEqual(clocks.map(({ id }) => `breach-clocks/${id}.yaml`))
  expect(files.length).toBeGreaterThan(5)
  for (const { id, jurisdiction, effective, checked, source } of clocks) {
    expect(id.startsWith(`${jurisdiction.toLowerCase()}-`), id).toBe(true)
    expect(effective < checked, id).toBe(true)
    expect(source, id).toMatch(/^https:/)
  }
})
