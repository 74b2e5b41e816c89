import {
  describeDefinition,
  type freezeViewSchema,
  judgePopulation,
  listOpenPoints,
  type populationSummarySchema,
  type populationViewSchema,
} from '@evidentia/core'
import type { z } from 'zod'
import type { FreezeRow } from './freeze-store.ts'
import type { PopulationEvent, PopulationRecord } from './store.ts'

export type PopulationSummary = z.input<typeof populationSummarySchema>
export type PopulationView = z.input<typeof populationViewSchema>
export type FreezeView = z.input<typeof freezeViewSchema>

/** A population as it is listed, from its own events in log order. */
export function summarize(
  { id, recorded_at, actor, body: { definition, card, supersedes } }: PopulationRecord,
  events: readonly PopulationEvent[],
  supersededBy: string | null,
): PopulationSummary {
  const shared = events.find(({ kind }) => kind === 'population-shared')
  return {
    id,
    name: definition.name,
    recordType: definition.records.type,
    period: definition.period,
    items: card.counts.items,
    standing: judgePopulation(card, attestationsOf(events)),
    openPoints: listOpenPoints(card).length,
    runBy: actor,
    runAt: recorded_at.toISOString(),
    shared: shared === undefined ? null : signatureOf(shared),
    supersedes,
    supersededBy,
  }
}

/** The same, with the card and everything that was said of it. */
export function describePopulation(
  row: PopulationRecord,
  events: readonly PopulationEvent[],
  supersededBy: string | null,
): PopulationView {
  const { definition, card, entries } = row.body
  return {
    ...summarize(row, events, supersededBy),
    entry: row.entry,
    entries,
    definition,
    words: describeDefinition(definition),
    card,
    openPoints: listOpenPoints(card),
    attestations: attestationsOf(events),
  }
}

export function describeFreeze(row: FreezeRow): FreezeView {
  const { id, definition, requested, actor, state, done, total, population, unchanged, problem } = row
  return {
    id,
    name: definition.name,
    requested: requested.toISOString(),
    by: actor,
    state,
    progress: { done, total },
    population,
    isUnchanged: unchanged,
    problem,
  }
}

function attestationsOf(events: readonly PopulationEvent[]): PopulationView['attestations'] {
  return events.flatMap((event) =>
    'says' in event.body ? [{ says: event.body.says, sentence: event.body.sentence, ...signatureOf(event) }] : [],
  )
}

function signatureOf({ actor, recorded_at }: PopulationEvent): { by: string; at: string } {
  return { by: actor.name, at: recorded_at.toISOString() }
}
