/** A setting as its form asks for it. */
export interface SettingField {
  readonly name: string
  readonly title: string
  readonly description: string
  readonly required: boolean
  /** `json`: a value with parts of its own, written as JSON. */
  readonly kind: 'text' | 'number' | 'flag' | 'texts' | 'json'
  readonly fallback: unknown
}

interface Shape {
  readonly type?: unknown
  readonly title?: unknown
  readonly description?: unknown
  readonly default?: unknown
  readonly items?: unknown
}

/** The fields of a connector's settings, from their JSON Schema and in its order. */
export function listFields(schema: Readonly<Record<string, unknown>>): SettingField[] {
  const required = Array.isArray(schema['required']) ? schema['required'] : []
  return Object.entries(isObject(schema['properties']) ? schema['properties'] : {}).map(([name, shape]) => {
    const { title, description, default: fallback } = readShape(shape)
    return {
      name,
      title: typeof title === 'string' ? title : name,
      description: typeof description === 'string' ? description : '',
      required: required.includes(name) && fallback === undefined,
      kind: kindOf(readShape(shape)),
      fallback,
    }
  })
}

/** What a form begins with: the defaults, written as a person writes them. */
export function beginValues(fields: readonly SettingField[]): Record<string, string> {
  return Object.fromEntries(fields.map(({ name, kind, fallback }) => [name, writeValue(kind, fallback)]))
}

function writeValue(kind: SettingField['kind'], value: unknown): string {
  if (value === undefined) return kind === 'flag' ? 'false' : ''
  if (kind === 'json') return JSON.stringify(value, null, 2)
  if (Array.isArray(value)) return value.join('\n')
  return typeof value === 'string' ? value : JSON.stringify(value)
}

/** The settings that a filled form means, and what cannot be read, by field. */
export function readValues(
  fields: readonly SettingField[],
  values: Readonly<Record<string, string>>,
): { readonly settings: Record<string, unknown>; readonly problems: Readonly<Record<string, string>> } {
  const settings: Record<string, unknown> = {}
  const problems: Record<string, string> = {}
  for (const { name, kind, required } of fields) {
    const text = (values[name] ?? '').trim()
    if (text === '') {
      if (required) problems[name] = 'Fill this in.'
      continue
    }
    if (kind === 'flag') settings[name] = text === 'true'
    else if (kind === 'number') {
      if (/^-?\d+$/.test(text)) settings[name] = Number(text)
      else problems[name] = 'Write a whole number.'
    } else if (kind === 'texts')
      settings[name] = text
        .split(/[\n,]/)
        .map((one) => one.trim())
        .filter((one) => one !== '')
    else if (kind === 'json') {
      try {
        settings[name] = JSON.parse(text)
      } catch {
        problems[name] = 'This is not JSON.'
      }
    } else settings[name] = text
  }
  return { settings, problems }
}

function kindOf({ type, items }: Shape): SettingField['kind'] {
  if (type === 'boolean') return 'flag'
  if (type === 'integer' || type === 'number') return 'number'
  if (type === 'array') return readShape(items).type === 'string' ? 'texts' : 'json'
  return type === 'string' ? 'text' : 'json'
}

function readShape(shape: unknown): Shape {
  return isObject(shape) ? shape : {}
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
