import { z } from 'zod'
import { namesIn, parameterNameSchema, parameterSchema } from '../checks/parameters.ts'
import { slugSchema } from '../identifier.ts'
import { recordTypeSchema } from '../records/record.ts'

/** The longest expression, in characters. A longer one is a program, and belongs into a connector. */
export const expressionLimit = 2000
const expression = z
  .string()
  .trim()
  .min(1, 'write an expression')
  .max(expressionLimit, `use at most ${expressionLimit} characters; what needs more belongs into a connector`)
const titleFault = 'give it a title of 3 to 120 characters'

/**
 * A check that an organization writes itself, in the Common Expression Language (R-AUT-4): what is asserted of every record of one
 * type. It runs where a tailoring names it. The same version never means two things.
 */
export const checkDefinitionSchema = z
  .strictObject({
    id: slugSchema,
    version: z.int().min(1),
    title: z.string().min(3, titleFault).max(120, titleFault),
    /** The sentence; `{name}` stands for the value of a parameter. */
    asserts: z.string().regex(/^[A-Z].{18,298}\.$/, 'write one sentence of 20 to 300 characters, with its period'),
    /** The records of the evidence that are judged. */
    population: recordTypeSchema,
    /** What fewer records than before, or none, mean. */
    shrinkage: z.enum(['silence', 'progress']).default('silence'),
    /** Records of the newest evidence of another type: those whose `key` equals the text `equals` gives for the record judged. */
    join: z.strictObject({ type: recordTypeSchema, key: expression, equals: expression }).optional(),
    parameters: z.record(parameterNameSchema, parameterSchema).optional(),
    /** Whether the record is judged at all; the rest are not applicable. */
    appliesTo: expression.optional(),
    /** True where the record meets it, false where it does not; or the word of a verdict. */
    expression,
    /** The field that decides, `passwordLastUsed` or `keys`: shown beside each verdict. */
    value: z.string().regex(/^[a-zA-Z][a-zA-Z0-9]*(?:\.[a-zA-Z][a-zA-Z0-9]*)*$/, 'name a field of the record'),
    /** Why this version was written. */
    reason: z.string().min(10).max(2000).optional(),
  })
  .superRefine(({ asserts, parameters = {} }, context) => {
    if (Object.keys(parameters).length > 20)
      context.addIssue({ code: 'custom', path: ['parameters'], message: 'a check has at most 20 parameters' })
    for (const name of namesIn(asserts))
      if (!Object.hasOwn(parameters, name))
        context.addIssue({ code: 'custom', path: ['asserts'], message: `no parameter is called ${name}` })
  })
export type CheckDefinition = z.infer<typeof checkDefinitionSchema>

/** Whether two definitions give the same result for the same input, so that they may bear the same version. */
export function isSameCheck(one: CheckDefinition, other: CheckDefinition): boolean {
  return JSON.stringify(meaningOf(one)) === JSON.stringify(meaningOf(other))
}

function meaningOf({
  asserts,
  population,
  shrinkage,
  join,
  parameters,
  appliesTo,
  expression: text,
  value,
}: CheckDefinition) {
  const declared = Object.entries(parameters ?? {}).toSorted(([a], [b]) => (a < b ? -1 : 1))
  const joined = join === undefined ? null : [join.type, join.key, join.equals]
  return [asserts, population, shrinkage, joined, declared.map(sortParameter), appliesTo ?? null, text, value]
}

/** What a parameter's value may be and is; its title is for people. */
function sortParameter([name, declared]: [string, { readonly title: string }]) {
  const meaning = Object.entries(declared).filter(([field]) => field !== 'title')
  return [name, meaning.toSorted(([a], [b]) => (a < b ? -1 : 1))]
}
