import type { ImportedItem, Importer, RecordDraft } from '@evidentia/core'
import { KeyTable } from '../source-file/key-table.ts'
import { SeenKeys } from '../source-file/seen-keys.ts'
import { peekText } from '../source-file/text.ts'
import { toAccount } from './account.ts'
import { Attributes } from './attributes.ts'
import { type LdifEntry, readLdif, type SearchResult } from './entries.ts'
import { hasPartOfMembers, toGroup } from './group.ts'

/** One account or group for each entry that is one. */
export const ldifImporter: Importer = {
  id: 'ldif',
  version: 1,
  title: 'LDAP or Active Directory (LDIF)',
  recordTypes: ['account', 'group'],
  recognizes: (head) => /^dn::? /i.test(firstLineOf(peekText(head))),
  async *read(file): AsyncGenerator<ImportedItem> {
    const reading = new EntryReading(file.name)
    for await (const block of readLdif(file))
      for (const found of block) for (const item of reading.take(found)) yield item
    for (const item of reading.end()) yield item
  },
}

/** The first line that is no comment, no fold of one, not empty and not the version. */
function firstLineOf(text: string): string {
  const lines = text.replace(/^\uFEFF/, '').split('\n', 400)
  return lines.find((line) => !/^(?:#| |\r?$|version:)/i.test(line)) ?? ''
}

/** What is read; any other attribute is listed once. Those that only say what an entry is are read too. */
const readAttributes = new Set(
  (
    'objectclass samaccountname uid userprincipalname cn displayname mail employeeid employeenumber memberof useraccountcontrol ' +
    'pwdaccountlockedtime nsaccountlock pwdlastset pwdchangedtime whencreated createtimestamp lastlogon lastlogontimestamp ' +
    'pwdlastsuccess authtimestamp accountexpires shadowexpire member uniquemember memberuid description managedby owner'
  ).split(' '),
)

const accountClasses = ['user', 'inetorgperson', 'posixaccount', 'account', 'person', 'organizationalperson']
const groupClasses = ['group', 'groupofnames', 'groupofuniquenames', 'posixgroup', 'groupofmembers']
const serviceClasses = ['msds-groupmanagedserviceaccount', 'msds-managedserviceaccount']

/** What is made of one file. Entries and attributes that are not read are counted, and listed at the end. */
export class EntryReading {
  readonly #file: string
  readonly #keys = new SeenKeys()
  readonly #dns = new KeyTable()
  readonly #unread = new Map<string, { line: number; count: number }>()
  readonly #others = new Map<string, { line: number; count: number }>()

  constructor(file: string) {
    this.#file = file
  }

  *take(found: LdifEntry | SearchResult): Generator<ImportedItem> {
    if ('result' in found) {
      const reason = `the search ended early: ${found.result.slice(0, 80)}`
      if (!/^0\b/.test(found.result)) yield { skipped: { line: found.line, reason } }
      return
    }
    const entry = new Attributes(found, this.#file)
    const { line } = entry
    const classes = entry.all('objectclass').map((name) => name.toLowerCase())
    const made = this.#make(entry, classes)
    if (made === null) return
    for (const name of entry.names()) if (!readAttributes.has(name)) count(this.#unread, name, line)
    if ('reason' in made) {
      yield { skipped: { line, field: made.field, reason: made.reason } }
      return
    }
    yield this.#once(made, entry)
    if (hasPartOfMembers(entry))
      yield { skipped: { part: 'section', line, field: 'member', reason: 'only a part of the members was exported' } }
  }

  *end(): Generator<ImportedItem> {
    for (const [name, { line, count: entries }] of this.#others) {
      const reason = `${entries} entries of the class ${name.slice(0, 60)} are no accounts or groups`
      yield { skipped: { part: 'section', line, field: 'objectClass', reason } }
    }
    for (const [name, { line }] of this.#unread)
      yield { skipped: { part: 'column', line, field: name.slice(0, 80), reason: 'this attribute is not read' } }
  }

  /** The record; why there is none; or null for an entry that is neither account nor group. */
  #make(entry: Attributes, classes: readonly string[]): RecordDraft | { field: string; reason: string } | null {
    const isOf = (names: readonly string[]): boolean => classes.some((name) => names.includes(name))
    if (classes.length === 0)
      return { field: 'objectClass', reason: 'objectClass was not exported, so nothing says what the entry is' }
    if (isOf(serviceClasses)) return toAccount(entry, 'service', true)
    if (isOf(groupClasses)) return toGroup(entry)
    // A computer of Active Directory is a user by its classes.
    if (isOf(accountClasses) && !classes.includes('computer'))
      return toAccount(entry, 'person', classes.includes('user'))
    count(this.#others, classes.at(-1) ?? '', entry.line)
    return null
  }

  /** Two domains may each have an account of one name: what comes second is listed, since nothing tells which of them is spoken of. */
  #once(record: RecordDraft, entry: Attributes): ImportedItem {
    const { line } = entry
    const same = this.#dns.lineOf(entry.dn, line)
    if (same !== null) return { skipped: { line, field: 'dn', reason: `the same as on line ${same}` } }
    const earlier = this.#keys.lineOf(record, line)
    if (earlier !== null) return { skipped: { line, field: 'dn', reason: `its name stands on line ${earlier} too` } }
    return { record }
  }
}

function count(counts: Map<string, { line: number; count: number }>, name: string, line: number): void {
  const known = counts.get(name)
  if (known === undefined) counts.set(name, { line, count: 1 })
  else known.count += 1
}
