import { readFileSync } from 'node:fs'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { readTree } from './walls/tree.ts'
import { listShingles, shingleLength } from './wording/shingles.ts'

const repository = fileURLToPath(new URL('..', import.meta.url))
const restrictedFile = new URL('wording/restricted.txt', import.meta.url)

/** A run of words that belongs to somebody else. The words themselves are not repeated here either. */
export interface BorrowedWording {
  readonly file: string
  /** Line on which the first borrowed word stands. */
  readonly line: number
  /** How many words in a row agree, at least ten. */
  readonly words: number
}

/** The hashes of wording that may not enter the repository: AICPA criteria and HITRUST statements. */
export function readRestricted(): ReadonlySet<string> {
  const lines = readFileSync(restrictedFile, 'utf8').split('\n')
  return new Set(lines.filter((line) => line !== '' && !line.startsWith('#')))
}

/** Finds restricted wording in every text file below `root`, in path order. Built and installed files are not ours. */
export function findBorrowedWording(
  root: string = repository,
  restricted: ReadonlySet<string> = readRestricted(),
): readonly BorrowedWording[] {
  const tree = readTree(root, new Set(['.git', 'node_modules', 'dist']))
  return tree.paths
    .filter((path) => !path.endsWith('/'))
    .flatMap((file) => {
      const content = tree.read(file)
      return isText(content) ? judgeText(file, content, restricted) : []
    })
}

/** Overlapping shingles are one finding, so that a copied paragraph is one line of output. */
function judgeText(file: string, content: string, restricted: ReadonlySet<string>): readonly BorrowedWording[] {
  const found: { file: string; line: number; words: number }[] = []
  let previous = -2
  for (const [index, { hash, line }] of listShingles(content).entries()) {
    if (!restricted.has(hash)) continue
    const last = found.at(-1)
    if (last !== undefined && previous === index - 1) last.words += 1
    else found.push({ file, line, words: shingleLength })
    previous = index
  }
  return found
}

function isText(content: string): boolean {
  return !content.slice(0, 8_000).includes('\0')
}

if (import.meta.main) {
  const { values } = parseArgs({ options: { hash: { type: 'boolean', default: false } } })
  if (values.hash) {
    // For whoever holds a license and extends the list: one text per line on standard input, nothing kept of it.
    const lines = (await text(process.stdin)).split('\n')
    const hashes = new Set(lines.flatMap((line) => listShingles(line).map(({ hash }) => hash)))
    for (const hash of [...hashes].toSorted()) console.log(hash)
  } else {
    const found = findBorrowedWording()
    for (const { file, line, words } of found) console.log(`${file}:${line} ${words} words in a row are not ours`)
    if (found.length > 0) {
      console.log(`${found.length} passages of AICPA or HITRUST wording; say it in your own words (scripts/wording).`)
      process.exitCode = 1
    }
  }
}
