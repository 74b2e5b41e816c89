import type { FindingItem } from './finding-record.ts'

/** What would close a finding as it stands, in a sentence for whoever works on it. There is no other way to close one. */
export function describeWhatCloses({ kind, state, shows }: Pick<FindingItem, 'kind' | 'state' | 'shows'>): string {
  if (state === 'closed') return 'It is closed. If it comes back, it is reopened by itself.'
  if (kind !== 'raised' && !shows)
    return 'It shows no longer, and nothing that came proves that it is gone. It closes when somebody who neither answers for it nor worked on it names the evidence.'
  return whatCloses[kind]
}

const whatCloses: { readonly [K in FindingItem['kind']]: string } = {
  'failing-check':
    'It closes by itself when the same check passes on what is recorded later: evidence, or what it reads of the program.',
  'missing-evidence': 'It closes by itself when evidence for every interval that lacks it is recorded.',
  'overdue-evidence': 'It closes by itself when the evidence that is overdue is recorded.',
  'unknown-result': 'It closes by itself when something is recorded by which the row can be judged.',
  owner:
    'It closes by itself when every control it names has an owner and a backup owner who are two people and both there.',
  'unknown-control': 'It closes by itself when a version of the control that the catalog contains is adopted.',
  'addressable-decision': 'It closes by itself when a decision is recorded in writing, or the one there is made again.',
  'policy-review': 'It closes by itself when somebody approves the policy again.',
  raised: 'It closes when somebody who neither answers for it nor worked on it verifies it and names the evidence.',
}
