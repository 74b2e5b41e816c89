import { optional, required } from './field.ts'
import { defineRecordType } from './record-type.ts'

/** A human in the HR feed: joined to accounts, training and tickets by employee number, e-mail address or user name. */
export const person = defineRecordType({
  says: 'A human in the HR feed: employed or engaged since when, until when, in which place.',
  key: 'the employee number',
  placedBy: [],
  fields: {
    employeeId: required.text('The number that names the person in the HR system.'),
    name: required.text('The full name.'),
    email: optional.text('The work address.'),
    username: optional.text('The user name in the directory, where HR keeps it.'),
    title: optional.text('The job title.'),
    department: optional.text('The department.'),
    managerId: optional.text('The employee number, or the address, of the manager.'),
    status: required.oneOf(['active', 'leave', 'terminated'], 'Whether the person works here.'),
    workerType: optional.oneOf(['employee', 'contractor', 'other'], 'By what kind of contract.'),
    hired: optional.day('The first day.'),
    roleSince: optional.day('The day on which the present title or department began: a mover.'),
    terminated: optional.day('The last day.'),
    terminatedAt: optional.instant('The moment at which access had to end, where HR records one.'),
    terminationKind: optional.oneOf(
      ['voluntary', 'involuntary'],
      'Who ended it: access ends at once after an involuntary one.',
    ),
  },
})

/** What a learning system says of one person and one course. */
export const trainingCompletion = defineRecordType({
  says: 'One assignment of a course to a person, with what became of it.',
  key: 'person, course and the day of assignment or completion',
  placedBy: ['completed'],
  fields: {
    person: required.text('The employee number or address of the person, as the learning system has it.'),
    name: optional.text('The name of the person.'),
    course: required.text('The name of the course.'),
    courseId: optional.text('The identifier of the course.'),
    version: optional.text('The version of the course.'),
    status: required.oneOf(
      ['completed', 'in-progress', 'not-started', 'failed', 'waived'],
      'What the learning system says. Whether it is overdue follows from `due`.',
    ),
    assigned: optional.day('The day of assignment.'),
    due: optional.day('The last day on which it counts as on time.'),
    completed: optional.day('The day of completion.'),
    expires: optional.day('The last day on which the completion counts.'),
    score: optional.number('The score, in the unit of the source.'),
  },
})

/** What a policy or document system says of one person and one policy. */
export const policyAcknowledgement = defineRecordType({
  says: 'One person asked to read and accept one version of a policy.',
  key: 'person, policy and version',
  placedBy: ['acknowledged'],
  fields: {
    person: required.text('The employee number or address of the person.'),
    name: optional.text('The name of the person.'),
    policy: required.text('The name or identifier of the policy.'),
    version: optional.text('The version that was shown.'),
    status: required.oneOf(['acknowledged', 'pending', 'declined'], 'What the person did.'),
    assigned: optional.day('The day on which the person was asked.'),
    due: optional.day('The last day on which it counts as on time.'),
    acknowledged: optional.day('The day on which the person accepted.'),
  },
})
