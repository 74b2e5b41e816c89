/**
 * The law of imports as data: who may import what. `judge-package.ts` and `judge-server.ts` apply it, `walls.test.ts`
 * proves that each line of it refuses something. To change a wall, change a line here and say why in docs/adr/.
 */

/** `only`: nothing but these `node:` modules; `except`: any but these. Names without `node:`. */
export type NodeWall = { readonly only: readonly string[] } | { readonly except: readonly string[] }

export interface PackageWall {
  /** Workspace packages it may enter; a list of entries (`./verify`) narrows which. */
  readonly packages: Readonly<Record<string, 'any-entry' | readonly string[]>>
  /** npm packages it may import; `declared` means what its own package.json lists as dependencies. */
  readonly npm: 'declared' | readonly string[]
  readonly node: NodeWall
  /** May it call `fetch` and its kin? A package without this gets its network from its caller. */
  readonly network: boolean
  /** A folder below the package that may open sockets for the rest of it, and the npm packages it does that with. */
  readonly networkRoom?: { readonly path: string; readonly npm: readonly string[] }
  /** Entries whose whole import graph must run in a browser: no `node:` and no npm module anywhere behind them. */
  readonly browserEntries?: readonly string[]
}

/** Modules that open connections. */
export const sockets = ['dgram', 'dns', 'dns/promises', 'http', 'http2', 'https', 'net', 'tls']
const escapes = ['child_process', 'cluster', 'inspector', 'module', 'vm', 'worker_threads']
const files = ['fs', 'fs/promises', 'process', 'sqlite']

export const packageWalls: Readonly<Record<string, PackageWall>> = {
  core: { packages: {}, npm: ['zod', 'temporal-polyfill'], node: { only: [] }, network: false },
  ledger: {
    packages: {},
    npm: [],
    // A thread of its own hashes a large package; `workerData` and messages are all that crosses.
    node: { except: [...sockets, ...escapes.filter((name) => name !== 'worker_threads')] },
    network: false,
    browserEntries: ['src/verify.ts'],
  },
  catalog: {
    packages: {},
    npm: ['js-yaml'],
    node: { only: ['fs', 'fs/promises', 'path', 'url'] },
    network: false,
  },
  connectors: {
    packages: { core: 'any-entry' },
    npm: [
      '@aws-sdk/client-backup',
      '@aws-sdk/client-cloudtrail',
      '@aws-sdk/client-config-service',
      '@aws-sdk/client-guardduty',
      '@aws-sdk/client-iam',
      '@aws-sdk/client-kms',
      '@aws-sdk/client-rds',
      '@aws-sdk/client-s3',
      '@aws-sdk/client-securityhub',
      '@aws-sdk/client-sts',
      '@marcbachmann/cel-js',
      '@smithy/types',
      'fflate',
      're2js',
      'saxes',
      'yaml',
      'zod',
    ],
    node: { except: [...sockets, ...escapes, ...files] },
    network: false,
    networkRoom: { path: 'src/outbound/', npm: ['ldapts', 'pg'] },
  },
  web: {
    packages: { core: 'any-entry', ledger: ['./verify'] },
    npm: 'declared',
    node: { only: [] },
    network: true,
  },
  cli: {
    packages: { core: 'any-entry', ledger: 'any-entry', catalog: 'any-entry', connectors: 'any-entry' },
    npm: 'declared',
    node: { except: [] },
    network: true,
  },
  server: {
    packages: { core: 'any-entry', ledger: 'any-entry', catalog: 'any-entry', connectors: 'any-entry' },
    npm: 'declared',
    node: { except: [] },
    network: true,
  },
}

/** The only files that read the environment. */
export const environmentReaders = ['packages/server/src/config.ts', 'packages/cli/src/config.ts']

/** Inside the server, and the order inside a feature: an earlier name may import a later one, never the reverse. */
export const serverRooms = {
  root: 'packages/server/src',
  /** The whole, and the part of it by which evidence comes in. */
  composition: ['context.ts', 'doors.ts'],
  platform: ['http', 'db', 'blobs', 'jobs', 'auth', 'log', 'keys', 'print'],
  featureOrder: ['routes', 'service', 'store'],
} as const

/** Names that say nothing about what is inside; refused for folders and for files. */
export const emptyNames = ['utils', 'util', 'helpers', 'helper', 'common', 'lib', 'misc', 'types']

/** Every rule, with the sentence a person needs when it refuses something. */
export const rules = {
  'package-wall': 'this package may not import that workspace package',
  'exports-only': 'packages are entered by name through their exports, never by path',
  'npm-wall': 'this package may not import that npm package',
  'node-wall': 'this package may not use that node: module',
  network: 'this package gets its network from its caller',
  'browser-entry': 'everything behind a browser entry must run in a browser',
  'computed-import': 'an import names its module literally, or no wall can see it',
  'side-effect': 'a module is imported for what it exports, not for what happens on import',
  'glob-import': 'registries are explicit: no import.meta.glob',
  'test-code': 'what is shipped does not import test code',
  environment: 'only config.ts reads the environment',
  'empty-name': 'name it after what is inside',
  silenced: 'no rule or type is silenced in place: mend the code or change the rule',
  'platform-up': 'the platform knows neither the features nor their composition',
  'platform-room': 'a folder of the platform is one of the rooms of the law',
  'feature-store': "a feature's store belongs to that feature alone; call its service through the context",
  'feature-value': 'a feature reaches another through the context; only types may be imported',
  'feature-order': 'inside a feature: routes, then service, then store, never upward',
  wiring: 'only context.ts and its doors.ts wire services and stores together',
} as const

export type RuleName = keyof typeof rules

export interface Refusal {
  /** Path from the root of the tree, with forward slashes. */
  readonly file: string
  readonly line: number
  readonly rule: RuleName
  /** The import or the text that is refused. */
  readonly what: string
}
