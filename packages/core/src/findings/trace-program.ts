import type { Knowledge } from '../assessment/judge-row.ts'
import { dueAfter } from '../assessment/findings.ts'
import { organizationOn } from '../assessment/judge-row.ts'
import { findProgramGaps } from '../assessment/program-findings.ts'
import type { ProgramHistory } from '../assessment/program-history.ts'
import type { Finding } from '../assessment/row.ts'
import type { FindingTerms } from '../program/organization.ts'
import { addDays, addMonths } from '../time/date.ts'
import { proveProgramClosing } from './closing-of-program.ts'
import type { Episode, Look, Sighting } from './episode.ts'
import { listEpisodes } from './episode.ts'
import type { FindingTrace } from './finding-trace.ts'

/** The findings about the programme itself, each through time up to `until`, and the first later day on which one can turn. */
export function traceProgram(
  { catalog, history }: Pick<Knowledge, 'catalog' | 'history'>,
  until: string,
): { readonly traces: FindingTrace[]; readonly expires: string | null } {
  const days = listProgramDays(history)
  const past = days.filter((day) => day <= until)
  // It was looked at last on the last of them; nothing happened to it since.
  const lastOn = past.at(-1) ?? until
  const sightings = new Map<string, Sighting[]>()
  const newest = new Map<string, Finding>()
  for (const day of past) {
    const organization = organizationOn(history, day)
    const gaps = organization === undefined ? [] : findProgramGaps(catalog, history.on(day), organization, day)
    const found = new Map(gaps.map((gap) => [gap.id, gap]))
    for (const id of new Set([...sightings.keys(), ...found.keys()])) {
      const gap = found.get(id)
      const seen = sightings.get(id) ?? []
      const look = gap === undefined ? null : lookOf(gap, seen, day, organization?.findingTerms)
      seen.push({ from: day, look })
      sightings.set(id, seen)
      if (gap !== undefined) newest.set(id, gap)
    }
  }
  const traces = [...newest.values()].map((gap): FindingTrace => {
    const episodes = listEpisodes(sightings.get(gap.id) ?? []).map((episode): Episode => {
      if (episode.until === null) return episode
      return { ...episode, closing: proveProgramClosing(history, gap, episode.until) }
    })
    const isOpen = episodes.at(-1)?.until === null
    const { id, title, facts, ...named } = gap
    return {
      id,
      control: named.control,
      requirement: named.requirement,
      system: named.system,
      vendor: named.vendor,
      about: title,
      asks: null,
      episodes,
      rejections: [],
      disproof: null,
      newest: isOpen ? { on: lastOn, facts } : null,
    }
  })
  return { traces, expires: days.find((day) => day > until) ?? null }
}

/** A gap that was gone in between began again on the day it showed again, and is due from then on. */
function lookOf(gap: Finding, seen: readonly Sighting[], day: string, terms: FindingTerms | undefined): Look {
  const { kind, severity, title, owner, facts } = gap
  const gone = seen.findLastIndex(({ look }) => look === null)
  const start = seen[gone + 1]?.from ?? day
  const isAgain = gone > -1 && gap.since < start
  const [since, due] = isAgain ? [start, dueAfter(start, severity, terms)] : [gap.since, gap.due]
  const base = { since, kind, severity, title, due, owner, facts }
  return { ...base, backupOwner: null, isLate: true, exception: null, newest: null }
}

/** The days on which the programme can turn into a gap or out of one: between two of them nothing happens to it. */
function listProgramDays(history: ProgramHistory): string[] {
  const days = new Set(history.days)
  for (const id of history.idsOf('person'))
    for (const { body } of history.versionsOf('person', id)) if (body?.left !== undefined) days.add(body.left)
  for (const id of history.idsOf('control')) {
    for (const { body } of history.versionsOf('control', id)) {
      if (body !== null) days.add(body.adopted)
      if (body?.retired !== undefined) days.add(addDays(body.retired, 1))
    }
  }
  for (const id of history.idsOf('decision'))
    for (const { body } of history.versionsOf('decision', id))
      if (body !== null) days.add(body.decided).add(addDays(body.review, 1))
  for (const id of history.idsOf('policy'))
    for (const { body } of history.versionsOf('policy', id))
      if (body?.approval !== undefined) days.add(addDays(addMonths(body.approval.on, body.reviewMonths), 1))
  const first = history.days[0]
  return first === undefined ? [] : [...days].filter((day) => day >= first).toSorted()
}
