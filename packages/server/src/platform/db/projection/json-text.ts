import { EvidentiaError } from '@evidentia/core'

/** A value as `jsonb` takes it. */
export function toJsonText(value: object): string {
  const text = JSON.stringify(value)
  // PostgreSQL's jsonb cannot hold it, so it must not enter the log either.
  if (text.includes(String.raw`\u0000`))
    throw new EvidentiaError('invalid-input', 'A text holds a NUL character; remove it.')
  return text
}
