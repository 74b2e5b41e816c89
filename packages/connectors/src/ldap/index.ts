import type { ImportedItem } from '@evidentia/core'
import { z } from 'zod'
import { createCollectionImporter } from '../collection/collection-importer.ts'
import { defineCollector } from '../collection/collector.ts'
import type { Connector } from '../connector.ts'
import type { LdifEntry, LdifValue } from '../ldif/entries.ts'
import { EntryReading } from '../ldif/importer.ts'

const settings = z.strictObject({
  address: z
    .string()
    .regex(/^ldaps?:\/\/[^/?#\s@]+$/, 'write an address as ldaps://directory.example')
    .meta({ title: 'Address', description: 'ldaps://, or ldap:// with StartTLS.' }),
  startTls: z.boolean().default(false).meta({ title: 'StartTLS', description: 'Change to TLS before signing in.' }),
  bindDn: z
    .string()
    .min(1)
    .max(1000)
    .meta({ title: 'Bind name', description: 'The DN, or in Active Directory user@domain.' }),
  base: z.string().min(1).max(1000).meta({ title: 'Base', description: 'Where the search begins.' }),
  filter: z
    .string()
    .regex(/^\(.+\)$/s, 'put the filter into parentheses')
    .default(
      '(|(objectClass=person)(objectClass=posixAccount)(objectClass=group)(objectClass=groupOfNames)(objectClass=posixGroup))',
    )
    .meta({ title: 'Filter', description: 'Which entries are read (RFC 4515).' }),
})

/** What is asked for; what a directory does not have, it leaves out. Passwords are not among it. */
const attributes =
  'objectClass sAMAccountName uid userPrincipalName cn displayName mail employeeID employeeNumber memberOf userAccountControl pwdAccountLockedTime nsAccountLock pwdLastSet pwdChangedTime whenCreated createTimestamp lastLogon lastLogonTimestamp pwdLastSuccess authTimestamp accountExpires shadowExpire member uniqueMember memberUid description managedBy owner'.split(
    ' ',
  )

const entrySchema = z.object({ dn: z.string(), attributes: z.record(z.string(), z.array(z.string())) })

const entriesImporter = createCollectionImporter({
  connector: 'ldap',
  dataset: 'entries',
  version: 1,
  title: 'Accounts and groups of a directory, as collected',
  recordTypes: ['account', 'group'],
  paths: ['[]'],
  open: (read, file) => {
    const reading = new EntryReading(file.name)
    return {
      *take(part): Generator<ImportedItem> {
        if (part.path === '[]') yield* reading.take(toEntry(read.parse(entrySchema, part.value, part), part.line))
      },
      end: () => reading.end(),
    }
  },
})

/** As the same entry stands in LDIF, so that one reading makes records of both. */
function toEntry({ dn, attributes: given }: z.output<typeof entrySchema>, line: number): LdifEntry {
  const values = Object.entries(given).map(([name, texts]): [string, LdifValue[]] => {
    const form = name.endsWith(';base64') ? 'base64' : 'text'
    return [name.replace(/;base64$/, '').toLowerCase(), texts.map((raw) => ({ line, form, raw }))]
  })
  return { dn: { line, form: 'text', raw: dn }, attributes: new Map(values) }
}

export const ldap: Connector = {
  id: 'ldap',
  name: 'LDAP or Active Directory',
  reads: 'Accounts and groups of a directory, with their state and memberships.',
  importers: [entriesImporter],
  checks: [],
  collector: defineCollector({
    version: 1,
    settings,
    secrets: { password: { title: 'Password', says: 'Of the account that is bound as. It needs to read only.' } },
    schedule: 'daily',
    sourceOf: ({ address, base }) => `${new URL(address).host} ${base}`,
    datasets: [
      {
        id: 'entries',
        title: 'Accounts and groups',
        says: 'The entries that the filter gives, with the attributes that say who can sign in. No password is read.',
        permissions: [{ name: 'Read', why: 'On the entries below the base, as any member of the domain may.' }],
        requests: ({ base, filter }) => [`search ${base} for ${filter}`, `attributes ${attributes.join(', ')}`],
        importer: entriesImporter,
        collect: async function* ({ settings: own, secrets: { password } }, context) {
          const { address: url, startTls, bindDn, base, filter } = own
          const pages = context.ldap.search({ url, startTls, bindDn, password, base, filter, attributes })
          for await (const entries of pages)
            yield { request: `search ${base} for ${filter}`, about: 'entries', body: entries }
        },
      },
    ],
  }),
}
