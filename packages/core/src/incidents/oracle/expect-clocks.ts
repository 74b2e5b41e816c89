import { lastSecond, toDay, wallDay } from './calendar.ts'

/**
 * What the regulation asks, told straight from its text (45 CFR 164.404 to 164.412) about a generated story, not about facts. It
 * imports nothing of the implementation.
 */
export interface Story {
  readonly now: number
  readonly zone: string
  /** When subcontractor, business associate and covered entity first knew by themselves; null for never. */
  readonly knew: readonly [number | null, number | null, number | null]
  readonly happened: number
  /** Whether the lower of each pair is an agent: subcontractor of associate, associate of entity. */
  readonly agent: readonly [boolean, boolean]
  /** When the lower told the upper; null for not. */
  readonly told: readonly [number | null, number | null]
  /** The term of each agreement, in hours or days. */
  readonly term: readonly [Term, Term]
  /** Counts as they were learned: at an instant, one State and everybody, and whether they are final. */
  readonly counts: readonly { at: number; inState: number; all: number; final: boolean }[]
  readonly statement: { at: number; untilDay: number | null } | null
  readonly letters: number | null
  readonly portal: number | null
  readonly press: number | null
}
export type Term = { hours: number } | { days: number }

export interface Expected {
  readonly due: number | null
  readonly state: string
}

const day = (ms: number, zone: string) => wallDay(ms, zone).day

/** The clocks by name. */
export function expectClocks(story: Story): Record<string, Expected> {
  const { now, zone } = story
  const past = (ms: number | null) => (ms !== null && ms <= now ? ms : null)
  const knew = story.knew.map(past)
  const told = story.told.map(past)

  // Discovery, from the bottom of the chain up.
  const first = (...list: (number | null | undefined)[]) =>
    list.reduce<number | null>(
      (least, ms) => (typeof ms !== 'number' ? least : least === null ? ms : Math.min(least, ms)),
      null,
    )
  const sub = first(knew[0])
  const associate = first(knew[1], told[0], story.agent[0] ? sub : null)
  const entity = first(knew[2], told[1], story.agent[1] ? associate : null)

  // A statement of law enforcement to the covered entity. Oral: 30 days.
  const oral = story.statement !== null && story.statement.at <= now ? story.statement : null
  const silence = oral === null ? null : lastSecond(oral.untilDay ?? day(oral.at, zone) + 30, zone)
  const postpone = (due: number) =>
    oral === null || silence === null || oral.at > due
      ? { due, quiet: null }
      : { due: Math.max(due, silence), quiet: silence }

  const verdict = (due: number, sent: number | null, sure: boolean, quiet: number | null = null): Expected => {
    if (sent !== null && sent <= due) return { due, state: 'stopped' }
    if (!sure) return { due, state: 'unknown' }
    if (sent !== null || now > due) return { due, state: 'late' }
    return { due, state: quiet !== null && now <= quiet ? 'delayed' : 'running' }
  }
  const none: Expected = { due: null, state: 'not-applicable' }

  const known = story.counts.filter(({ at }) => at <= now).at(-1) ?? null
  const start = entity ?? story.happened
  const sixty = postpone(lastSecond(day(start, zone) + 60, zone))
  const nobody = known !== null && known.final && known.all === 0
  const letters = past(story.letters)
  const answer: Record<string, Expected> = {
    individuals: nobody ? none : verdict(sixty.due, letters, entity !== null, sixty.quiet),
  }

  // MORE THAN 500 residents of one State.
  const portal = past(story.portal)
  if (known !== null) {
    const over = known.inState > 500
    answer['media'] =
      over || !known.final ? verdict(sixty.due, past(story.press), entity !== null && over, sixty.quiet) : none
  }

  // 500 OR MORE in all; fewer: 60 days after the year of DISCOVERY.
  const large = known !== null && known.all >= 500
  if (nobody) answer['hhs'] = none
  else if (large || known === null || !known.final) {
    answer['hhs'] = verdict(sixty.due, portal, entity !== null && large, sixty.quiet)
  } else {
    const year = wallDay(start, zone).year
    const small = postpone(lastSecond(toDay(year, 12, 31) + 60, zone))
    answer['hhs'] = verdict(small.due, portal, entity !== null, small.quiet)
  }

  // Up the chain: 60 days, and the agreement's own term.
  for (const [index, discovered] of [sub, associate].entries()) {
    const from = discovered ?? story.happened
    const sent = told[index] ?? null
    const term = story.term[index]
    const name = index === 0 ? 'low' : 'high'
    answer[`upstream:${name}`] = verdict(lastSecond(day(from, zone) + 60, zone), sent, discovered !== null)
    if (term === undefined) continue
    const due = 'hours' in term ? from + term.hours * 3_600_000 : lastSecond(day(from, zone) + term.days, zone)
    answer[`agreement:${name}`] = verdict(due, sent, discovered !== null)
  }
  return answer
}
