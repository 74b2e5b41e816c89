import type { Config } from '../config.ts'
import { ConfigurationError } from '../configuration-error.ts'
import { createServices } from '../context.ts'
import { type Installation, openInstallation, type Say } from '../installation.ts'
import type { Scope, Transactions } from '../platform/db/transactions.ts'
import { destroyKey, rotateKey } from '../platform/keys/change-keys.ts'
import { listKeyChanges, type LogKeys } from '../platform/log/log-keys.ts'
import { rotateLogKey } from '../platform/log/rotate-log-key.ts'

interface Opened {
  readonly scope: Scope
  readonly keys: Installation['blobKeys']
  readonly transactions: Transactions
  readonly blobs: Installation['blobs']
  readonly logKeys: LogKeys
}

/** Seals new artifacts of an organization with a new key; beside a running server, which follows within seconds. */
export async function rotateArtifactKey(
  config: Config,
  options: { org: string; reason: string },
  say: Say,
): Promise<void> {
  await withOrganization(config, options.org, async ({ scope, ...parts }) => {
    say(`New artifacts are sealed with key ${await rotateKey(parts, scope, options.reason)}`)
  })
}

/** Makes everything a key sealed unreadable, for good. */
export async function destroyArtifactKey(
  config: Config,
  options: { org: string; key: string; reason: string },
  say: Say,
): Promise<void> {
  await withOrganization(config, options.org, async ({ scope, ...parts }) => {
    const isGone = await destroyKey(parts, scope, options.key, options.reason)
    say(`Key ${options.key} is destroyed: nobody can read what it sealed`)
    if (!isGone) say('A lock of the store keeps the wrapped key: destroy it there when the lock ends')
  })
}

/** Signs the log with its next key from now on; beside a running server, which does so from its next checkpoint on. */
export async function changeLogKey(config: Config, options: { org: string; reason: string }, say: Say): Promise<void> {
  await withOrganization(config, options.org, async ({ scope, transactions, logKeys: keys }) => {
    const { vkey } = await rotateLogKey({ transactions, keys }, scope, options.reason)
    say(`The log is signed with the key ${vkey}`)
    say('Tell those who check it by another way than the log, too')
  })
}

/** Prints the verifier keys of the log, newest first, with the entry that announced each. */
export async function listLogKeys(config: Config, options: { org: string }, say: Say): Promise<void> {
  await withOrganization(config, options.org, async ({ scope, transactions, logKeys }) => {
    const changes = await transactions.read(scope, listKeyChanges)
    for (const { entry, to } of changes.toReversed()) say(`${to}\tfrom entry ${entry} on`)
    say(`${logKeys.signerOf(scope.organization).vkey}\tfirst`)
  })
}

/** Prints the keys of an organization, newest first; never their bytes. */
export async function listArtifactKeys(config: Config, options: { org: string }, say: Say): Promise<void> {
  await withOrganization(config, options.org, async ({ scope, keys }) => {
    for (const { id, created, destroyed, isCurrent } of await keys.list(scope.organization)) {
      const state = destroyed === null ? (isCurrent ? 'current' : 'reads') : `destroyed ${destroyed.toISOString()}`
      say(`${id}\t${created.toISOString()}\t${state}`)
    }
  })
}

async function withOrganization(config: Config, slug: string, work: (opened: Opened) => Promise<void>): Promise<void> {
  const installation = await openInstallation(config, () => undefined, true)
  try {
    const { memberships, transactions, keys: logKeys } = createServices(installation)
    const organization = await memberships.organizationOf(slug)
    if (organization === null) throw new ConfigurationError(`There is no organization "${slug}"; see org list.`)
    const actor = { type: 'system', id: 'operator', name: 'Operator (command line)' } as const
    const { blobs, blobKeys: keys } = installation
    await work({ scope: { organization, actor, request: null }, keys, blobs, transactions, logKeys })
  } finally {
    await installation.close()
  }
}
