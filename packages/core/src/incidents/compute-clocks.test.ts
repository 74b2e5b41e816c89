import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { computeClocks } from './compute-clocks.ts'
import { incidentFactSchema } from './incident-fact.ts'
import type { Story, Term } from './oracle/expect-clocks.ts'
import { expectClocks } from './oracle/expect-clocks.ts'
import { tellFacts } from './oracle/story-facts.ts'

const dayMs = 86_400_000
// Zones with and without summer time, west and east, half hours, and midnights that do not exist (Beirut, Santiago).
const zones = [
  'America/New_York',
  'America/Phoenix',
  'America/Los_Angeles',
  'Pacific/Honolulu',
  'Asia/Kolkata',
  'Asia/Beirut',
  'America/Santiago',
  'UTC',
]
// Where rules turn: ends of common and leap years, 29 February, the changes of the clock in spring and autumn.
const turns = [
  '2023-12-31',
  '2024-01-01',
  '2024-02-28',
  '2024-02-29',
  '2024-03-10',
  '2024-11-03',
  '2024-12-31',
  '2025-03-09',
  '2025-12-31',
  '2027-12-31',
  '2028-02-29',
]

const base = fc
  .tuple(fc.constantFrom(...turns), fc.integer({ min: -2 * 86_400, max: 2 * 86_400 }))
  .map(([day, second]) => Date.parse(`${day}T12:00:00Z`) + second * 1000)
const maybe = (most: number) => fc.option(fc.integer({ min: 0, max: most }), { freq: 3 })
const people = fc.oneof(fc.constantFrom(0, 1, 9, 499, 500, 501, 502), fc.integer({ min: 0, max: 2000 }))
const term: fc.Arbitrary<Term> = fc.oneof(
  fc.integer({ min: 0, max: 120 }).map((hours) => ({ hours })),
  fc.integer({ min: 0, max: 60 }).map((days) => ({ days })),
)
const story: fc.Arbitrary<Story> = fc
  .record({
    happened: base,
    zone: fc.constantFrom(...zones),
    asked: fc.integer({ min: 0, max: 500 * 24 }),
    knew: fc.tuple(maybe(40), maybe(40), maybe(40)),
    agent: fc.tuple(fc.boolean(), fc.boolean()),
    told: fc.tuple(maybe(90), maybe(90)),
    term: fc.tuple(term, term),
    counts: fc.array(fc.tuple(fc.integer({ min: 0, max: 120 }), people, people, fc.boolean()), { maxLength: 3 }),
    statement: fc.option(fc.tuple(fc.integer({ min: 0, max: 120 }), maybe(150)), { freq: 2 }),
    sent: fc.tuple(maybe(130), maybe(480), maybe(130)),
    jitter: fc.integer({ min: 0, max: 86_399 }),
  })
  .map(({ happened, zone, asked, knew, agent, told, term: terms, counts, statement, sent, jitter }) => {
    const after = (days: number) => happened + days * dayMs + ((jitter * (days + 1)) % 86_400) * 1000
    const later = (days: number | null) => (days === null ? null : after(days))
    return {
      happened,
      zone,
      now: happened + asked * 3_600_000,
      knew: [later(knew[0]), later(knew[1]), later(knew[2])],
      agent,
      told: [later(told[0]), later(told[1])],
      term: terms,
      counts: counts
        .map(([days, inState, more, final]) => ({ at: after(days), inState, all: inState + more, final }))
        .toSorted((a, b) => a.at - b.at),
      statement:
        statement === null
          ? null
          : {
              at: after(statement[0]),
              untilDay: statement[1] === null ? null : Math.floor(after(statement[0]) / dayMs) + statement[1],
            },
      letters: later(sent[0]),
      portal: later(sent[1]),
      press: later(sent[2]),
    }
  })

const names: Readonly<Record<string, string>> = {
  individuals: 'individuals:entity',
  media: 'media:entity:US-TX',
  hhs: 'hhs:entity',
  'upstream:low': 'upstream:low',
  'upstream:high': 'upstream:high',
  'agreement:low': 'agreement:low',
  'agreement:high': 'agreement:high',
}

describe('the clocks of an incident', () => {
  it('equal an oracle of the regulation over 100,000 histories', { timeout: 180_000 }, () => {
    const seen: Record<string, number> = {}
    fc.assert(
      fc.property(story, (told) => {
        const asOf = new Date(told.now).toISOString()
        const clocks = new Map(computeClocks(tellFacts(told), { asOf, states: [] }).map((one) => [one.clock, one]))
        for (const [name, { due, state }] of Object.entries(expectClocks(told))) {
          const clock = clocks.get(names[name] ?? name)
          const found = clock?.due ?? null
          if (clock?.state !== state || (found === null ? null : Date.parse(found)) !== due) {
            const wanted = due === null ? null : new Date(due).toISOString()
            throw new Error(`${name}: expected ${state} ${wanted}, got ${clock?.state} ${found}`)
          }
          seen[`${name} ${state}`] = (seen[`${name} ${state}`] ?? 0) + 1
        }
      }),
      { numRuns: 100_000 },
    )
    // Every state of the clocks that can be delayed came up, so the law was not kept by never being asked.
    for (const state of ['running', 'stopped', 'delayed', 'late', 'unknown', 'not-applicable']) {
      for (const name of ['individuals', 'media', 'hhs'])
        expect(seen[`${name} ${state}`], `${name} ${state}`).toBeGreaterThan(50)
    }
  })

  it(
    'are the same whatever order the facts came in, and an earlier belief stays as it was',
    { timeout: 60_000 },
    () => {
      const asked = story.chain((told) =>
        fc.tuple(fc.constant(told), fc.shuffledSubarray(tellFacts(told), { minLength: tellFacts(told).length })),
      )
      fc.assert(
        fc.property(asked, ([told, shuffled]) => {
          const facts = tellFacts(told)
          const middle = { asOf: new Date((told.now + told.happened) / 2).toISOString(), states: [] }
          const now = { asOf: new Date(told.now).toISOString(), states: [] }
          expect(computeClocks(shuffled, now)).toEqual(computeClocks(facts, now))
          const then = facts.filter(({ recorded }) => Date.parse(recorded) <= Date.parse(middle.asOf))
          expect(computeClocks(shuffled, middle)).toEqual(computeClocks(then, middle))
        }),
        { numRuns: 1000 },
      )
    },
  )

  it('take the facts of every story as their schema reads them', () => {
    fc.assert(
      fc.property(story, (told) => {
        for (const fact of tellFacts(told)) expect(incidentFactSchema.parse(fact)).toEqual(fact)
      }),
      { numRuns: 200 },
    )
  })
})
