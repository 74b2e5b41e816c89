import type { z } from 'zod'
import { shown } from '../source-file/refusal.ts'
import type { Problems } from './problem.ts'
import type { YamlFile } from './yaml-file.ts'

type Issue = z.core.$ZodIssue

/** `value` at `path` of `file` as `schema` reads it, or null with each thing wrong added to `problems` as one sentence. */
export function parseAt<S extends z.ZodType>(
  schema: S,
  file: YamlFile,
  path: readonly PropertyKey[],
  value: unknown,
  problems: Problems,
): z.output<S> | null {
  const parsed = schema.safeParse(value)
  if (parsed.success) return parsed.data
  for (const issue of parsed.error.issues) {
    if (problems.full) break
    addIssue(issue, file, path, value, problems)
  }
  return null
}

function addIssue(
  issue: Issue,
  file: YamlFile,
  path: readonly PropertyKey[],
  value: unknown,
  problems: Problems,
): void {
  const at = [...path, ...issue.path]
  if (issue.code === 'unrecognized_keys') {
    for (const key of issue.keys) {
      if (problems.full) return
      problems.add({
        file: file.name,
        line: file.lineOfKey(at, key),
        field: fieldName([...issue.path, key]),
        sentence: `there is no field ${shown(key)} here`,
        remedy: 'Remove it or correct its name.',
      })
    }
    return
  }
  const missing = valueAt(value, issue.path) === undefined
  problems.add({
    file: file.name,
    line: file.lineOf(at),
    field: fieldName(issue.path),
    sentence: missing ? 'this field is missing' : describeIssue(issue, valueAt(value, issue.path)),
    remedy: missing ? 'Add it.' : 'Correct the value.',
  })
}

function describeIssue(issue: Issue, value: unknown): string {
  const found = typeof value === 'string' ? shown(value) : describeType(value)
  if (issue.code === 'invalid_type') return `${found} stands where ${wanted[issue.expected] ?? issue.expected} belongs`
  if (issue.code === 'invalid_value') return `${found} is none of ${issue.values.map(String).join(', ')}`
  if (issue.code === 'too_big') return `${found} is longer or larger than ${issue.maximum}`
  if (issue.code === 'too_small') return `${found} is shorter or smaller than ${issue.minimum}`
  // What is wrong with a whole mapping is said by its rule; its words would only be repeated.
  if (issue.code === 'custom' && typeof value === 'object') return lowerFirst(issue.message)
  return `${found} cannot be read: ${lowerFirst(issue.message)}`
}

const wanted: Readonly<Record<string, string>> = {
  string: 'text',
  object: 'a mapping',
  record: 'a mapping',
  array: 'a list',
  int: 'a whole number',
  number: 'a number',
  boolean: 'true or false',
}

function describeType(value: unknown): string {
  if (value === null) return 'nothing'
  if (Array.isArray(value)) return 'a list'
  return typeof value === 'object' ? 'a mapping' : JSON.stringify(value)
}

function fieldName(path: readonly PropertyKey[]): string | undefined {
  return path.length === 0 ? undefined : path.map(String).join('.')
}

function valueAt(value: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (inner, key) => (typeof inner === 'object' && inner !== null ? Reflect.get(inner, key) : undefined),
    value,
  )
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1)
}
