import type { FindingAct, FindingActBody, FindingActKind } from '../findings/finding-acts.ts'

/** An act at noon (UTC) of `day`, in the order of `entry`. */
export function act<K extends FindingActKind>(
  kind: K,
  day: string,
  body: FindingActBody<K>,
  { entry = 100, by = 'bob' }: { readonly entry?: number; readonly by?: string } = {},
): FindingAct {
  const name = by.charAt(0).toUpperCase() + by.slice(1)
  return { kind, entry, recordedAt: `${day}T12:00:00Z`, by: { id: by, name }, body } as FindingAct
}
