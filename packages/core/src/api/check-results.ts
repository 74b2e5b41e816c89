import { z } from 'zod'
import { parameterSchema, parameterValuesSchema, parameterNameSchema } from '../checks/parameters.ts'
import {
  givenRecordsSchema,
  itemVerdictSchema,
  resultHeadSchema,
  resultIdSchema,
  verdictCountsSchema,
  verdictSchema,
} from '../checks/sealed-result.ts'
import { evidenceIdSchema } from '../evidence/evidence.ts'
import { slugSchema } from '../identifier.ts'
import { populationIdSchema } from '../populations/population.ts'
import { checkDefinitionSchema } from '../program/check-definition.ts'
import { recordTypeSchema } from '../records/record.ts'
import { dateSchema, instantSchema } from '../time/date.ts'
import { contract } from './contract.ts'
import { pageOf, pageQuery } from './page.ts'

/** A check result as it leaves the server, without its items. */
export const checkResultViewSchema = resultHeadSchema.extend({ entry: z.int().min(0), recordedAt: instantSchema })
const params = z.strictObject({ result: resultIdSchema })

/** A check there is, and where it is asked for. */
const checkViewSchema = z.strictObject({
  id: slugSchema,
  version: z.int().min(1),
  /** Whether the organization wrote it itself. */
  own: z.boolean(),
  title: z.string().nullable(),
  /** `{name}` stands for the value of a parameter. */
  asserts: z.string(),
  population: z.array(recordTypeSchema),
  joins: z.array(recordTypeSchema),
  parameters: z.record(parameterNameSchema, parameterSchema),
  /** `<control>/<evidence requirement>` of the controls that are operated. */
  usedBy: z.array(z.string()),
  /** What the organization wrote, where the check is its own. */
  definition: checkDefinitionSchema.nullable(),
})

/** Where a definition is wrong. Line and column count from 1 within the field's own text. */
const definitionFaultSchema = z.strictObject({
  field: z.string(),
  line: z.int().min(1),
  column: z.int().min(1),
  sentence: z.string(),
})

export const checkResultContracts = {
  listChecks: contract({
    id: 'listChecks',
    method: 'GET',
    path: '/checks',
    summary: 'Every check there is: those of the product and those the organization wrote itself.',
    access: 'program:read',
    query: z.strictObject({ asOf: dateSchema.optional(), q: z.string().max(200).optional(), ...pageQuery }),
    output: pageOf(checkViewSchema).extend({ asOf: dateSchema }),
    status: 200,
  }),
  readCheck: contract({
    id: 'readCheck',
    method: 'GET',
    path: '/checks/{check}',
    summary: 'One check, and where it is asked for.',
    access: 'program:read',
    params: z.strictObject({ check: slugSchema }),
    query: z.strictObject({ asOf: dateSchema.optional() }),
    output: checkViewSchema,
    status: 200,
  }),
  tryCheck: contract({
    id: 'tryCheck',
    method: 'POST',
    path: '/checks/trial',
    summary:
      'Try a check of one’s own on recorded evidence or a population: where it is wrong, or each item and verdict. Changes nothing.',
    access: 'program:write',
    body: z.strictObject({
      /** As it would be recorded; read as leniently as possible, so that every fault can be told. */
      definition: z.record(z.string(), z.unknown()),
      /** The evidence or the frozen population whose records are judged; with neither, only the definition is looked at. */
      evidence: evidenceIdSchema.optional(),
      population: populationIdSchema.optional(),
      asOf: dateSchema.optional(),
      parameters: parameterValuesSchema.optional(),
    }),
    output: z.strictObject({
      faults: z.array(definitionFaultSchema),
      result: z
        .strictObject({
          asOf: dateSchema,
          asserts: z.string(),
          verdict: verdictSchema,
          summary: z.string(),
          counts: verdictCountsSchema,
          /** The first 500, those that need a person before the rest. */
          items: z.array(itemVerdictSchema),
        })
        .nullable(),
    }),
    status: 200,
  }),
  listCheckResults: contract({
    id: 'listCheckResults',
    method: 'GET',
    path: '/check-results',
    summary: 'Sealed check results, newest first: of a row, a control, a check, an evidence item.',
    access: 'evidence:read',
    query: z.strictObject({
      row: z.string().max(400).optional(),
      control: slugSchema.optional(),
      check: slugSchema.optional(),
      evidence: evidenceIdSchema.optional(),
      verdict: verdictSchema.optional(),
      ...pageQuery,
    }),
    /** `waiting`: rows of the matrix whose checks are about to be run. */
    output: pageOf(checkResultViewSchema).extend({ waiting: z.int().min(0) }),
    status: 200,
  }),
  readCheckResult: contract({
    id: 'readCheckResult',
    method: 'GET',
    path: '/check-results/{result}',
    summary: 'One sealed check result, with the digests of the records it was given.',
    access: 'evidence:read',
    params,
    /** `given` is null where the key of a large result was destroyed. */
    output: checkResultViewSchema.extend({ given: z.array(givenRecordsSchema).nullable() }),
    status: 200,
  }),
  listResultItems: contract({
    id: 'listResultItems',
    method: 'GET',
    path: '/check-results/{result}/items',
    summary: 'The items of one check result, those that need a person first; each reading is sealed in the log.',
    access: 'artifact:read',
    params,
    query: z.strictObject({ verdict: verdictSchema.optional(), ...pageQuery }),
    output: pageOf(itemVerdictSchema),
    status: 200,
  }),
  readResultFile: contract({
    id: 'readResultFile',
    method: 'GET',
    path: '/check-results/{result}/file',
    summary: 'What the check was given and all of its items, as canonical NDJSON; each download is sealed in the log.',
    access: 'artifact:read',
    params,
    output: null,
    stream: 'application/x-ndjson',
    status: 200,
  }),
} as const
