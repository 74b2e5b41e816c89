import { z } from 'zod'
import { optionalDay, optionalText, requiredText } from '../source-file/cell.ts'
import type { CsvLayout } from '../source-file/csv-header.ts'

/** One person who left or will. */
export const leaverRow = z.object({
  employee_id: requiredText,
  termination_date: optionalDay,
  name: optionalText,
  first_name: optionalText,
  last_name: optionalText,
  email: optionalText,
  username: optionalText,
  job_title: optionalText,
  department: optionalText,
  manager: optionalText,
  hire_date: optionalDay,
  termination_type: optionalText,
})
export type LeaverRow = z.output<typeof leaverRow>

const required = ['employee_id', 'termination_date']

/** The names that termination reports of HR systems give these columns; each can rename them. */
export const leaversLayout: CsvLayout = {
  columns: required,
  optional: Object.keys(leaverRow.shape).filter((name) => !required.includes(name)),
  known: {
    employee_id: [
      'employee number',
      'employee no',
      'employee no.',
      'employee #',
      'employee code',
      'personnel number',
      'worker id',
      'person id',
      'person number',
      'associate id',
      'file number',
    ],
    termination_date: [
      'effective termination date',
      'last day of work',
      'last day worked',
      'last working day',
      'separation date',
      'leaving date',
      'exit date',
    ],
    name: ['full name', 'employee name', 'legal name', 'display name', 'worker', 'employee', 'payroll name'],
    first_name: ['given name', 'legal first name', 'firstname'],
    last_name: ['surname', 'family name', 'legal last name', 'lastname'],
    email: ['work email', 'email address', 'work e mail', 'e mail', 'business email', 'email work'],
    username: ['user name', 'user id', 'login', 'network id'],
    job_title: ['title', 'position', 'position title', 'business title', 'job title description'],
    department: [
      'department name',
      'home department',
      'home department description',
      'division',
      'supervisory organization',
    ],
    manager: ['manager id', 'manager email', 'supervisor id', 'reports to id'],
    hire_date: ['original hire date', 'most recent hire date', 'start date', 'date of hire'],
    termination_type: ['separation type', 'termination category', 'exit type', 'leaving type'],
  },
  order: 'any',
}
