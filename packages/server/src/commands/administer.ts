import { EvidentiaError, instantSchema, roleSchema } from '@evidentia/core'
import type { Config } from '../config.ts'
import { ConfigurationError } from '../configuration-error.ts'
import { createServices, type Services } from '../context.ts'
import { openInstallation, type Say } from '../installation.ts'

/** The operator at the command line. Whoever can read the data folder is the operator. */
export const operator = { type: 'system', id: 'operator', name: 'Operator (command line)' } as const
const linkMs = 24 * 60 * 60 * 1000

/** Issues an API key and prints it: the only line on standard output. */
export async function createApiKey(
  config: Config,
  options: { org: string; role: string; name: string; expires?: string },
  print: Say,
): Promise<void> {
  await withServices(config, async (services) => {
    const role = roleSchema.safeParse(options.role)
    if (!role.success)
      throw new ConfigurationError(`There is no role "${options.role}"; use ${roleSchema.options.join(', ')}.`)
    const expires = options.expires === undefined ? null : instantSchema.safeParse(options.expires)
    if (expires?.success === false)
      throw new ConfigurationError(`--expires is "${options.expires}"; use an instant such as 2027-01-31T00:00:00Z.`)
    const scope = { organization: await findOrganization(services, options.org), actor: operator, request: null }
    const { secret } = await services.apiKeys.issue(scope, {
      name: options.name,
      role: role.data,
      expires: expires?.data ?? null,
    })
    print(secret)
  })
}

/** Prints a link that signs a person in once: the way back in for whoever lost everything else. */
export async function createSignInLink(config: Config, options: { email?: string }, print: Say): Promise<void> {
  await withServices(config, async ({ session }) => {
    const email = options.email ?? 'administrator@evidentia.localhost'
    const account = await session.findAccountByEmail(email)
    if (account === null)
      throw new ConfigurationError(`Nobody signs in as ${email}; give the address of a member with --email.`)
    print(
      `${config.publicUrl ?? `http://${config.host}:${config.port}`}/sign-in#${await session.createLink(account.id, linkMs)}`,
    )
  })
}

/** Prints the short name of every organization. */
export async function listOrganizations(config: Config, print: Say): Promise<void> {
  await withServices(config, async ({ organizations }) => {
    for (const { slug, organization } of await organizations.listAll()) print(`${slug}\t${organization}`)
  })
}

/** The organization called `slug`. Throws `not-found` naming those there are. */
export async function findOrganization({ memberships, organizations }: Services, slug: string): Promise<string> {
  const organization = await memberships.organizationOf(slug)
  if (organization !== null) return organization
  const known = (await organizations.listAll()).map((one) => one.slug).join(', ')
  throw new EvidentiaError(
    'not-found',
    `There is no organization "${slug}"; there is ${known === '' ? 'none yet' : known}.`,
  )
}

/** Opens the installation, beside a running server or alone, and closes it again. */
export async function withServices(config: Config, work: (services: Services) => Promise<void>): Promise<void> {
  const installation = await openInstallation(config, () => undefined, true)
  try {
    await work(createServices(installation))
  } finally {
    await installation.close()
  }
}
