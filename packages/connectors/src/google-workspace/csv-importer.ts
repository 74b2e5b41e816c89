import type { DraftOf } from '@evidentia/core'
import { z } from 'zod'
import { oneOf, optionalText, requiredText } from '../source-file/cell.ts'
import { createCsvImporter } from '../source-file/csv-importer.ts'
import type { LocalTimes } from '../source-file/local-times.ts'

const flag = oneOf({ '': null, True: true, False: false, Yes: true, No: false })

/** A user. Source: Google Workspace Admin Help, "Download a list of users", all user info columns. */
const userRow = z.object({
  'First Name [Required]': optionalText,
  'Last Name [Required]': optionalText,
  'Email Address [Required]': requiredText,
  'Status [READ ONLY]': requiredText,
  'Last Sign In [READ ONLY]': optionalText,
  '2sv Enrolled [READ ONLY]': flag,
  '2sv Enforced [READ ONLY]': flag,
  'Employee ID': optionalText,
})

const columns = [
  'First Name [Required]',
  'Last Name [Required]',
  'Email Address [Required]',
  'Status [READ ONLY]',
] as const

/** One account for each user of the list that the Admin console downloads. */
export const usersCsvImporter = createCsvImporter({
  id: 'google-workspace-users-csv',
  version: 1,
  title: 'Google Workspace users (CSV)',
  recordTypes: ['account'],
  layout: {
    columns,
    optional: Object.keys(userRow.shape).filter((name) => !columns.some((column) => column === name)),
    order: 'any',
  },
  rowSchema: userRow,
  keyColumn: 'Email Address [Required]',
  toRecord,
})

function toRecord(row: z.output<typeof userRow>, line: number, times: LocalTimes): DraftOf<'account'> {
  const email = row['Email Address [Required]']
  const name = [row['First Name [Required]'], row['Last Name [Required]']].filter((part) => part !== null).join(' ')
  const signedIn = row['Last Sign In [READ ONLY]']
  const status = row['Status [READ ONLY]']
  return {
    type: 'account',
    key: email,
    line,
    body: {
      username: email,
      identifier: email,
      system: 'Google Workspace',
      displayName: name === '' ? null : name,
      email,
      employeeId: row['Employee ID'],
      kind: 'person',
      enabled: status.toLowerCase() === 'active',
      status,
      mfa: row['2sv Enrolled [READ ONLY]'],
      mfaEnforced: row['2sv Enforced [READ ONLY]'],
      lastSignIn: /^never/i.test(signedIn ?? '') ? null : times.read('Last Sign In [READ ONLY]', signedIn, line),
      keys: [],
    },
  }
}
