import { readFile } from 'node:fs/promises'
import { describe, expect, it } from 'vitest'
import { readConfig, settings } from './config.ts'
import { ConfigurationError } from './configuration-error.ts'

const guide = new URL('../../../docs/operating.md', import.meta.url)

describe('the configuration', () => {
  it('needs no setting at all', () => {
    expect(readConfig({})).toMatchObject({
      port: 7331,
      host: '127.0.0.1',
      databaseUrl: null,
      uploadLimitBytes: 268_435_456,
      sessionIdleMinutes: 15,
      sample: true,
    })
  })

  it('treats an empty variable as one that is not set', () => {
    expect(readConfig({ PORT: '', EVIDENTIA_SAMPLE: '' })).toEqual(readConfig({}))
  })

  const wrong: Record<string, string> = {
    PORT: '70000',
    DATABASE_URL: 'mysql://x',
    EVIDENTIA_PUBLIC_URL: 'https://host/path',
    EVIDENTIA_UPLOAD_LIMIT_MIB: '1.5',
    EVIDENTIA_SESSION_IDLE_MINUTES: '721',
    EVIDENTIA_LOG_LEVEL: 'loud',
    EVIDENTIA_SAMPLE: 'yes',
  }
  for (const [name, value] of Object.entries(wrong)) {
    it(`refuses ${name}=${value} with one sentence that names it and never repeats a password`, () => {
      expect(() => readConfig({ [name]: value })).toThrow(ConfigurationError)
      expect(() => readConfig({ [name]: value })).toThrow(new RegExp(`^${name} .*\\.$`))
    })
  }

  it('refuses an app role without a database of the operator', () => {
    expect(() => readConfig({ DATABASE_APP_URL: 'postgresql://evidentia_app:x@h/d' })).toThrow(/set both or neither/)
  })

  it('is described in docs/operating.md, every setting with its default and the same words', async () => {
    const rows = Object.entries(settings).map(
      ([name, { description, fallback }]) =>
        `| \`${name}\` | ${fallback === '' ? 'none' : `\`${fallback}\``} | ${description} |`,
    )
    const text = await readFile(guide, 'utf8')
    const table = text.split('\n').filter((line) => /^\| `[A-Z]/.test(line))
    expect(table.map((line) => line.replaceAll(/ {2,}/g, ' '))).toEqual(rows)
  })
})
