import type { FindingKind } from '@evidentia/core'

/** What a kind of finding is called. */
export const findingKindWords: { readonly [K in FindingKind]: string } = {
  'failing-check': 'Failing check',
  'missing-evidence': 'Missing evidence',
  'overdue-evidence': 'Overdue evidence',
  'unknown-result': 'Unknown result',
  owner: 'Ownership',
  'unknown-control': 'Unknown control',
  'addressable-decision': 'Decision',
  'policy-review': 'Policy review',
  raised: 'Raised by a person',
}
