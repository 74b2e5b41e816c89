import { createRequire } from 'node:module'
import { Ajv, type ValidateFunction } from 'ajv'
import addFormats from 'ajv-formats'
import { z } from 'zod'

/** What of an OpenAPI 3 or Swagger 2 document is used here. */
const parameterSchema = z.object({
  $ref: z.string().optional(),
  name: z.string().optional(),
  in: z.string().optional(),
  required: z.boolean().optional(),
})
const operationSchema = z.looseObject({
  parameters: z.array(parameterSchema).optional(),
  responses: z.record(z.string(), z.looseObject({})),
})
const documentSchema = z.looseObject({ paths: z.record(z.string(), z.record(z.string(), z.unknown())) })

/** Holds requests to a vendor, and what a fake of it answers, against the vendor's own specification. */
export class OpenApi {
  readonly #document: z.output<typeof documentSchema>
  readonly #ajv = new Ajv({ strict: false, validateSchema: false, validateFormats: true, logger: false })
  readonly #compiled = new Map<string, ValidateFunction>()
  readonly #paths: readonly { readonly template: string; readonly matches: RegExp }[]
  readonly #base: string

  /** `file`: within node_modules. `base`: what stands before the paths of the document. */
  constructor(file: string, base = '') {
    const read: unknown = createRequire(import.meta.url)(file)
    allowNulls(read)
    this.#document = documentSchema.parse(read)
    this.#base = base
    addFormats.default(this.#ajv)
    this.#ajv.addSchema(this.#document, 'vendor')
    this.#paths = Object.keys(this.#document.paths)
      .map((template) => ({
        template,
        matches: new RegExp(`^${escape(template).replaceAll(/\\\{[^}]+\\\}/g, '[^/]+')}$`),
      }))
      // A path with a word where another has a parameter is the one that is meant.
      .toSorted((a, b) => count(a.template) - count(b.template))
  }

  /** What is wrong with a request; null where the vendor's specification has it so. */
  faultOfRequest(method: string, url: URL): string | null {
    const found = this.#find(method, url.pathname)
    if (found === null) return `${method} ${url.pathname} is no operation of the vendor`
    const known = this.#parametersOf(found.template, found.operation)
    for (const name of url.searchParams.keys())
      if (!known.some((one) => one.in === 'query' && one.name === name))
        return `${method} ${found.template} has no parameter ${name}`
    for (const { name = '', required } of known.filter((one) => one.in === 'query'))
      if (required === true && !url.searchParams.has(name)) return `${method} ${found.template} needs ${name}`
    return null
  }

  /** What is wrong with an answer. */
  faultOfReply(method: string, url: URL, status: number, body: unknown): string | null {
    const found = this.#find(method, url.pathname)
    if (found === null) return `${method} ${url.pathname} is no operation of the vendor`
    const key = ['paths', found.template, method.toLowerCase(), 'responses']
    const responses = found.operation.responses
    const name = [String(status), `${String(status)[0]}XX`, 'default'].find((one) => one in responses)
    if (name === undefined) return `${found.template} answers no ${status}`
    const at = this.#schemaBelow([...key, name])
    if (at === null) return null
    const validate = this.#compile(at)
    if (validate(body)) return null
    return `${found.template}: ${this.#ajv.errorsText(validate.errors, { separator: '; ' }).slice(0, 400)}`
  }

  /** What is wrong with a value that should be a schema of the document, such as `components/schemas/IssueBean`. */
  faultOfValue(pointer: string, value: unknown): string | null {
    const validate = this.#compile(pointer.split('/'))
    return validate(value) ? null : this.#ajv.errorsText(validate.errors).slice(0, 400)
  }

  #compile(at: readonly string[]): ValidateFunction {
    const $ref = `vendor#/${at.map((step) => encodeURIComponent(step.replaceAll('~', '~0').replaceAll('/', '~1'))).join('/')}`
    const known = this.#compiled.get($ref) ?? this.#ajv.compile({ $ref })
    this.#compiled.set($ref, known)
    return known
  }

  #find(method: string, path: string) {
    if (!path.startsWith(this.#base)) return null
    const within = path.slice(this.#base.length)
    for (const { template, matches } of this.#paths) {
      const operation = this.#document.paths[template]?.[method.toLowerCase()]
      if (operation !== undefined && matches.test(within))
        return { template, operation: operationSchema.parse(operation) }
    }
    return null
  }

  #parametersOf(template: string, { parameters = [] }: z.output<typeof operationSchema>) {
    const shared = z.array(parameterSchema).safeParse(this.#document.paths[template]?.['parameters']).data ?? []
    return [...shared, ...parameters].map((one) =>
      one.$ref === undefined ? one : parameterSchema.parse(this.#resolve(one.$ref)),
    )
  }

  /** The place of a response's schema, through references; null where the document gives none. */
  #schemaBelow(path: readonly string[]): readonly string[] | null {
    const found = z.looseObject({ $ref: z.string().optional() }).safeParse(this.#at(path)).data
    if (found?.$ref !== undefined) return this.#schemaBelow(stepsOf(found.$ref))
    if (found !== undefined && 'schema' in found) return [...path, 'schema']
    const content = z.record(z.string(), z.unknown()).safeParse(found?.['content']).data
    const type = Object.keys(content ?? {}).find((one) => one.includes('json'))
    return type === undefined ? null : [...path, 'content', type, 'schema']
  }

  #resolve(pointer: string): unknown {
    return this.#at(stepsOf(pointer))
  }

  #at(path: readonly string[]): unknown {
    return path.reduce<unknown>(
      (value, step) =>
        typeof value === 'object' && value !== null
          ? Object.entries(value).find(([key]) => key === step)?.[1]
          : undefined,
      this.#document,
    )
  }
}

/** OpenAPI 3.0 lets `nullable` stand without a type, where JSON Schema has no such word: null becomes one more alternative. */
function allowNulls(value: unknown): void {
  if (typeof value !== 'object' || value === null) return
  if ('nullable' in value && value.nullable === true && !('type' in value)) {
    delete value.nullable
    if ('anyOf' in value && Array.isArray(value.anyOf)) value.anyOf.push({ type: 'null' })
  }
  for (const inner of Object.values(value)) allowNulls(inner)
}

function stepsOf(pointer: string): string[] {
  return pointer
    .replace(/^#\//, '')
    .split('/')
    .map((step) => decodeURIComponent(step).replaceAll('~1', '/').replaceAll('~0', '~'))
}

function escape(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`)
}

function count(template: string): number {
  return template.split('{').length
}
