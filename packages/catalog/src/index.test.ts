import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { CatalogFileError, catalogVersion, readCatalog } from './index.ts'

let folder = ''

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'evidentia-catalog-'))
  mkdirSync(join(folder, 'frameworks'))
  mkdirSync(join(folder, 'controls', 'access'), { recursive: true })
})

afterEach(() => {
  rmSync(folder, { recursive: true })
})

function put(path: string, text: string): void {
  writeFileSync(join(folder, path), text)
}

describe('readCatalog', () => {
  it('reads every YAML file below both folders, sorted, with forward slashes, and ignores other files', () => {
    put('frameworks/b.yaml', 'id: b')
    put('frameworks/a.yaml', 'id: a')
    put('frameworks/notes.txt', 'not: yaml: at all')
    put('controls/access/one.yaml', 'id: one\nsteps: [1, 2]')
    const source = readCatalog(folder)
    expect(source.frameworks.map((f) => f.path)).toEqual(['frameworks/a.yaml', 'frameworks/b.yaml'])
    expect(source.controls).toEqual([{ path: 'controls/access/one.yaml', value: { id: 'one', steps: [1, 2] } }])
  })

  it('takes a URL as well as a path', () => {
    put('frameworks/a.yaml', 'id: a')
    expect(readCatalog(pathToFileURL(`${folder}/`)).frameworks).toHaveLength(1)
  })

  it('reads the shipped catalog when no folder is named', () => {
    const source = readCatalog()
    expect(source.frameworks.map((f) => f.path)).toContain('frameworks/tsc-2017.yaml')
    expect(source.controls.map((f) => f.path)).toContain('controls/access/access-review.yaml')
  })

  it.each([
    [
      'a key that appears twice',
      'id: a\ntitle: x\ntitle: y\n',
      /^frameworks\/a\.yaml, line 3: .*; correct the file\.$/,
    ],
    ['broken flow syntax', 'id: a\nlist: [1, 2\nother: x\n', /^frameworks\/a\.yaml, line \d+: /],
    ['an unknown tag', 'id: !secret a\n', /^frameworks\/a\.yaml, line 1: .*tag/i],
    ['two documents in one file', 'id: a\n---\nid: b\n', /^frameworks\/a\.yaml, line 1: .*more/],
  ])('refuses %s and names file and line in one sentence', (_what, text, message) => {
    put('frameworks/a.yaml', text)
    expect(() => readCatalog(folder)).toThrow(message)
    expect(() => readCatalog(folder)).toThrow(CatalogFileError)
  })

  it('refuses an alias, which could make a small file grow without bound', () => {
    put('frameworks/a.yaml', 'id: &a x\nother: *a\n')
    expect(() => readCatalog(folder)).toThrow(/^frameworks\/a\.yaml, line 2: .*alias/i)
  })

  it('says which folder is missing', () => {
    rmSync(join(folder, 'controls'), { recursive: true })
    expect(() => readCatalog(folder)).toThrow(/^controls: the folder cannot be read/)
  })
})

describe('catalogVersion', () => {
  it('is the version in package.json', () => {
    expect(catalogVersion()).toMatch(/^\d+\.\d+\.\d+/)
  })
})
