import { isSecretName } from './path.ts'
import { isAttributes } from './schema.ts'

export interface Withheld {
  /** What was sent, without any password. */
  readonly value: unknown
  /** Whether there was one. */
  readonly isShortened: boolean
}

/**
 * Takes passwords out of what was sent, before anything is kept of it: attributes so called at any depth, and the values of PATCH
 * operations whose path ends in one.
 */
export function withholdPasswords(sent: unknown): Withheld {
  if (Array.isArray(sent)) {
    const parts = sent.map(withholdPasswords)
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
    const inner = withholdPasswords(value)
    isShortened ||= inner.isShortened
    kept.push([key, inner.value])
  }
  return { value: Object.fromEntries(kept), isShortened }
}
