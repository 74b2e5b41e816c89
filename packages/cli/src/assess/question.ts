import { dateRangeSchema, dateSchema, instantSchema } from '@evidentia/core'
import { Refusal } from '../output/explain-error.ts'
import { readOption, splitRange } from '../output/options.ts'

/** The options that say which day, which knowledge and which period are meant, as given. */
export interface QuestionOptions {
  readonly asOf?: string
  readonly knownAt?: string
  readonly period?: string
}

/** Reads them, or refuses the one that is not right. */
export function readQuestion({ asOf, knownAt, period }: QuestionOptions) {
  return {
    asOf: asOf === undefined ? undefined : readOption('--as-of', dateSchema, asOf),
    knownAt: knownAt === undefined ? undefined : readOption('--known-at', instantSchema, knownAt),
    period: period === undefined ? undefined : readPeriod(period),
  }
}

function readPeriod(text: string) {
  const range = splitRange(text)
  if (range === null) throw new Refusal(2, '--period: use FROM..TO, such as 2026-01-01..2026-12-31.')
  return readOption('--period', dateRangeSchema, range)
}
