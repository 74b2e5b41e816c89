import { z } from 'zod'
import { shown } from '../source-file/refusal.ts'
import { oneOf, optionalDate, optionalText, requiredText } from '../source-file/cell.ts'

const email = optionalText.refine((text) => text === null || /^[^\s@]+@[^\s@]+$/.test(text), {
  error: ({ input }) => `${shown(String(input))} is not an e-mail address`,
})

/** One row of the roster: one employment. */
export const hrRosterRow = z.object({
  employee_id: requiredText,
  first_name: requiredText,
  last_name: requiredText,
  work_email: email,
  job_title: optionalText,
  department: optionalText,
  manager_id: optionalText,
  employment_status: oneOf({ active: 'active', leave: 'leave', 'on leave': 'leave', terminated: 'terminated' }),
  hire_date: optionalDate,
  termination_date: optionalDate,
})
export type HrRosterRow = z.output<typeof hrRosterRow>

export const hrRosterColumns = Object.keys(hrRosterRow.shape)
