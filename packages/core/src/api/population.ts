import { z } from 'zod'
import { evidenceIdSchema } from '../evidence/evidence.ts'
import { actorSchema } from '../facts/fact.ts'
import { populationCardSchema } from '../populations/card.ts'
import { populationDefinitionSchema, recordSelectionSchema } from '../populations/definition.ts'
import { populationIdSchema, populationStandingSchema } from '../populations/population.ts'
import { conditionSchema } from '../populations/query.ts'
import { fieldKindSchema } from '../populations/record-fields.ts'
import { recordTypeSchema } from '../records/record.ts'
import { dateRangeSchema, dateSchema, instantSchema } from '../time/date.ts'
import { contract } from './contract.ts'
import { pageOf, pageQuery } from './page.ts'

const count = z.int().min(0)
const params = z.strictObject({ population: populationIdSchema })
const freezeParams = z.strictObject({ freeze: z.uuid() })
const signatureSchema = z.strictObject({ by: z.string(), at: instantSchema })

/** A population in a list. */
export const populationSummarySchema = z.strictObject({
  id: populationIdSchema,
  name: z.string(),
  recordType: recordTypeSchema,
  period: dateRangeSchema,
  items: count,
  standing: populationStandingSchema,
  /** How many things a reader must weigh; the population itself says which. */
  openPoints: count,
  runBy: actorSchema,
  runAt: instantSchema,
  shared: signatureSchema.nullable(),
  supersedes: populationIdSchema.nullable(),
  supersededBy: populationIdSchema.nullable(),
})

/** A population with its card and everything that was said of it. */
export const populationViewSchema = populationSummarySchema.extend({
  /** The log entry it is sealed in, and how many entries the log had when it was drawn. */
  entry: count,
  entries: count,
  definition: populationDefinitionSchema,
  /** The definition in sentences. */
  words: z.string(),
  card: populationCardSchema,
  openPoints: z.array(z.string()),
  attestations: z.array(signatureSchema.extend({ says: z.enum(['complete', 'empty']), sentence: z.string() })),
})

/** A freeze as whoever asked for it follows it. */
export const freezeViewSchema = z.strictObject({
  id: z.uuid(),
  name: z.string(),
  requested: instantSchema,
  by: actorSchema,
  state: z.enum(['waiting', 'freezing', 'frozen', 'failed']),
  /** Records looked at, of those there are; both 0 before they are counted. */
  progress: z.strictObject({ done: count, total: count }),
  population: populationIdSchema.nullable(),
  /** Whether the same exports gave the same population before. */
  isUnchanged: z.boolean(),
  problem: z.string().nullable(),
})

/** One item, with the content of its record; null where that was disposed of or destroyed since. */
export const populationItemSchema = z.strictObject({
  position: count,
  key: z.string(),
  evidence: evidenceIdSchema,
  line: z.int().nullable(),
  within: z.string().nullable(),
  body: z.record(z.string(), z.unknown()).nullable(),
})

const recordTypeViewSchema = z.strictObject({
  type: recordTypeSchema,
  fields: z.array(
    z.strictObject({
      name: z.string(),
      kind: fieldKindSchema,
      choices: z.array(z.string()),
      asks: z.array(z.enum(conditionSchema.options.map((option) => option.shape.is.value))),
    }),
  ),
  placedBy: z.array(z.string()),
  /** The systems of record that exports with such records came from. */
  sources: z.array(z.strictObject({ source: z.string(), exports: count, from: dateSchema, to: dateSchema })),
})

/** What freezing would give. Counted in as many records as a moment allows. */
const previewSchema = z.strictObject({
  exports: count,
  gone: count,
  records: count,
  isWhole: z.boolean(),
  counts: populationCardSchema.shape.counts,
  coverage: populationCardSchema.shape.coverage,
  missing: count.nullable(),
})

export const populationContracts = {
  readRecordTypes: contract({
    id: 'readRecordTypes',
    method: 'GET',
    path: '/record-types',
    summary:
      'The record types a population can be of, with their fields, what can be asked of each, and where exports came from.',
    access: 'populations:freeze',
    output: z.strictObject({ types: z.array(recordTypeViewSchema) }),
    status: 200,
  }),
  previewPopulation: contract({
    id: 'previewPopulation',
    method: 'POST',
    path: '/population-previews',
    summary: 'Count what a definition would give now; nothing is kept.',
    access: 'populations:freeze',
    body: z.strictObject({ period: dateRangeSchema, records: recordSelectionSchema, numbered: z.boolean() }),
    output: previewSchema,
    status: 200,
  }),
  freezePopulation: contract({
    id: 'freezePopulation',
    method: 'POST',
    path: '/populations',
    summary:
      'Freeze a population: select it from the sealed records as of now and seal it with its card. A long one goes on after the answer.',
    access: 'populations:freeze',
    body: z.strictObject({ definition: populationDefinitionSchema, supersedes: populationIdSchema.optional() }),
    output: freezeViewSchema,
    status: 201,
  }),
  listFreezes: contract({
    id: 'listFreezes',
    method: 'GET',
    path: '/population-freezes',
    summary: 'Freezes that go on, and those that ended in the last day, newest first.',
    access: 'populations:freeze',
    query: z.strictObject(pageQuery),
    output: pageOf(freezeViewSchema),
    status: 200,
  }),
  readFreeze: contract({
    id: 'readFreeze',
    method: 'GET',
    path: '/population-freezes/{freeze}',
    summary: 'One freeze and how far it is.',
    access: 'populations:freeze',
    params: freezeParams,
    output: freezeViewSchema,
    status: 200,
  }),
  cancelFreeze: contract({
    id: 'cancelFreeze',
    method: 'DELETE',
    path: '/population-freezes/{freeze}',
    summary: 'Cancel a freeze that goes on.',
    access: 'populations:freeze',
    params: freezeParams,
    output: null,
    status: 204,
  }),
  listPopulations: contract({
    id: 'listPopulations',
    method: 'GET',
    path: '/populations',
    summary: 'Frozen populations, newest first; to an auditor, those that were shared.',
    access: 'populations:read',
    query: z.strictObject({ q: z.string().max(200).optional(), type: recordTypeSchema.optional(), ...pageQuery }),
    output: pageOf(populationSummarySchema),
    status: 200,
  }),
  readPopulation: contract({
    id: 'readPopulation',
    method: 'GET',
    path: '/populations/{population}',
    summary: 'One population with its completeness and accuracy card.',
    access: 'populations:read',
    params,
    output: populationViewSchema,
    status: 200,
  }),
  listPopulationItems: contract({
    id: 'listPopulationItems',
    method: 'GET',
    path: '/populations/{population}/items',
    summary: 'The items of a population in their order, with their records; each reading is sealed in the log.',
    access: 'populations:read',
    params,
    query: z.strictObject(pageQuery),
    output: pageOf(populationItemSchema),
    status: 200,
  }),
  readPopulationFile: contract({
    id: 'readPopulationFile',
    method: 'GET',
    path: '/populations/{population}/files/{file}',
    summary: 'The rows of a population, or the appendix of its card, as the NDJSON that was sealed.',
    access: 'populations:read',
    params: params.extend({ file: z.enum(['rows', 'appendix']) }),
    output: null,
    stream: 'application/x-ndjson',
    status: 200,
  }),
  attestPopulation: contract({
    id: 'attestPopulation',
    method: 'POST',
    path: '/populations/{population}/attestations',
    summary: 'Attest as a named person that a population is complete and accurate, or that it is rightly empty.',
    access: 'populations:attest',
    params,
    body: z.strictObject({
      says: z.enum(['complete', 'empty']),
      sentence: z.string().trim().min(10).max(2000),
    }),
    output: populationViewSchema,
    status: 201,
  }),
  sharePopulation: contract({
    id: 'sharePopulation',
    method: 'POST',
    path: '/populations/{population}/share',
    summary: 'Share a population with the auditors; it is not taken back.',
    access: 'populations:share',
    params,
    body: z.strictObject({}),
    output: populationViewSchema,
    status: 200,
  }),
} as const
