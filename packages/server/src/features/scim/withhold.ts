import { ScimRefusal } from '../../platform/http/scim-problem.ts'
import { isSecretName } from './path.ts'
import { isAttributes } from './schema.ts'

export interface Withheld {
  /** What was sent, without any password. */
  readonly value: unknown
  /** Whether there was one. */
  readonly isShortened: boolean
}

const deepest = 20

/**
 * Takes passwords out of what was sent, before anything is kept of it: attributes so called at any depth, and the values of PATCH
 * operations whose path ends in one.
 */
export function withholdPasswords(sent: unknown, depth = 0): Withheld {
  if (depth > deepest) throw new ScimRefusal('invalidValue', 'The body is nested too deep.')
  if (typeof sent === 'string' && !isStorable(sent))
    throw new ScimRefusal('invalidValue', 'A text holds a NUL or half a character.')
  if (Array.isArray(sent)) {
    const parts = sent.map((part) => withholdPasswords(part, depth + 1))
    return { value: parts.map(({ value }) => value), isShortened: parts.some(({ isShortened }) => isShortened) }
  }
  if (!isAttributes(sent)) return { value: sent, isShortened: false }
  const pathKey = Object.keys(sent).find((key) => key.toLowerCase() === 'path')
  const path = pathKey === undefined ? undefined : sent[pathKey]
  const isOfSecret = typeof path === 'string' && isSecretName(path)
  let isShortened = false
  const kept: [string, unknown][] = []
  for (const [key, value] of Object.entries(sent)) {
    if (isSecretName(key) || (isOfSecret && key.toLowerCase() === 'value')) {
      isShortened = true
      continue
    }
    if (!isStorable(key)) throw new ScimRefusal('invalidValue', 'A name holds a NUL or half a character.')
    const inner = withholdPasswords(value, depth + 1)
    isShortened ||= inner.isShortened
    kept.push([key, inner.value])
  }
  return { value: Object.fromEntries(kept), isShortened }
}

/** What no importer would read back must not come in: it would keep all else of a snapshot from being evidence. */
function isStorable(text: string): boolean {
  return text.isWellFormed() && !text.includes('\0')
}
