/** The sentence in a refusal (RFC 9457 problem), with what to do; or the bare status when there is none. */
export async function describeProblem(response: Response): Promise<string> {
  const body: unknown = await response.json().catch(() => null)
  const detail = readText(body, 'detail') ?? readText(body, 'title')
  if (detail === undefined) return `the server answered ${response.status} ${response.statusText}.`
  const remedy = readText(body, 'remedy')
  return [detail, remedy, hints.get(response.status)].filter((part) => part !== undefined).join(' ')
}

const hints: ReadonlyMap<number, string> = new Map([
  [401, 'Check EVIDENTIA_API_KEY.'],
  [403, 'Use an API key of a role that may record evidence, such as contributor.'],
])

function readText(body: unknown, field: string): string | undefined {
  if (typeof body !== 'object' || body === null) return undefined
  const value: unknown = Object.entries(body).find(([name]) => name === field)?.[1]
  return typeof value === 'string' && value !== '' ? value : undefined
}
