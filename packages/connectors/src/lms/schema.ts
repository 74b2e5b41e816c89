import { z } from 'zod'
import { optionalDay, optionalText, requiredText } from '../source-file/cell.ts'
import type { CsvLayout } from '../source-file/csv-header.ts'
import { shown } from '../source-file/refusal.ts'

const score = optionalText.transform((given, context) => {
  if (given === null) return null
  const number = Number(given.replace(/\s*%$/, ''))
  if (Number.isFinite(number)) return number
  context.addIssue({ code: 'custom', message: `${shown(given)} is not a score` })
  return z.NEVER
})

/** One assignment of one course to one person. */
export const completionRow = z.object({
  course: requiredText,
  status: requiredText,
  employee_id: optionalText,
  email: optionalText,
  username: optionalText,
  name: optionalText,
  first_name: optionalText,
  last_name: optionalText,
  course_id: optionalText,
  version: optionalText,
  assigned: optionalDay,
  due: optionalDay,
  completed: optionalDay,
  expires: optionalDay,
  score,
})
export type CompletionRow = z.output<typeof completionRow>

const required = ['course', 'status']

/** The names that completion reports of learning systems give these columns; each can rename them. */
export const completionLayout: CsvLayout = {
  columns: required,
  optional: Object.keys(completionRow.shape).filter((name) => !required.includes(name)),
  known: {
    course: [
      'course name',
      'course title',
      'course full name',
      'training',
      'training title',
      'training name',
      'module',
      'module name',
      'assignment name',
      'learning item',
      'content name',
    ],
    status: ['completion status', 'course status', 'enrollment status', 'training status', 'transcript status'],
    employee_id: ['employee number', 'employee no', 'employee no.', 'personnel number', 'worker id', 'id number'],
    email: ['email address', 'e mail', 'e mail address', 'user email', 'work email', 'learner email'],
    username: ['user name', 'login', 'user id', 'user'],
    name: ['full name', 'user full name', 'learner', 'learner name', 'employee name', 'employee'],
    first_name: ['given name'],
    last_name: ['surname', 'family name'],
    course_id: ['course code', 'training id', 'module id', 'course number'],
    version: ['course version', 'training version'],
    assigned: [
      'assigned date',
      'assigned on',
      'date assigned',
      'assignment date',
      'enrollment date',
      'enrolled',
      'enrolled on',
    ],
    due: ['due date', 'date due', 'due on', 'deadline'],
    completed: ['completed date', 'completed on', 'date completed', 'completion date', 'completed at'],
    expires: ['expires on', 'expiry date', 'expiration date', 'valid until'],
    score: ['final score', 'grade', 'score (%)', 'final grade'],
  },
  order: 'any',
}
