import { z } from 'zod'
import { EvidentiaError } from '../errors.ts'
import { slugSchema } from '../identifier.ts'
import type { Cadence } from '../time/cadence.ts'
import { sayCadence } from '../time/cadence-words.ts'
import { sourceSchema } from './framework.ts'

const variableSchema = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('text'), label: z.string().min(1), suggested: z.string().optional() }),
  z.strictObject({
    type: z.literal('number'),
    label: z.string().min(1),
    unit: z.string().min(1),
    min: z.number(),
    max: z.number(),
    suggested: z.number().optional(),
  }),
  z.strictObject({
    type: z.literal('choice'),
    label: z.string().min(1),
    options: z.array(z.string().min(1)).min(2),
    suggested: z.string().optional(),
  }),
])
export type PolicyVariable = z.infer<typeof variableSchema>

/**
 * A policy to begin from: Markdown with `{{variable}}` for what an organization must decide, `{{organization}}` for its name, and
 * `{{cadence control/evidence-requirement}}` for how often that evidence is really owed, so that the text of a policy and the
 * evidence matrix cannot contradict each other. A suggested value is shown and never filled in by itself.
 */
export const policyTemplateSchema = z.strictObject({
  id: slugSchema,
  version: z.int().min(1),
  title: z.string().min(1).max(160),
  summary: z.string().min(20).max(400),
  ownerRole: slugSchema,
  approverRole: slugSchema,
  reviewMonths: z.int().min(1).max(24),
  controls: z.array(slugSchema).min(1),
  /** Requirements that ask for a written policy or procedure on this subject. */
  answers: z.array(z.strictObject({ framework: z.string().min(1), requirement: z.string().min(1) })).min(1),
  variables: z.record(slugSchema, variableSchema),
  text: z.string().min(1),
  source: sourceSchema,
  licence: z.string().min(1),
})
export type PolicyTemplate = z.infer<typeof policyTemplateSchema>

const placeholder = /\{\{\s*([^{}]*?)\s*\}\}/g

/** Every placeholder of a template's text, once each, in the order of appearance. */
export function listPlaceholders(text: string): string[] {
  return [...new Set([...text.matchAll(placeholder)].map((match) => match[1] ?? ''))]
}

/** What a template is filled in with. `cadenceOf` answers for `<control>/<evidence requirement>` as the organization operates it. */
export interface PolicyValues {
  readonly organization: string
  readonly values: Readonly<Record<string, string | number>>
  readonly cadenceOf: (evidenceRequirement: string) => Cadence | null
}

/**
 * The text of a policy from its template. Throws EvidentiaError `invalid-input` naming the variable that is missing, unknown,
 * or not of its type; a policy is never written with a gap in it.
 */
export function renderPolicy(template: PolicyTemplate, given: PolicyValues): string {
  for (const name of Object.keys(given.values)) {
    if (!(name in template.variables)) refuse(template, name, 'is not a variable of this template')
  }
  return template.text.replaceAll(placeholder, (_match, name: string) => {
    if (name === 'organization') return given.organization
    if (name.startsWith('cadence ')) return phraseCadence(template, name, given)
    const variable = template.variables[name]
    const value = given.values[name]
    if (variable === undefined) return refuse(template, name, 'is used in the text and not declared')
    if (value === undefined || value === '') return refuse(template, name, 'has no value; decide one')
    return phrase(template, name, variable, value)
  })
}

function phraseCadence(template: PolicyTemplate, name: string, given: PolicyValues): string {
  const cadence = given.cadenceOf(name.slice('cadence '.length).trim())
  return cadence === null ? refuse(template, name, 'names no evidence requirement of the catalog') : sayCadence(cadence)
}

function phrase(template: PolicyTemplate, name: string, variable: PolicyVariable, value: string | number): string {
  switch (variable.type) {
    case 'text':
      return String(value)
    case 'choice':
      return variable.options.includes(String(value))
        ? String(value)
        : refuse(template, name, `is not one of: ${variable.options.join(', ')}`)
    case 'number': {
      const isFine = typeof value === 'number' && value >= variable.min && value <= variable.max
      return isFine
        ? `${value} ${variable.unit}`
        : refuse(template, name, `is not a number from ${variable.min} to ${variable.max}`)
    }
  }
}

function refuse(template: PolicyTemplate, name: string, problem: string): never {
  throw new EvidentiaError('invalid-input', `Policy template ${template.id}: "${name}" ${problem}.`, {
    place: { field: `values.${name}` },
  })
}
