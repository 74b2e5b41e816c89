/** What the environment may set; the only reader of it. */
export interface Config {
  /** A contributor's API key. Only from the environment: an argument would show in the process list. */
  readonly apiKey: string | undefined
  readonly url: string
}

/** Reads `EVIDENTIA_API_KEY` and `EVIDENTIA_URL`. */
export function readConfig(environment: NodeJS.ProcessEnv = process.env): Config {
  const { EVIDENTIA_API_KEY: apiKey, EVIDENTIA_URL: url } = environment
  return { apiKey: presentOrNothing(apiKey), url: presentOrNothing(url) ?? 'http://127.0.0.1:7331' }
}

function presentOrNothing(text: string | undefined): string | undefined {
  const trimmed = text?.trim()
  return trimmed === '' ? undefined : trimmed
}
