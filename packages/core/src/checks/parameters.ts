import { z } from 'zod'

/** The name of a parameter: as it stands in `{maximumAgeDays}` of a sentence and in `parameters.maximumAgeDays` of an expression. */
export const parameterNameSchema = z
  .string()
  .regex(/^[a-z][a-zA-Z0-9]{0,39}$/, 'use a name such as maximumAgeDays: a lower-case letter, then letters and digits')

const title = z.string().min(3).max(120)
const text = z.string().max(200)

/** What a parameter of a check may be: a closed, small set, so that every form and every sentence can show each of them. */
export const parameterSchema = z
  .discriminatedUnion('type', [
    z.strictObject({
      type: z.literal('integer'),
      title,
      unit: z.string().min(1).max(30),
      minimum: z.int(),
      maximum: z.int(),
      default: z.int(),
    }),
    z.strictObject({ type: z.literal('flag'), title, default: z.boolean() }),
    z.strictObject({ type: z.literal('text'), title, maximumLength: z.int().min(1).max(200), default: text }),
    z.strictObject({ type: z.literal('choice'), title, options: z.array(text.min(1)).min(2).max(20), default: text }),
    z.strictObject({
      type: z.literal('texts'),
      title,
      maximumItems: z.int().min(1).max(100),
      default: z.array(text.min(1)).readonly(),
    }),
  ])
  .superRefine((parameter, context) => {
    const fault = findValueFault(parameter, parameter.default)
    if (fault !== null) context.addIssue({ code: 'custom', path: ['default'], message: fault })
  })
export type Parameter = z.infer<typeof parameterSchema>
export type Parameters = Readonly<Record<string, Parameter>>

export const parameterValueSchema = z.union([z.int(), z.boolean(), text, z.array(text).readonly()])
export type ParameterValue = z.infer<typeof parameterValueSchema>
export const parameterValuesSchema = z.record(parameterNameSchema, parameterValueSchema)
export type ParameterValues = Readonly<Record<string, ParameterValue>>

/** The values that `P` declares, by name. */
export type ValuesOf<P extends Parameters> = { readonly [Name in keyof P]: ValueOf<P[Name]['type']> }
type ValueOf<T extends Parameter['type']> = T extends 'integer'
  ? number
  : T extends 'flag'
    ? boolean
    : T extends 'texts'
      ? readonly string[]
      : string

/** Why `value` is not one that `parameter` allows, in half a sentence, or null. */
export function findValueFault(parameter: Parameter, value: ParameterValue): string | null {
  switch (parameter.type) {
    case 'integer': {
      const { minimum, maximum, unit } = parameter
      const isAllowed = typeof value === 'number' && Number.isInteger(value) && minimum <= value && value <= maximum
      return isAllowed ? null : `it must be a whole number of ${unit} from ${minimum} to ${maximum}`
    }
    case 'flag':
      return typeof value === 'boolean' ? null : 'it must be true or false'
    case 'text':
      return typeof value === 'string' && value.length <= parameter.maximumLength
        ? null
        : `it must be text of at most ${parameter.maximumLength} characters`
    case 'choice':
      return typeof value === 'string' && parameter.options.includes(value)
        ? null
        : `it must be one of ${parameter.options.join(', ')}`
    case 'texts':
      return Array.isArray(value) && value.length <= parameter.maximumItems
        ? null
        : `it must be a list of at most ${parameter.maximumItems} texts`
  }
}

/** The value of every declared parameter: what is `set`, else the default. What is set and not declared, or not allowed, is left out. */
export function parametersInForce(declared: Parameters, set: ParameterValues = {}): ParameterValues {
  return Object.fromEntries(
    Object.entries(declared).map(([name, parameter]) => {
      const value = Object.hasOwn(set, name) ? set[name] : undefined
      const isUsable = value !== undefined && findValueFault(parameter, value) === null
      return [name, isUsable ? value : parameter.default]
    }),
  )
}

/** A sentence with each `{name}` replaced by its value. A name that has no value stays as it is, so that a slip shows. */
export function renderSentence(sentence: string, values: ParameterValues): string {
  return sentence.replaceAll(/\{([a-z][a-zA-Z0-9]*)\}/g, (braced, name: string) => {
    const value = Object.hasOwn(values, name) ? values[name] : undefined
    return value === undefined ? braced : renderValue(value)
  })
}

/** A parameter's value as a person reads it. */
export function renderValue(value: ParameterValue): string {
  if (typeof value === 'boolean') return value ? 'yes' : 'no'
  if (typeof value === 'number' || typeof value === 'string') return String(value)
  return value.length === 0 ? 'none' : value.join(', ')
}

/** The names that a sentence puts in braces. */
export function namesIn(sentence: string): string[] {
  return [...sentence.matchAll(/\{([a-z][a-zA-Z0-9]*)\}/g)].map(([, name = '']) => name)
}
