import { count } from '../output/plain-text.ts'

interface Signature {
  readonly name: string
  readonly keyId: string
  readonly pinned: boolean
  readonly handedOver?: true
}

/** Who signed, and what that is worth to this reader. `own` is where an untrusted key came from. */
export function renderSigners(signedBy: readonly Signature[], own: string): string[] {
  const isPinned = signedBy.some(({ pinned }) => pinned)
  const sealer = signedBy.some(({ handedOver }) => handedOver === true)
    ? 'the successor of a key you named'
    : 'a key you named'
  return [
    ...signedBy.map(({ name, keyId }) => `  signature  valid, by ${name} (key ${keyId})`),
    isPinned
      ? `Nothing was changed since it was sealed, and ${sealer} sealed it.`
      : `Nothing was changed since it was sealed. By whom is not shown: that was checked with ${own}; name a key you trust with --key.`,
  ]
}

/** Everything that does not hold, each with where. */
export function renderProblems(
  path: string,
  problems: readonly { readonly where: string; readonly problem: string }[],
): string[] {
  return [
    `${path}: NOT verified, ${count(problems.length, 'problem')}`,
    ...problems.map(({ where, problem }) => `  ${where}: ${problem}`),
    'Do not rely on it; get it again from whoever made it.',
  ]
}
