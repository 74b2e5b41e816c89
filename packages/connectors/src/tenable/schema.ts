import { z } from 'zod'
import { instantOr, oneOf, optionalText, requiredText } from '../source-file/cell.ts'

const severities = {
  None: 'informational',
  Info: 'informational',
  Low: 'low',
  Medium: 'medium',
  High: 'high',
  Critical: 'critical',
} as const
const when = instantOr(['', 'null', 'n/a'])
const score = optionalText.transform((given, context) => {
  if (given === null || given === 'null') return null
  const number = Number(given)
  if (number >= 0 && number <= 10) return number
  context.addIssue({ code: 'custom', message: 'use a score from 0 to 10' })
  return z.NEVER
})

/** What both Nessus and Tenable Vulnerability Management write. Source: Tenable documentation, "CSV export". */
export const csvColumns = ['Plugin ID', 'CVE', 'Risk', 'Host', 'Protocol', 'Port', 'Name'] as const
/** What the export of Tenable Vulnerability Management adds. */
export const csvOptional = [
  'CVSS',
  'CVSS3 Base Score',
  'Vulnerability State',
  'IP Address',
  'First Found',
  'Last Found',
  'Last Fixed',
  'Host End',
  'Exploit Available',
  'Synopsis',
  'Plugin Output',
  'Description',
  'Solution',
  'See Also',
] as const

export const csvRow = z.object({
  'Plugin ID': requiredText,
  CVE: optionalText,
  Risk: oneOf(severities),
  Host: requiredText,
  Protocol: optionalText,
  Port: optionalText,
  Name: requiredText,
  CVSS: score,
  'CVSS3 Base Score': score,
  'Vulnerability State': oneOf({ '': null, Active: 'open', New: 'open', Resurfaced: 'open', Fixed: 'fixed' }),
  'IP Address': optionalText,
  'First Found': when,
  'Last Found': when,
  'Last Fixed': when,
  'Host End': when,
  'Exploit Available': oneOf({ '': null, null: null, TRUE: true, FALSE: false }),
})
export type TenableRow = z.output<typeof csvRow>

/** The attributes of a report item. Source: Tenable documentation, "Nessus file format", version 2. */
export const itemAttributes = z.object({
  pluginID: z.string().min(1, 'the value is missing'),
  pluginName: z.string().min(1, 'the value is missing'),
  severity: oneOf({ 0: 'informational', 1: 'low', 2: 'medium', 3: 'high', 4: 'critical' }),
  port: z.string(),
  protocol: z.string(),
})
