import { Refusal } from './explain-error.ts'

/** Collects an option that may be given several times. */
export function collect(value: string, previous: readonly string[] | undefined): string[] {
  return [...(previous ?? []), value]
}

/** `FROM..TO`, both days included, unchecked; null when the text is not of that form. */
export function splitRange(text: string): { from: string; to: string } | null {
  const [from, to, ...more] = text.split('..')
  return from === undefined || to === undefined || more.length > 0 ? null : { from, to }
}

/** The value a schema accepts, or a usage error naming the option. Structural, so that no schema library loads here. */
export function readOption<T>(option: string, schema: Schema<T>, value: unknown): T {
  const parsed = schema.safeParse(value)
  if (parsed.success) return parsed.data
  throw new Refusal(2, `${option}: ${parsed.error.issues[0]?.message ?? 'the value is not accepted'}.`)
}

interface Schema<T> {
  safeParse(
    value: unknown,
  ):
    | { readonly success: true; readonly data: T }
    | { readonly success: false; readonly error: { readonly issues: readonly { readonly message: string }[] } }
}
