import { ConfigurationError } from './configuration-error.ts'
import { type MailConfig, mailSettings, readMail } from './mail-config.ts'
import {
  blobsAddress,
  databaseUrl,
  list,
  logLevel,
  optionalAddress,
  optionalPath,
  optionalText,
  optionalWhole,
  path,
  publicUrl,
  type Setting,
  text,
  toggle,
  whole,
} from './setting-readers.ts'

/** Everything the operator can set. No setting is needed: each has a default that works. */
export interface Config {
  readonly port: number
  readonly host: string
  readonly dataFolder: string
  readonly databaseUrl: string | null
  readonly databaseAppUrl: string | null
  readonly rootKeyFile: string | null
  readonly rootKey: string | null
  readonly rootKeyCommand: string | null
  readonly rootKeyKms: string | null
  readonly blobsAddress: string | null
  readonly blobsLockDays: number | null
  readonly publicUrl: string | null
  readonly trustedProxies: readonly string[]
  readonly uploadLimitBytes: number
  readonly sessionIdleMinutes: number
  readonly witnessPolicyFile: string | null
  readonly timeStampAuthority: string | null
  readonly pinnedCheckpoints: string | null
  readonly catalogFolder: string | null
  readonly logLevel: string
  readonly collectHosts: readonly string[]
  readonly watchFolder: string | null
  readonly mail: MailConfig | null
  readonly sample: boolean
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
  EVIDENTIA_ROOT_KEY: {
    description:
      'The root key itself, in hexadecimal or Base64, where a file cannot be; processes of this user can read it.',
    fallback: '',
    read: optionalText,
  },
  EVIDENTIA_ROOT_KEY_COMMAND: {
    description:
      'A command that prints the root key in hexadecimal or Base64, such as one that asks a key management service.',
    fallback: '',
    read: optionalText,
  },
  EVIDENTIA_ROOT_KEY_KMS: {
    description:
      'Id, ARN or alias of the AWS KMS key that wraps the root key; only its wrapped form is in the data folder.',
    fallback: '',
    read: optionalText,
  },
  EVIDENTIA_BLOBS: {
    description:
      'Where artifacts go instead of the data folder: s3://bucket/prefix?endpoint=…&region=…, Object Lock enabled.',
    fallback: '',
    read: blobsAddress,
  },
  EVIDENTIA_BLOBS_LOCK_DAYS: {
    description:
      'Locks each artifact in S3 for so many days only, for a trial; unless set, for as long as its retention class says.',
    fallback: '',
    read: optionalWhole(1, 36_500),
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
  EVIDENTIA_COLLECT_HOSTS: {
    description:
      'Hosts that connections may read although they are not on the public internet or speak plain http, as host or host:port, separated by commas.',
    fallback: '',
    read: list,
  },
  EVIDENTIA_WATCH_FOLDER: {
    description: 'Folder whose files become evidence: one folder for each organization, named after it.',
    fallback: '',
    read: optionalPath,
  },
  ...mailSettings,
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
  EVIDENTIA_WITNESS_POLICY: {
    description: 'JSON file of the witnesses that must cosign a checkpoint before it is published, by organization.',
    fallback: '',
    read: optionalPath,
  },
  EVIDENTIA_TIME_STAMP_AUTHORITY: {
    description: 'Address of an RFC 3161 authority that stamps every published checkpoint.',
    fallback: '',
    read: optionalAddress,
  },
  EVIDENTIA_PINNED_CHECKPOINTS: {
    description:
      'Folder of checkpoints kept out of reach of the database; a log that no longer extends one takes no writes.',
    fallback: '',
    read: optionalPath,
  },
  EVIDENTIA_CATALOG: {
    description: 'Folder with a catalog of frameworks and controls to use in place of the one that ships.',
    fallback: '',
    read: optionalPath,
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
    rootKey: value('EVIDENTIA_ROOT_KEY'),
    rootKeyCommand: value('EVIDENTIA_ROOT_KEY_COMMAND'),
    rootKeyKms: value('EVIDENTIA_ROOT_KEY_KMS'),
    blobsAddress: value('EVIDENTIA_BLOBS'),
    blobsLockDays: value('EVIDENTIA_BLOBS_LOCK_DAYS'),
    publicUrl: value('EVIDENTIA_PUBLIC_URL'),
    trustedProxies: value('EVIDENTIA_TRUSTED_PROXIES'),
    uploadLimitBytes: value('EVIDENTIA_UPLOAD_LIMIT_MIB') * 1024 * 1024,
    sessionIdleMinutes: value('EVIDENTIA_SESSION_IDLE_MINUTES'),
    witnessPolicyFile: value('EVIDENTIA_WITNESS_POLICY'),
    timeStampAuthority: value('EVIDENTIA_TIME_STAMP_AUTHORITY'),
    pinnedCheckpoints: value('EVIDENTIA_PINNED_CHECKPOINTS'),
    catalogFolder: value('EVIDENTIA_CATALOG'),
    collectHosts: value('EVIDENTIA_COLLECT_HOSTS'),
    watchFolder: value('EVIDENTIA_WATCH_FOLDER'),
    mail: readMail({
      port: value('EVIDENTIA_MAIL_PORT'),
      host: value('EVIDENTIA_MAIL_HOST'),
      name: value('EVIDENTIA_MAIL_NAME'),
      certificateFile: value('EVIDENTIA_MAIL_CERTIFICATE'),
      keyFile: value('EVIDENTIA_MAIL_KEY'),
      isPlaintextAllowed: value('EVIDENTIA_MAIL_PLAINTEXT'),
      isUnprovenAllowed: value('EVIDENTIA_MAIL_UNPROVEN'),
      limitBytes: value('EVIDENTIA_MAIL_LIMIT_MIB') * 1024 * 1024,
      connections: value('EVIDENTIA_MAIL_CONNECTIONS'),
      idleMs: value('EVIDENTIA_MAIL_IDLE_SECONDS') * 1000,
      dnsServers: value('EVIDENTIA_MAIL_DNS'),
    }),
    logLevel: value('EVIDENTIA_LOG_LEVEL'),
    sample: value('EVIDENTIA_SAMPLE'),
  }
  if (config.databaseAppUrl !== null && config.databaseUrl === null) {
    throw new ConfigurationError('DATABASE_APP_URL is set without DATABASE_URL; set both or neither.')
  }
  const { rootKeyFile, rootKey, rootKeyCommand, rootKeyKms } = config
  const rootKeys = [rootKeyFile, rootKey, rootKeyCommand, rootKeyKms].filter((one) => one !== null)
  if (rootKeys.length > 1) {
    throw new ConfigurationError('The root key is set more than once; set one of the four EVIDENTIA_ROOT_KEY settings.')
  }
  return config
}

/** Every setting as it is now, for a person: passwords within addresses are left out. */
export function explainSettings(
  environment: NodeJS.ProcessEnv = process.env,
): { name: string; value: string; isDefault: boolean; description: string }[] {
  return Object.entries(settings).map(([name, { description, fallback }]) => {
    const given = environment[name]
    const isDefault = given === undefined || given === ''
    const shown = name === 'EVIDENTIA_ROOT_KEY' && !isDefault ? '***' : isDefault ? fallback : given
    const value = shown.replace(/(:\/\/[^:/@]*):[^@]*@/, '$1:***@')
    return { name, value: value === '' ? 'none' : value, isDefault, description }
  })
}
