import { dueAfter } from '../assessment/findings.ts'
import type { Knowledge } from '../assessment/judge-row.ts'
import { organizationOn } from '../assessment/judge-row.ts'
import { ownersOf } from '../assessment/obligations.ts'
import { operatedControl } from '../assessment/operated-control.ts'
import type { Episode, Phase } from './episode.ts'
import type { DatedAct, FindingActBody } from './finding-acts.ts'
import type { FindingTrace } from './finding-trace.ts'

/** What the programme alone says, on any day. */
type ProgramKnowledge = Pick<Knowledge, 'catalog' | 'history'>

const noOwners = { owner: null, backupOwner: null }

/**
 * The trace of a finding that somebody raised, from what was done about it, in the order of the log. A verification ends it, since no
 * standing could show it; raised again, it has recurred. Null where nobody raised it.
 */
export function traceRaised(acts: readonly DatedAct[], knowledge: ProgramKnowledge): FindingTrace | null {
  const episodes: Episode[] = []
  let body: FindingActBody<'finding-raised'> | undefined
  for (const act of acts) {
    const open = episodes.at(-1)
    if (act.kind === 'finding-raised' && open?.until !== null) {
      ;({ body } = act)
      const phase = phaseOf(body, act.day, knowledge)
      episodes.push({
        since: act.day,
        found: act.day,
        until: null,
        phases: [phase],
        closing: null,
        entry: act.entry,
      })
    } else if (act.kind === 'finding-verified' && open?.until === null)
      episodes[episodes.length - 1] = { ...open, until: act.day }
  }
  if (body === undefined) return null
  return {
    id: body.finding,
    control: body.control ?? null,
    requirement: null,
    system: body.system ?? null,
    vendor: body.vendor ?? null,
    about: body.title,
    asks: null,
    episodes,
    rejections: [],
    disproof: null,
    newest: null,
  }
}

function phaseOf(body: FindingActBody<'finding-raised'>, day: string, { catalog, history }: ProgramKnowledge): Phase {
  const program = history.on(day)
  const tailoring = body.control === undefined ? undefined : program.control.get(body.control)
  const control = tailoring === undefined ? undefined : operatedControl(catalog, tailoring)
  const owners = tailoring === undefined || control === undefined ? noOwners : ownersOf(control, tailoring, program)
  return {
    from: day,
    since: day,
    kind: 'raised',
    isLate: true,
    severity: body.severity,
    title: body.title,
    due: dueAfter(day, body.severity, organizationOn(history, day)?.findingTerms),
    ...owners,
    exception: null,
    newest: null,
    facts: body.detail === undefined ? [] : [body.detail],
  }
}
