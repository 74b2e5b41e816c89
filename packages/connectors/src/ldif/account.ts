import type { DraftOf } from '@evidentia/core'
import type { Attributes } from './attributes.ts'
import { systemOf } from './distinguished-name.ts'
import { isPrivileged } from './privileged-groups.ts'
import { fileTime, generalizedTime, shadowDay } from './times.ts'

/** The flags of `userAccountControl` that say something of signing in. Source: Microsoft, "UserAccountControl property flags". */
const flags = {
  disabled: 0x2n,
  passwordNotRequired: 0x20n,
  passwordNeverExpires: 0x1_0000n,
  smartCardRequired: 0x4_0000n,
  passwordExpired: 0x80_0000n,
} as const

/** Why an entry that is an account gives no record. */
interface NoAccount {
  readonly field: string
  readonly reason: string
}

/** The account that an entry is. `isActiveDirectory`: its class is one of Active Directory, which always keeps whether it is disabled. */
export function toAccount(
  entry: Attributes,
  kind: 'person' | 'service',
  isActiveDirectory: boolean,
): DraftOf<'account'> | NoAccount {
  const username = entry.first('samaccountname', 'uid', 'userprincipalname', 'cn')
  if (username === null) return { field: 'uid', reason: 'the account has no user name' }
  const control = entry.integer('useraccountcontrol')
  if (control === null && isActiveDirectory)
    return {
      field: 'userAccountControl',
      reason: 'userAccountControl was not exported, so nothing says whether the account is disabled',
    }
  return {
    type: 'account',
    key: username,
    line: entry.line,
    body: {
      username,
      // Memberships name accounts so.
      identifier: entry.dn,
      system: systemOf(entry.dn),
      displayName: entry.first('displayname', 'cn'),
      email: entry.first('mail'),
      employeeId: entry.first('employeeid', 'employeenumber'),
      kind,
      privileged: entry.all('memberof').some(isPrivileged) ? true : null,
      enabled: control === null ? !isLocked(entry) : (control & flags.disabled) === 0n,
      status: control === null ? null : statusOf(control),
      passwordLastChanged: fileTime(entry, 'pwdlastset') ?? generalizedTime(entry, 'pwdchangedtime'),
      mfaEnforced: control !== null && (control & flags.smartCardRequired) !== 0n ? true : null,
      created: generalizedTime(entry, 'whencreated', 'createtimestamp'),
      lastSignIn: lastSignIn(entry),
      expires: fileTime(entry, 'accountexpires') ?? shadowDay(entry, 'shadowexpire'),
      groups: entry.has('memberof') ? entry.all('memberof') : null,
      keys: [],
    },
  }
}

/** What other directories write of an account that an administrator shut: OpenLDAP and 389 Directory Server. */
function isLocked(entry: Attributes): boolean {
  return (
    entry.first('pwdaccountlockedtime') === '000001010000Z' || entry.first('nsaccountlock')?.toLowerCase() === 'true'
  )
}

function statusOf(control: bigint): string {
  const names = Object.entries(flags).flatMap(([name, flag]) => ((control & flag) === 0n ? [] : [words[name] ?? name]))
  return `userAccountControl ${control}${names.length === 0 ? '' : `: ${names.join(', ')}`}`
}

const words: Readonly<Record<string, string>> = {
  passwordNotRequired: 'no password required',
  passwordNeverExpires: 'password never expires',
  smartCardRequired: 'smart card required',
  passwordExpired: 'password expired',
}

/** Each domain controller keeps its own `lastLogon`; `lastLogonTimestamp` is shared and up to 14 days behind. The later is true. */
function lastSignIn(entry: Attributes): string | null {
  const times = [fileTime(entry, 'lastlogontimestamp'), fileTime(entry, 'lastlogon')].filter((time) => time !== null)
  return times.toSorted().at(-1) ?? generalizedTime(entry, 'pwdlastsuccess', 'authtimestamp')
}
