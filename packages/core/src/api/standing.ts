import { z } from 'zod'
import { occurrenceSchema, rowSchema } from '../assessment/row.ts'
import { slugSchema } from '../identifier.ts'
import { dateRangeSchema, dateSchema, instantSchema } from '../time/date.ts'
import { contract } from './contract.ts'
import { matrixQuery, statusCountsSchema } from './matrix.ts'
import { pageOf, pageQuery } from './page.ts'

const { asOf: _asOf, knownAt: _knownAt, status: _status, ...aboutRows } = matrixQuery
const { from: _from, to: _to, ...selected } = aboutRows

/** A row over a period: what was owed in each interval, and where what was owed changed. */
const periodRowSchema = z.strictObject({
  key: z.string(),
  control: slugSchema,
  controlTitle: z.string(),
  requirement: slugSchema,
  requirementTitle: z.string(),
  subjectName: z.string(),
  owner: slugSchema.nullable(),
  occurrences: z.array(occurrenceSchema),
  /** The days within the period from which something else was owed, and what changed. */
  changes: z.array(z.strictObject({ on: dateSchema, what: z.array(z.string()) })),
  missed: z.int(),
})

const forecastRowSchema = rowSchema
  .pick({
    key: true,
    control: true,
    controlTitle: true,
    requirement: true,
    requirementTitle: true,
    system: true,
    vendor: true,
    subjectName: true,
    owner: true,
    status: true,
    systemOfRecord: true,
    artifact: true,
  })
  .extend({
    /** The last day on which the artifact is on time, and the first on which it is missed. */
    due: dateSchema,
    missedFrom: dateSchema,
  })

const readinessDaySchema = z.strictObject({
  day: dateSchema,
  counts: statusCountsSchema,
  /** Of the rows that are current or due soon: how far their newest evidence has come. */
  collected: z.int(),
  reviewed: z.int(),
  accepted: z.int(),
})

const sideSchema = rowSchema.pick({ status: true, due: true, reasons: true, lastEvidence: true }).nullable()

export const standingContracts = {
  listPeriod: contract({
    id: 'listPeriod',
    method: 'GET',
    path: '/period',
    summary: 'A period row by row: for each interval whether evidence existed, was on time, and what it showed.',
    access: 'matrix:read',
    query: z.strictObject({ ...selected, from: dateSchema, to: dateSchema, ...pageQuery }),
    output: z.strictObject({
      items: z.array(periodRowSchema),
      next: z.string().nullable(),
      period: dateRangeSchema,
      people: z.record(slugSchema, z.string()),
    }),
    status: 200,
  }),
  listForecast: contract({
    id: 'listForecast',
    method: 'GET',
    path: '/forecast',
    summary: 'What will be missed if nothing happens, by day and owner.',
    access: 'matrix:read',
    query: z.strictObject({ ...selected, until: dateSchema.optional(), ...pageQuery }),
    output: pageOf(forecastRowSchema).extend({ until: dateSchema, people: z.record(slugSchema, z.string()) }),
    status: 200,
  }),
  readReadiness: contract({
    id: 'readReadiness',
    method: 'GET',
    path: '/readiness',
    summary: 'How many rows stood in each status on each day, and how far their evidence had come.',
    access: 'matrix:read',
    query: z.strictObject({
      from: dateSchema,
      to: dateSchema,
      framework: z.string().max(64).optional(),
      area: z.string().max(40).optional(),
      system: slugSchema.optional(),
      vendor: slugSchema.optional(),
      owner: slugSchema.optional(),
    }),
    output: z.strictObject({ days: z.array(readinessDaySchema) }),
    status: 200,
  }),
  listDifferences: contract({
    id: 'listDifferences',
    method: 'GET',
    path: '/differences',
    summary: 'What was believed at one instant about a day, and what is known of it at another: the rows that differ.',
    access: 'matrix:read',
    query: z.strictObject({
      asOf: dateSchema,
      knownAt: instantSchema,
      /** Absent: all that is known now. */
      knownLater: instantSchema.optional(),
      ...pageQuery,
    }),
    output: pageOf(
      z.strictObject({
        key: z.string(),
        control: slugSchema,
        controlTitle: z.string(),
        requirementTitle: z.string(),
        subjectName: z.string(),
        before: sideSchema,
        after: sideSchema,
      }),
    ),
    status: 200,
  }),
} as const
