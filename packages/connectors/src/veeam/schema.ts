import { z } from 'zod'
import { oneOf, optionalText, requiredText } from '../source-file/cell.ts'
import { mayText, someText } from '../source-file/json-fields.ts'

const truth = oneOf({ '': null, True: true, False: false })
const wholeNumber = optionalText.transform((given, context) => {
  if (given === null) return null
  const number = Number(given)
  if (Number.isSafeInteger(number) && number >= 0) return number
  context.addIssue({ code: 'custom', message: 'the size is not a whole number of bytes' })
  return z.NEVER
})

/** One session, each property a column. Source: Veeam PowerShell Reference, `Get-VBRBackupSession`, as `Export-Csv` writes it. */
export const sessionRow = z.object({
  Id: requiredText,
  JobName: requiredText,
  Result: requiredText,
  State: optionalText,
  Name: optionalText,
  JobType: optionalText,
  CreationTime: optionalText,
  EndTime: optionalText,
  IsFullMode: truth,
  DataSize: wholeNumber,
  BackupSize: wholeNumber,
})

export const sessionColumns = ['Id', 'JobName', 'Result', 'CreationTime', 'EndTime'] as const

const size = z.int('the size is not a whole number of bytes').min(0, 'the size is below zero').nullish()
/** `ConvertTo-Json` writes what an enumeration stands for as a number, unless it is told to use the names. */
const named = z.union([someText, z.int()])

/** The same as `ConvertTo-Json` writes it, by itself or with the properties of the CSV. */
export const sessionObject = z.object({
  Id: someText,
  JobName: someText,
  Result: named,
  State: named.nullish(),
  Name: mayText,
  JobType: named.nullish(),
  CreationTime: mayText,
  EndTime: mayText,
  IsFullMode: z.boolean().nullish(),
  DataSize: size,
  BackupSize: size,
  BackupStats: z.object({ DataSize: size, BackupSize: size }).nullish(),
})

/** What both say, times not yet read. */
export interface Session {
  readonly id: string
  readonly job: string
  readonly name: string | null
  readonly result: string
  readonly state: string | null
  readonly jobType: string | null
  readonly startedAt: string | null
  readonly finishedAt: string | null
  readonly isFull: boolean | null
  readonly dataSize: number | null
  readonly backupSize: number | null
}
