import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { findBorrowedWording, readRestricted } from './wording.ts'
import { listShingles } from './wording/shingles.ts'

// Our own sentence, restricted for these tests only.
const planted = 'A lighthouse keeper counts the gulls at dusk and writes their number into a blue book by the door.'
const restricted = new Set(listShingles(planted).map(({ hash }) => hash))

let root: string
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'wording-'))
})
afterEach(() => {
  rmSync(root, { recursive: true })
})

function plant(path: string, content: string): void {
  mkdirSync(dirname(join(root, path)), { recursive: true })
  writeFileSync(join(root, path), content)
}

function found(): readonly string[] {
  return findBorrowedWording(root, restricted).map(({ file, line, words }) => `${file}:${line} ${words}`)
}

describe('restricted wording', () => {
  test('is refused with file, line and length, once per passage', () => {
    plant('docs/birds.md', `# Birds\n\n${planted}\n`)
    expect(found()).toEqual(['docs/birds.md:3 19'])
  })

  test.each([
    [
      'folded YAML',
      'a.yaml',
      'text: >\n  A lighthouse keeper counts\n  the gulls at dusk and\n  writes their number\n',
    ],
    ['a comment', 'a.ts', '// A lighthouse keeper counts the gulls\n// at dusk and writes their number\n'],
    ['markup', 'a.md', 'A <b>lighthouse</b> keeper counts **the gulls** at dusk &amp; and writes their number'],
    ['a JSON string', 'a.json', '"A LIGHTHOUSE KEEPER\\ncounts the gulls, at dusk, and writes their number"'],
    ['a fixture', 'walls/fixtures/a.txt', planted],
  ])('is found in %s', (_where, path, content) => {
    plant(path, content)
    expect(found()).toHaveLength(1)
  })

  test('is found where a sentence was trimmed at both ends', () => {
    plant('a.md', 'Here the gulls at dusk and writes their number into a blue box.')
    expect(found()).toEqual(['a.md:1 11'])
  })

  test('leaves nine words in a row alone', () => {
    plant('a.md', 'A lighthouse keeper counts the gulls at dusk and reads.')
    expect(found()).toEqual([])
  })

  test('is not sought in installed or built files, nor in bytes that are no text', () => {
    plant('node_modules/a/a.md', planted)
    plant('packages/a/dist/a.js', planted)
    plant('a.bin', `\0${planted}`)
    expect(found()).toEqual([])
  })

  test('reads a swapped subject as the same sentence', () => {
    const [ours, theirs] = ['organization', 'entity'].map((who) =>
      listShingles(`Every lighthouse of the ${who} keeps a blue book by its own door.`),
    )
    expect(ours).toEqual(theirs)
  })
})

describe('the committed list', () => {
  test('is hashes and nothing else, of more than a thousand runs of words', () => {
    const hashes = [...readRestricted()]
    expect(hashes.length).toBeGreaterThan(1000)
    expect(hashes.filter((line) => !/^[0-9a-f]{16}$/.test(line))).toEqual([])
  })
})
