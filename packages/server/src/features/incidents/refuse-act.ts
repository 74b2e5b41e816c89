import { type Catalog, EvidentiaError, type IncidentRecord, type Program, type StatedAct } from '@evidentia/core'
import { refuseStrangers } from './people.ts'

interface Ground {
  readonly program: Program
  readonly catalog: Catalog
  readonly today: string
  /** Null while it is being opened. */
  readonly incident: IncidentRecord | null
}

/** Refuses an act that speaks of what is not there, of what is yet to happen, or of another version than the next. */
export function refuseAct(act: StatedAct, { program, catalog, today, incident }: Ground): void {
  refuseFuture(act)
  switch (act.kind) {
    case 'incident-changed':
      refuseStrangers(program, today, { commander: act.commander, backup: act.backup })
      if ((act.commander ?? incident?.commander) === (act.backup ?? incident?.backup))
        throw invalid('backup', 'The backup is another person than the commander.')
      for (const system of act.systems ?? [])
        if (!program.system.has(system)) throw invalid('systems', `There is no system called "${system}".`)
      if (act.playbook !== undefined && !catalog.playbooks.has(act.playbook))
        throw invalid('playbook', `There is no playbook called "${act.playbook}".`)
      if (isBefore(act.detected ?? incident?.detected, act.occurred ?? incident?.occurred))
        throw invalid('detected', 'It cannot be detected before it occurred.')
      return
    case 'incident-decision-logged':
      return refuseStrangers(program, today, { decidedBy: act.decidedBy })
    case 'incident-lesson-recorded':
    case 'postmortem-planned':
      return refuseStrangers(program, today, { owner: act.owner })
    case 'playbook-step-worked':
      return refuseUnknownStep(catalog, act)
    case 'incident-lesson-closed':
      if (incident?.lessons.every(({ lesson }) => lesson !== act.lesson) ?? true)
        throw invalid('lesson', `There is no lesson called "${act.lesson}".`)
      return
    case 'postmortem-held':
      if (incident?.postmortem === null || incident === null)
        throw new EvidentiaError('conflict', 'No postmortem is planned.', { remedy: 'Plan it first, with a due day.' })
      return
    case 'incident-fact-recorded':
      return refuseFact(act, incident)
    case 'breach-assessed':
      return refuseAssessment(act, incident)
    case 'incident-stage-reached':
      if (incident?.stage === act.stage) throw new EvidentiaError('conflict', `The incident is ${act.stage} already.`)
      if (isBefore(act.at, incident?.detected)) throw invalid('at', 'No stage is reached before it was detected.')
      return
    case 'incident-noted':
      if (isBefore(act.detected, act.occurred)) throw invalid('detected', 'It cannot be detected before it occurred.')
      return
  }
}

/** What was recorded says what has happened, not what is to happen. */
function refuseFuture(act: StatedAct): void {
  const fact = act.kind === 'incident-fact-recorded' ? act.fact : null
  const said: [field: string, at: unknown][] = [
    ['at', 'at' in act ? act.at : undefined],
    ['occurred', 'occurred' in act ? act.occurred : undefined],
    ['detected', 'detected' in act ? act.detected : undefined],
    ['fact.at', fact !== null && 'at' in fact ? fact.at : undefined],
  ]
  for (const [field, at] of said)
    if (typeof at === 'string' && Date.parse(at) > Date.now())
      throw invalid(field, 'That is yet to come; what is recorded has happened.')
}

function refuseFact(
  { fact }: Extract<StatedAct, { kind: 'incident-fact-recorded' }>,
  incident: IncidentRecord | null,
): void {
  if (fact.kind === 'decision')
    throw invalid(
      'fact.kind',
      'A decision about a breach is made on its assessment, by two people, each by an act of their own.',
    )
  const versions = incident?.facts.find(({ id }) => id === fact.id)?.versions ?? []
  const newest = versions.at(-1)?.fact
  if (fact.version !== versions.length + 1)
    throw new EvidentiaError(
      'conflict',
      newest === undefined
        ? `There is no fact ${fact.id} yet, so its version is 1.`
        : `The fact ${fact.id} has ${versions.length} versions, so a correction is version ${versions.length + 1}.`,
      { place: { field: 'fact.version' }, remedy: 'Read the incident again.' },
    )
  if (newest !== undefined && newest.kind !== fact.kind)
    throw invalid('fact.kind', `${fact.id} is a fact of the kind ${newest.kind}, and a correction keeps its kind.`)
  const parties = partiesOf(incident)
  for (const field of ['party', 'from', 'to'] as const) {
    if (fact.kind === 'party' || !(field in fact) || (field === 'to' && fact.kind !== 'agreement')) continue
    const named: unknown = Object.entries(fact).find(([key]) => key === field)?.[1]
    if (typeof named === 'string' && !parties.has(named))
      throw invalid(`fact.${field}`, `There is no party called "${named}" in this incident. Record it first.`)
  }
}

function refuseAssessment(
  { party, version, reason }: Extract<StatedAct, { kind: 'breach-assessed' }>,
  incident: IncidentRecord | null,
): void {
  if (!partiesOf(incident).has(party))
    throw invalid('party', `There is no party called "${party}" in this incident. Record it first.`)
  const next = (incident?.assessments.find((one) => one.party === party)?.version ?? 0) + 1
  if (version !== next)
    throw new EvidentiaError('conflict', `The next assessment of ${party} is version ${next}.`, {
      place: { field: 'version' },
      remedy: 'Read the incident again.',
    })
  if (version > 1 && reason === undefined) throw invalid('reason', 'Another version gives its reason.')
}

function partiesOf(incident: IncidentRecord | null): ReadonlySet<string> {
  const newest = (incident?.facts ?? []).flatMap(({ versions }) => versions.at(-1)?.fact ?? [])
  return new Set(newest.flatMap((fact) => (fact.kind === 'party' && !fact.withdrawn ? [fact.party] : [])))
}

function refuseUnknownStep(
  catalog: Catalog,
  { playbook, step }: Extract<StatedAct, { kind: 'playbook-step-worked' }>,
): void {
  const phases = catalog.playbooks.get(playbook)?.phases
  if (phases === undefined) throw invalid('playbook', `There is no playbook called "${playbook}".`)
  const known = phases.flatMap((phase) => phase.steps.map(({ id }) => `${phase.id}/${id}`))
  if (!known.includes(step)) throw invalid('step', `The playbook ${playbook} has no step ${step}.`)
}

function isBefore(a: string | null | undefined, b: string | null | undefined): boolean {
  return typeof a === 'string' && typeof b === 'string' && Date.parse(a) < Date.parse(b)
}

function invalid(field: string, sentence: string): EvidentiaError {
  return new EvidentiaError('invalid-input', sentence, { place: { field } })
}
