import { Schemas } from 'scimmy'
import { z } from 'zod'

/** What is pushed: RFC 7643 4.1 and 4.2. */
export type Kind = 'User' | 'Group'

/** A resource, or a complex attribute of one: attributes by name. */
export type Attributes = Record<string, unknown>

/** What RFC 7643 2.2 says of an attribute, as far as it is kept here. */
export interface AttributeRule {
  readonly name: string
  readonly type: string
  readonly multiValued: boolean
  readonly caseExact: boolean
  readonly required: boolean
  readonly mutability: string
  readonly subAttributes: readonly AttributeRule[]
}

const attributeSchema: z.ZodType<AttributeRule> = z.object({
  name: z.string(),
  type: z.string(),
  multiValued: z.boolean(),
  caseExact: z.boolean().default(false),
  required: z.boolean(),
  mutability: z.string(),
  get subAttributes() {
    return z.array(attributeSchema).default([])
  },
})

const documentSchema = z.looseObject({
  id: z.string(),
  name: z.string(),
  description: z.string(),
  attributes: z.array(z.looseObject({})),
})

/** A schema as `/Schemas` gives it, with its rules beside it. */
interface KnownSchema {
  readonly document: z.infer<typeof documentSchema>
  readonly rules: readonly AttributeRule[]
}

// The texts of RFC 7643 come with the library, which also made them into definitions.
const user = know(Schemas.User.definition.describe())
const group = know(Schemas.Group.definition.describe())
const enterprise = know(Schemas.EnterpriseUser.definition.describe())

/** Attributes that every resource has, RFC 7643 3.1. */
const common: readonly AttributeRule[] = [
  rule('id', { caseExact: true, mutability: 'readOnly' }),
  rule('externalId', { caseExact: true }),
  rule('meta', { type: 'complex', mutability: 'readOnly' }),
  rule('schemas', { type: 'reference', multiValued: true, caseExact: true }),
]

/** What each of several values may have, RFC 7643 2.4. */
export const standardParts: readonly AttributeRule[] = [
  rule('value', {}),
  rule('display', {}),
  rule('type', {}),
  rule('primary', { type: 'boolean' }),
]

export const kinds = {
  User: { endpoint: 'Users', core: user, extensions: [enterprise], namedBy: 'userName' },
  Group: { endpoint: 'Groups', core: group, extensions: [], namedBy: 'displayName' },
} as const satisfies {
  readonly [K in Kind]: {
    readonly endpoint: string
    readonly core: KnownSchema
    readonly extensions: readonly KnownSchema[]
    /** The attribute by which a provider looks for one; it is always there. */
    readonly namedBy: string
  }
}

export const knownSchemas = [user, group, enterprise].map(({ document }) => document)

/** The rule for an attribute of the core schema (`schema` null) or of an extension; undefined for one that nobody declared. */
export function findRule(kind: Kind, schema: string | null, name: string): AttributeRule | undefined {
  const { core, extensions } = kinds[kind]
  const wanted = schema?.toLowerCase()
  const isCore = wanted === undefined || wanted === core.document.id.toLowerCase()
  const rules = isCore
    ? [...core.rules, ...common]
    : (extensions.find(({ document }) => document.id.toLowerCase() === wanted)?.rules ?? [])
  return findByName(rules, name)
}

/** Names of attributes are read without case, RFC 7643 2.1. */
export function findByName(rules: readonly AttributeRule[], name: string): AttributeRule | undefined {
  const wanted = name.toLowerCase()
  return rules.find((one) => one.name.toLowerCase() === wanted)
}

/** Whether `urn` names the core schema of the kind. */
export function isCoreSchema(kind: Kind, urn: string): boolean {
  return urn.toLowerCase() === kinds[kind].core.document.id.toLowerCase()
}

/** An extension that is known for the kind, by its URN in any case. */
export function findExtension(kind: Kind, urn: string): string | undefined {
  const wanted = urn.toLowerCase()
  return kinds[kind].extensions.find(({ document }) => document.id.toLowerCase() === wanted)?.document.id
}

/** The key under which `name` stands in `object`, whatever its case. */
export function keyIn(object: Attributes, name: string): string | undefined {
  if (Object.hasOwn(object, name)) return name
  const wanted = name.toLowerCase()
  return Object.keys(object).find((key) => key.toLowerCase() === wanted)
}

export function isAttributes(value: unknown): value is Attributes {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function know(described: unknown): KnownSchema {
  const document = documentSchema.parse(JSON.parse(JSON.stringify(described)))
  return { document, rules: z.array(attributeSchema).parse(document.attributes) }
}

function rule(name: string, more: Partial<AttributeRule>): AttributeRule {
  return {
    name,
    type: 'string',
    multiValued: false,
    caseExact: false,
    required: false,
    mutability: 'readWrite',
    subAttributes: [],
    ...more,
  }
}
