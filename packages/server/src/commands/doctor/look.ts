/** What one look found: `good`, `note` (works, could be better) or `bad` (will lose or betray something). */
export interface Look {
  readonly what: string
  readonly state: 'good' | 'note' | 'bad'
  readonly sentence: string
}

export function look(what: string, state: Look['state'], sentence: string): Look {
  return { what, state, sentence }
}
