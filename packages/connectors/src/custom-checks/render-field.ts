/** The longest a deciding value is shown. */
const shownLength = 200

/** The field at a dotted path as text; a list is looked through. Null where there is nothing. */
export function renderField(body: unknown, path: string): string | null {
  const found = path.split('.').reduce(step, body)
  const text = render(found)
  return text !== null && text.length > shownLength ? `${text.slice(0, shownLength)}…` : text
}

function step(value: unknown, name: string): unknown {
  if (Array.isArray(value)) return value.map((item) => step(item, name))
  return typeof value === 'object' && value !== null && Object.hasOwn(value, name) ? Reflect.get(value, name) : null
}

function render(value: unknown): string | null {
  if (value === null || value === undefined) return null
  if (Array.isArray(value)) return value.map((item) => render(item) ?? 'none').join(', ')
  if (typeof value !== 'object') return typeof value === 'string' ? value : JSON.stringify(value)
  return Object.keys(value)
    .toSorted()
    .map((name) => `${name}: ${render(Reflect.get(value, name)) ?? 'none'}`)
    .join('; ')
}
