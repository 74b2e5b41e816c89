import type { Cadence, Control, Scope, Tailoring } from '@evidentia/core'

type OwnChecks = NonNullable<NonNullable<Tailoring['evidence']>[string]['checks']>

/** What is typed for one evidence requirement; empty means as the library has it. */
export interface EvidenceDraft {
  readonly cadence: Cadence
  readonly graceDays: string
  readonly systemOfRecord: string
  readonly notApplicable: string
  /** Checks added, and values set for checks: kept as recorded, since this form does not show them. */
  readonly checks: OwnChecks | null
}

/** A tailoring while it is edited; null means as the library has it. */
export interface TailoringDraft {
  readonly adopted: string
  readonly owner: string
  readonly backupOwner: string
  readonly reason: string
  readonly scope: Scope | null
  readonly policyClause: string | null
  /** One text for each part of the control's implementation, in its order. */
  readonly implementation: readonly string[] | null
  readonly evidence: { readonly [requirement: string]: EvidenceDraft }
}

/** Begins with what is operated, or with an adoption today. */
export function readTailoring(control: Control, tailoring: Tailoring | null, today: string): TailoringDraft {
  const isRetired = tailoring?.retired !== undefined
  return {
    adopted: tailoring === null || isRetired ? today : tailoring.adopted,
    owner: tailoring?.owner ?? '',
    backupOwner: tailoring?.backupOwner ?? '',
    reason: isRetired ? '' : (tailoring?.reason ?? ''),
    scope: tailoring?.scope ?? null,
    policyClause: tailoring?.policyClause ?? null,
    implementation: tailoring?.implementation?.map(({ text }) => text) ?? null,
    evidence: Object.fromEntries(
      control.evidence.map(({ id }) => {
        const own = tailoring?.evidence?.[id]
        return [
          id,
          {
            cadence: own?.cadence ?? '',
            graceDays: own?.graceDays === undefined ? '' : String(own.graceDays),
            systemOfRecord: own?.systemOfRecord ?? '',
            notApplicable: own?.notApplicable ?? '',
            checks: own?.checks ?? null,
          },
        ]
      }),
    ),
  }
}

/** Whether the draft departs from the library in something that needs a reason. */
export function needsReason({ scope, policyClause, implementation }: TailoringDraft): boolean {
  return scope !== null || policyClause !== null || implementation !== null
}

/** The document to record. It names the version operated; nothing of the library's own words is copied into it. */
export function composeTailoring(control: Control, version: number, draft: TailoringDraft): Tailoring {
  const implementation = draft.implementation
  const evidence = Object.entries(draft.evidence).flatMap(([id, own]) => {
    const parts = composeEvidence(own)
    return Object.keys(parts).length === 0 ? [] : [[id, parts] as const]
  })
  return {
    id: control.id,
    version,
    adopted: draft.adopted,
    ...stated('owner', draft.owner),
    ...stated('backupOwner', draft.backupOwner),
    ...stated('reason', draft.reason),
    ...(draft.scope === null ? {} : { scope: draft.scope }),
    ...(draft.policyClause === null ? {} : { policyClause: draft.policyClause.trim() }),
    ...(implementation === null
      ? {}
      : {
          implementation: control.implementation.map((part, index) => ({
            for: part.for,
            text: implementation[index]?.trim() ?? part.text,
          })),
        }),
    ...(evidence.length === 0 ? {} : { evidence: Object.fromEntries(evidence) }),
  }
}

function composeEvidence({ cadence, graceDays, systemOfRecord, notApplicable, checks }: EvidenceDraft) {
  return {
    ...(cadence === '' ? {} : { cadence }),
    ...(graceDays.trim() === '' ? {} : { graceDays: Number(graceDays) }),
    ...stated('systemOfRecord', systemOfRecord),
    ...stated('notApplicable', notApplicable),
    ...(checks === null ? {} : { checks }),
  }
}

function stated<N extends string>(name: N, words: string): { readonly [K in N]?: string } {
  // A computed key widens to string; the one key set here is N.
  return (words.trim() === '' ? {} : { [name]: words.trim() }) as { readonly [K in N]?: string }
}
