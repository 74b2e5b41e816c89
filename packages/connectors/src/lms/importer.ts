import type { DraftOf, RecordBody } from '@evidentia/core'
import { createCsvImporter, type NotUnderstood } from '../source-file/csv-importer.ts'
import { type CompletionRow, completionLayout, completionRow } from './schema.ts'

const people = ['employee_id', 'email', 'username']

/** One record for each assignment of a course to a person. */
export const lmsCompletionsImporter = createCsvImporter({
  id: 'lms-completions',
  version: 1,
  title: 'Training completions of a learning system (CSV)',
  recordTypes: ['training-completion'],
  layout: completionLayout,
  recognizes: (columns) =>
    columns.has('course') && columns.has('status') && people.some((column) => columns.has(column)),
  rowSchema: completionRow,
  toRecord,
})

/** What the words of learning systems mean. Overdue is none of them: it does not say whether the person has begun. */
const statuses: Readonly<Record<string, RecordBody<'training-completion'>['status']>> = {
  completed: 'completed',
  complete: 'completed',
  passed: 'completed',
  'completed late': 'completed',
  'in progress': 'in-progress',
  started: 'in-progress',
  incomplete: 'in-progress',
  'not started': 'not-started',
  'not attempted': 'not-started',
  assigned: 'not-started',
  enrolled: 'not-started',
  registered: 'not-started',
  failed: 'failed',
  waived: 'waived',
  exempt: 'waived',
  exempted: 'waived',
  excused: 'waived',
}

function toRecord(row: CompletionRow, line: number): DraftOf<'training-completion'> | NotUnderstood {
  const person = row.employee_id ?? row.email ?? row.username
  if (person === null) return { field: 'employee_id', reason: 'the row does not say whose training it is' }
  const status = statuses[row.status.toLowerCase().replaceAll(/[\s_-]+/g, ' ')]
  if (status === undefined)
    return { field: 'status', reason: `the status ${row.status.slice(0, 40)} does not say what became of it` }
  const names = [row.first_name, row.last_name].filter((part) => part !== null).join(' ')
  const { course, assigned, completed } = row
  return {
    type: 'training-completion',
    key: `${person}|${row.course_id ?? course}|${assigned ?? completed ?? ''}`,
    line,
    body: {
      person,
      name: row.name ?? (names === '' ? null : names),
      course,
      courseId: row.course_id,
      version: row.version,
      status,
      assigned,
      due: row.due,
      completed,
      expires: row.expires,
      score: row.score,
    },
  }
}
