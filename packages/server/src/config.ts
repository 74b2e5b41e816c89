import { resolve } from 'node:path'
import { ConfigurationError } from './configuration-error.ts'

/** Everything the operator can set. No setting is needed: each has a default that works. */
export interface Config {
  readonly port: number
  readonly host: string
  readonly dataFolder: string
  readonly databaseUrl: string | null
  readonly databaseAppUrl: string | null
  readonly rootKeyFile: string | null
  readonly publicUrl: string | null
  readonly trustedProxies: readonly string[]
  readonly uploadLimitBytes: number
  readonly sessionIdleMinutes: number
  readonly logLevel: string
  readonly sample: boolean
}

interface Setting<T> {
  readonly description: string
  readonly fallback: string
  readonly read: (text: string, name: string) => T
}

/** One line per setting; docs/operating.md is checked against this table. */
export const settings = {
  PORT: { description: 'TCP port of the web app and the API.', fallback: '7331', read: whole(0, 65_535) },
  HOST: {
    description: 'Address to listen on. Anything but a loopback address needs HTTPS in front.',
    fallback: '127.0.0.1',
    read: text,
  },
  EVIDENTIA_DATA: {
    description: 'Folder for the database, the artifacts and the root key.',
    fallback: './data',
    read: path,
  },
  DATABASE_URL: {
    description: 'Use this PostgreSQL (15 or newer) instead of the embedded one; this role runs the migrations.',
    fallback: '',
    read: databaseUrl,
  },
  DATABASE_APP_URL: {
    description: 'The role evidentia_app on that server, needed where DATABASE_URL may not create roles.',
    fallback: '',
    read: databaseUrl,
  },
  EVIDENTIA_ROOT_KEY_FILE: {
    description: 'File with the 32-byte root key, readable by this user only.',
    fallback: '',
    read: optionalPath,
  },
  EVIDENTIA_PUBLIC_URL: {
    description: 'The address people use, such as https://evidence.example; HTTPS makes cookies and headers strict.',
    fallback: '',
    read: publicUrl,
  },
  EVIDENTIA_TRUSTED_PROXIES: {
    description: 'Addresses of reverse proxies whose X-Forwarded-For is believed, separated by commas.',
    fallback: '',
    read: list,
  },
  EVIDENTIA_UPLOAD_LIMIT_MIB: {
    description: 'Largest file that is accepted as evidence, in MiB.',
    fallback: '256',
    read: whole(1, 65_536),
  },
  EVIDENTIA_SESSION_IDLE_MINUTES: {
    description: 'A session ends after so many minutes without use; 12 hours after sign-in it ends in any case.',
    fallback: '15',
    read: whole(1, 720),
  },
  EVIDENTIA_LOG_LEVEL: { description: 'fatal, error, warn, info, debug or silent.', fallback: 'info', read: logLevel },
  EVIDENTIA_SAMPLE: {
    description: 'Whether the first start creates the sample organization: on or off.',
    fallback: 'on',
    read: toggle,
  },
} as const satisfies { readonly [name: string]: Setting<unknown> }

/** Reads and checks every setting. Throws ConfigurationError with one sentence. */
export function readConfig(environment: NodeJS.ProcessEnv = process.env): Config {
  const value = <N extends keyof typeof settings>(name: N): ReturnType<(typeof settings)[N]['read']> => {
    const setting: Setting<unknown> = settings[name]
    const given = environment[name]
    return setting.read(given === undefined || given === '' ? setting.fallback : given, name) as ReturnType<
      (typeof settings)[N]['read']
    >
  }
  const config: Config = {
    port: value('PORT'),
    host: value('HOST'),
    dataFolder: value('EVIDENTIA_DATA'),
    databaseUrl: value('DATABASE_URL'),
    databaseAppUrl: value('DATABASE_APP_URL'),
    rootKeyFile: value('EVIDENTIA_ROOT_KEY_FILE'),
    publicUrl: value('EVIDENTIA_PUBLIC_URL'),
    trustedProxies: value('EVIDENTIA_TRUSTED_PROXIES'),
    uploadLimitBytes: value('EVIDENTIA_UPLOAD_LIMIT_MIB') * 1024 * 1024,
    sessionIdleMinutes: value('EVIDENTIA_SESSION_IDLE_MINUTES'),
    logLevel: value('EVIDENTIA_LOG_LEVEL'),
    sample: value('EVIDENTIA_SAMPLE'),
  }
  if (config.databaseAppUrl !== null && config.databaseUrl === null) {
    throw new ConfigurationError('DATABASE_APP_URL is set without DATABASE_URL; set both or neither.')
  }
  return config
}

function text(value: string): string {
  return value
}

function path(value: string): string {
  return resolve(value)
}

function optionalPath(value: string): string | null {
  return value === '' ? null : resolve(value)
}

function list(value: string): readonly string[] {
  return value
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== '')
}

function whole(least: number, most: number): (value: string, name: string) => number {
  return (value, name) => {
    const number = Number(value)
    if (/^\d+$/.test(value) && number >= least && number <= most) return number
    throw new ConfigurationError(`${name} is "${value}"; use a whole number from ${least} to ${most}.`)
  }
}

function databaseUrl(value: string, name: string): string | null {
  if (value === '') return null
  if (/^postgres(ql)?:\/\/.+/.test(value) && URL.canParse(value)) return value
  throw new ConfigurationError(`${name} is not an address of the form postgresql://user:password@host:port/database.`)
}

function publicUrl(value: string, name: string): string | null {
  if (value === '') return null
  if (/^https?:\/\/[^/]+\/?$/.test(value) && URL.canParse(value)) return new URL(value).origin
  throw new ConfigurationError(`${name} is "${value}"; use scheme and host only, such as https://evidence.example.`)
}

function logLevel(value: string, name: string): string {
  if (['fatal', 'error', 'warn', 'info', 'debug', 'silent'].includes(value)) return value
  throw new ConfigurationError(`${name} is "${value}"; use fatal, error, warn, info, debug or silent.`)
}

function toggle(value: string, name: string): boolean {
  if (value === 'on' || value === 'off') return value === 'on'
  throw new ConfigurationError(`${name} is "${value}"; use on or off.`)
}
