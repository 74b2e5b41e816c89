import { isAlias, isMap, isNode, isScalar, isSeq, LineCounter, parseDocument } from 'yaml'
import type { Document } from 'yaml'
import { shown } from '../source-file/refusal.ts'
import type { Problems } from './problem.ts'

/** The largest YAML file read, in bytes, and the deepest nesting. */
const maxBytes = 2 * 1_048_576
const maxDepth = 24

/** A YAML file as plain values that knows the line of every path. */
export interface YamlFile {
  readonly name: string
  readonly value: unknown
  /** The line on which the value at `path` begins, or that of its nearest ancestor. */
  lineOf(path: readonly PropertyKey[]): number | undefined
  /** The line on which `key` of the mapping at `path` stands. */
  lineOfKey(path: readonly PropertyKey[], key: string): number | undefined
}

/**
 * Reads YAML 1.2 as data only: no anchors or aliases (they can expand without bound), no tags, no second document, keys unique.
 * `null` where the file has problems, which were added to `problems`.
 */
export function readYaml(name: string, bytes: Uint8Array, problems: Problems): YamlFile | null {
  const text = decode(name, bytes, problems)
  if (text === null) return null
  const lines = new LineCounter()
  // Uniqueness is checked below: the library compares every key with every other.
  const document = parseDocument(text, {
    lineCounter: lines,
    prettyErrors: false,
    uniqueKeys: false,
    stringKeys: true,
    logLevel: 'error',
  })
  const lineAt = (offset: number | undefined): number | undefined =>
    offset === undefined ? undefined : lines.linePos(offset).line
  const [fault] = [...document.errors, ...document.warnings]
  if (fault !== undefined) {
    const sentence =
      faultSentences[fault.code] ??
      `this is not YAML that can be read (${fault.code.toLowerCase().replaceAll('_', ' ')})`
    problems.add({
      file: name,
      line: lineAt(fault.pos[0]),
      sentence,
      remedy: 'Correct the line; indentation and unquoted marks are the usual cause.',
    })
    return null
  }
  const fine = checkNode(document.contents, 0, (node, sentence, remedy) => {
    problems.add({ file: name, line: lineAt(startOf(node)), sentence, remedy })
  })
  if (!fine) return null
  return {
    name,
    value: document.toJS({ maxAliasCount: 0 }),
    lineOf: (path) => lineAt(startOf(nearestNode(document, path))),
    lineOfKey: (path, key) => lineAt(keyOffset(document, path, key)),
  }
}

const faultSentences: Readonly<Record<string, string>> = {
  MULTIPLE_DOCS: 'a second YAML document begins here',
  NON_STRING_KEY: 'a key is not plain text',
  RESOURCE_EXHAUSTION: 'values are nested too deep',
  TAG_RESOLVE_FAILED: 'a tag stands here, and tags are not read',
}

type Report = (node: unknown, sentence: string, remedy: string) => void

/** Walks the tree before it becomes values. Returns whether nothing was reported. */
function checkNode(node: unknown, depth: number, report: Report): boolean {
  if (depth > maxDepth)
    return refuseNode(report, node, `values are nested more than ${maxDepth} deep`, 'Flatten this part.')
  if (isAlias(node) || (isNode(node) && 'anchor' in node && node.anchor !== undefined)) {
    return refuseNode(report, node, 'an anchor or alias stands here, and neither is read', 'Write the value out.')
  }
  if (isNode(node) && node.tag !== undefined && !plainTags.has(node.tag)) {
    return refuseNode(report, node, 'a tag stands here, and tags are not read', 'Remove the tag.')
  }
  if (isSeq(node)) return node.items.map((item) => checkNode(item, depth + 1, report)).every(Boolean)
  if (!isMap(node)) return true
  const seen = new Set<unknown>()
  return node.items
    .map(({ key, value }) => {
      const name = isScalar(key) ? key.value : key
      if (seen.has(name))
        return refuseNode(report, key, `the key ${shown(String(name))} stands twice`, 'Keep one of the two.')
      seen.add(name)
      return checkNode(key, depth + 1, report) && checkNode(value, depth + 1, report)
    })
    .every(Boolean)
}

const plainTags = new Set(
  ['map', 'seq', 'str', 'int', 'float', 'bool', 'null'].map((tag) => `tag:yaml.org,2002:${tag}`),
)

function refuseNode(report: Report, node: unknown, sentence: string, remedy: string): false {
  report(node, sentence, remedy)
  return false
}

function decode(name: string, bytes: Uint8Array, problems: Problems): string | null {
  if (bytes.length > maxBytes) {
    problems.add({ file: name, sentence: `the file is larger than ${maxBytes / 1_048_576} MiB`, remedy: 'Split it.' })
    return null
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch (cause) {
    const why = cause instanceof Error ? cause.name : 'error'
    problems.add({ file: name, sentence: `the file is not UTF-8 (${why})`, remedy: 'Save it again as UTF-8.' })
    return null
  }
}

function nearestNode(document: Document, path: readonly PropertyKey[]): unknown {
  for (let length = path.length; length > 0; length -= 1) {
    const node = document.getIn(path.slice(0, length), true)
    if (isNode(node)) return node
  }
  return document.contents
}

function keyOffset(document: Document, path: readonly PropertyKey[], key: string): number | undefined {
  const map = path.length === 0 ? document.contents : document.getIn(path, true)
  if (!isMap(map)) return startOf(nearestNode(document, path))
  const pair = map.items.find((item) => isScalar(item.key) && item.key.value === key)
  return startOf(pair?.key ?? map)
}

function startOf(node: unknown): number | undefined {
  return isNode(node) ? node.range?.[0] : undefined
}
