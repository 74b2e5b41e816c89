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
    EVIDENTIA_MAIL_PORT: 'smtp',
    EVIDENTIA_MAIL_NAME: 'mail_host',
    EVIDENTIA_MAIL_DNS: 'resolver.example:53',
    EVIDENTIA_MAIL_PLAINTEXT: 'yes',
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

  it('takes in no mail unless told to, and refuses to do so without a name, with half a certificate, or in the clear', () => {
    expect(readConfig({}).mail).toBeNull()
    const mail = { EVIDENTIA_MAIL_PORT: '2525', EVIDENTIA_MAIL_NAME: 'Mail.Example' }
    expect(readConfig(mail).mail).toMatchObject({
      port: 2525,
      name: 'mail.example',
      tls: null,
      isPlaintextAllowed: true,
    })
    const open = { ...mail, EVIDENTIA_MAIL_HOST: '0.0.0.0' }
    const certified = { ...open, EVIDENTIA_MAIL_CERTIFICATE: 'c.pem', EVIDENTIA_MAIL_KEY: 'k.pem' }
    expect(readConfig(certified).mail).toMatchObject({ isPlaintextAllowed: false, isUnprovenAllowed: false })
    expect(readConfig({ ...open, EVIDENTIA_MAIL_PLAINTEXT: 'on' }).mail).toMatchObject({ isPlaintextAllowed: true })
    expect(() => readConfig({ EVIDENTIA_MAIL_PORT: '25' })).toThrow(/without EVIDENTIA_MAIL_NAME; set the host name/)
    expect(() => readConfig({ ...certified, EVIDENTIA_MAIL_KEY: '' })).toThrow(/together, or neither\.$/)
    expect(() => readConfig(open)).toThrow(/without TLS on 0\.0\.0\.0; set /)
    for (const dns of ['192.0.2.53', '192.0.2.53:5353', '2001:db8::53', '[2001:db8::53]:53'])
      expect(readConfig({ ...mail, EVIDENTIA_MAIL_DNS: dns }).mail?.dnsServers).toEqual([dns])
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
