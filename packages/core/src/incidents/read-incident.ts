import { judgeBreach } from './breach-assessment.ts'
import type { IncidentAct, IncidentActKind, IncidentActOf, IncidentStage } from './incident-acts.ts'
import { type IncidentFact, incidentFactSchema } from './incident-fact.ts'
import type { AssessmentView, IncidentRecord } from './incident-record.ts'

/**
 * Puts an incident together from what was recorded of it by `knownAt`, in log order; all of it without an instant. Null where it was
 * not opened by then.
 */
export function readIncident(all: readonly IncidentAct[], knownAt?: string): IncidentRecord | null {
  const limit = knownAt === undefined ? Number.POSITIVE_INFINITY : Date.parse(knownAt)
  const acts = all.filter(({ recordedAt }) => Date.parse(recordedAt) <= limit)
  const [opened] = of(acts, 'incident-opened')
  if (opened === undefined) return null
  const { incident, occurred, playbook, ...said } = opened.body
  const changed = of(acts, 'incident-changed').reduce((sum, { body }) => ({ ...sum, ...changesOf(body) }), {
    ...said,
    ...(occurred === undefined ? {} : { occurred }),
    ...(playbook === undefined ? {} : { playbook }),
  } as Said)
  const stages = of(acts, 'incident-stage-reached').map((act) => {
    const { stage, at, note } = act.body
    return { ...sealedOf(act), stage, at, note }
  })
  const steps = new Map(of(acts, 'playbook-step-worked').map((act) => [`${act.body.playbook} ${act.body.step}`, act]))
  return {
    ...changed,
    occurred: changed.occurred ?? null,
    playbook: changed.playbook ?? null,
    id: incident,
    stage: stages.at(-1)?.stage ?? 'open',
    opened: sealedOf(opened),
    stages,
    facts: listFacts(acts),
    assessments: listAssessments(acts),
    decisions: of(acts, 'incident-decision-logged').map(shown),
    steps: [...steps.values()].map(shown),
    lessons: listLessons(acts),
    postmortem: findPostmortem(acts),
    times: timesOf(changed.detected, changed.occurred, stages),
  }
}

/** The facts of an incident as clocks read them, each recorded when its entry was sealed. */
export function factsOfActs(acts: readonly IncidentAct[]): IncidentFact[] {
  return of(acts, 'incident-fact-recorded').map(factOf)
}

type Said = Omit<IncidentActOf<'incident-opened'>['body'], 'incident'>

function changesOf(body: IncidentActOf<'incident-changed'>['body']): Partial<Said> {
  const { incident: _, reason: __, ...changes } = body
  return Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined))
}

function of<K extends IncidentActKind>(acts: readonly IncidentAct[], kind: K): IncidentActOf<K>[] {
  return acts.filter((act): act is Extract<IncidentAct, IncidentActOf<K>> => act.kind === kind)
}

function sealedOf({ entry, recordedAt, by }: IncidentAct) {
  return { entry, recordedAt, by: by.name }
}

function shown<B extends { readonly incident: string }>(act: {
  readonly entry: number
  readonly recordedAt: string
  readonly by: { readonly name: string }
  readonly body: B
}): Omit<B, 'incident'> & { entry: number; recordedAt: string; by: string } {
  const { incident: _, ...body } = act.body
  return { ...body, entry: act.entry, recordedAt: act.recordedAt, by: act.by.name }
}

function factOf({ body, recordedAt }: IncidentActOf<'incident-fact-recorded'>): IncidentFact {
  return incidentFactSchema.parse({ ...body.fact, recorded: recordedAt })
}

function listFacts(acts: readonly IncidentAct[]): IncidentRecord['facts'] {
  const versions = of(acts, 'incident-fact-recorded').map((act) => ({
    by: act.by.name,
    entry: act.entry,
    fact: factOf(act),
  }))
  return [...Map.groupBy(versions, ({ fact }) => fact.id)].map(([id, own]) => ({ id, versions: own }))
}

function listAssessments(acts: readonly IncidentAct[]): AssessmentView[] {
  const byParty = Map.groupBy(of(acts, 'breach-assessed'), ({ body }) => body.party)
  return [...byParty].flatMap(([party, versions]) => {
    const newest = versions.at(-1)
    if (newest === undefined) return []
    const { version, assessment, reason } = newest.body
    const isOwn = ({ body }: IncidentActOf<'breach-decided' | 'breach-seconded'>) =>
      body.party === party && body.version === version
    const decided = of(acts, 'breach-decided').findLast(isOwn)
    const second = of(acts, 'breach-seconded').findLast((act) => isOwn(act) && act.entry > (decided?.entry ?? 0))
    const decision =
      decided === undefined || second === undefined
        ? null
        : {
            outcome: decided.body.outcome,
            at: second.recordedAt,
            by: decided.body.person,
            second: second.body.person,
          }
    const { standing, citation, missing } = judgeBreach({ ...assessment, decision })
    return {
      ...sealedOf(newest),
      party,
      version,
      reason: reason ?? null,
      assessment,
      decided:
        decided === undefined
          ? null
          : { ...sealedOf(decided), outcome: decided.body.outcome, person: decided.body.person },
      seconded: second === undefined ? null : { ...sealedOf(second), person: second.body.person },
      standing,
      citation,
      missing,
    }
  })
}

function listLessons(acts: readonly IncidentAct[]): IncidentRecord['lessons'] {
  const closings = of(acts, 'incident-lesson-closed')
  const newest = new Map(of(acts, 'incident-lesson-recorded').map((act) => [act.body.lesson, act]))
  return [...newest.values()].map((act) => {
    const closed = closings.findLast(({ body, entry }) => body.lesson === act.body.lesson && entry > act.entry)
    return { ...shown(act), closed: closed === undefined ? null : shown(closed) }
  })
}

function findPostmortem(acts: readonly IncidentAct[]): IncidentRecord['postmortem'] {
  const planned = of(acts, 'postmortem-planned').at(-1)
  if (planned === undefined) return null
  const held = of(acts, 'postmortem-held').at(-1)
  return { ...shown(planned), held: held === undefined ? null : shown(held) }
}

function timesOf(
  detected: string,
  occurred: string | undefined,
  stages: readonly { readonly stage: IncidentStage; readonly at: string }[],
): IncidentRecord['times'] {
  const between = (from: string | undefined, to: string | undefined) =>
    from === undefined || to === undefined ? null : Math.floor((Date.parse(to) - Date.parse(from)) / 1000)
  const reached = (stage: IncidentStage) => stages.findLast((one) => one.stage === stage)?.at
  return {
    toDetect: between(occurred, detected),
    toContain: between(detected, reached('contained')),
    toRecover: between(detected, reached('recovered')),
  }
}
