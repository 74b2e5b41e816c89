import { useDebouncedValue } from '@mantine/hooks'
import { useMutation, useQuery } from '@tanstack/react-query'
import type { Answer } from '../../client/answers.ts'
import { call } from '../../client/call.ts'
import { useOrganization } from '../../client/organization.ts'
import { type CheckDraft, composeDefinition } from './check-draft.ts'

export type TrialResult = NonNullable<Answer<'tryCheck'>['result']>
type Fault = Answer<'tryCheck'>['faults'][number]

const pauseMs = 400

/** What keeps a draft from being a check, told while it is written. */
export interface Faults {
  readonly all: readonly Fault[]
  /** Whether the draft as it stands now was looked at. */
  readonly isKnown: boolean
  readonly error: Error | null
  /** What is wrong with one field; nothing of a field that nobody has filled in yet. */
  readonly of: (field: string) => string | undefined
  /** Whether a fault is only that nothing is there yet. */
  readonly isBlank: (fault: Fault) => boolean
}

/** Asks for faults of the definition alone, whenever the typing pauses; no record is read for it. */
export function useFaults(draft: CheckDraft): Faults {
  const organization = useOrganization()
  const definition = composeDefinition(draft)
  const [asked] = useDebouncedValue(JSON.stringify(definition), pauseMs)
  const answer = useQuery({
    queryKey: [organization, 'tryCheck', asked],
    queryFn: async ({ signal }) =>
      call('tryCheck', { body: { definition: JSON.parse(asked) } }, { organization, signal }),
    placeholderData: (before) => before,
  })
  const all = answer.data?.faults ?? []
  const isKnown = answer.data !== undefined && !answer.isPlaceholderData && asked === JSON.stringify(definition)
  return {
    all,
    isKnown,
    error: answer.error,
    isBlank: ({ field }) => isBlank(draft, field),
    of: (field) => {
      const fault = all.find((one) => one.field === field)
      return fault === undefined || isBlank(draft, field) ? undefined : describeFault(fault)
    },
  }
}

/** A fault as one sentence: where in its text, and what. */
export function describeFault({ field, line, column, sentence }: Fault): string {
  const place = isExpression(field) ? `line ${line}, column ${column}: ` : ''
  const text = `${place}${sentence}`
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}${text.endsWith('.') ? '' : '.'}`
}

/** Tries a draft on what it names. Reading those records is sealed in the log, so it happens when somebody asks for it. */
export function useTrial() {
  const organization = useOrganization()
  return useMutation({
    mutationFn: async (draft: CheckDraft) => {
      const on = draft.on === 'evidence' ? { evidence: draft.evidence } : { population: draft.frozen }
      const answer = await call('tryCheck', { body: { definition: composeDefinition(draft), ...on } }, { organization })
      return { ...answer, of: keyOf(draft) }
    },
  })
}

/** What a trial was of: another text is another trial. */
export function keyOf(draft: CheckDraft): string {
  const on = draft.on === 'evidence' ? draft.evidence : draft.frozen
  return JSON.stringify([composeDefinition(draft), on])
}

function isExpression(field: string): boolean {
  return ['expression', 'appliesTo', 'join.key', 'join.equals'].includes(field)
}

function isBlank(draft: CheckDraft, field: string): boolean {
  const typed: unknown = Object.hasOwn(draft, field) ? Reflect.get(draft, field) : null
  return typed === ''
}
