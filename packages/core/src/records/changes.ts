import { z } from 'zod'
import { instantSchema } from '../time/date.ts'
import { optional, required, unsaid } from './field.ts'
import { defineRecordType } from './record-type.ts'

/** A ticket of any kind: an access request, an incident, work on a weakness. */
export const ticket = defineRecordType({
  says: 'A ticket of any kind: an access request, an incident, a remediation.',
  key: 'the key of the ticket',
  placedBy: ['created'],
  fields: {
    key: required.text('The key that people call it by.'),
    summary: required.anyText('What it is about.'),
    type: optional.text('The word of the source for its kind.'),
    project: optional.text('The project or queue it is in.'),
    status: required.text('The word of the source for its state.'),
    phase: optional.oneOf(['open', 'in-progress', 'done'], 'What that word means.'),
    resolution: optional.text('The word of the source for how it ended.'),
    priority: optional.text('The word of the source for how urgent it is.'),
    requester: optional.text('Who asked.'),
    assignee: optional.text('Who works on it.'),
    approver: optional.text('Who approved what it asks for.'),
    approvedAt: optional.instant('When it was approved.'),
    created: optional.instant('When it was opened.'),
    updated: optional.instant('When it last changed.'),
    due: optional.day('The day by which it has to be done.'),
    resolvedAt: optional.instant('When it was done.'),
    labels: optional.texts('Its labels.'),
    systems: optional.texts('The systems or components it names.'),
    links: optional.texts('The keys of tickets it is linked to.'),
  },
})

/** A change ticket. */
export const change = defineRecordType({
  says: 'A change to a system: who asked, approved, implemented and reviewed it, and when.',
  key: 'the key of the ticket',
  placedBy: ['implementedAt', 'plannedStart'],
  fields: {
    key: required.text('The key that people call it by.'),
    summary: required.anyText('What it changes.'),
    type: required.oneOf(['standard', 'normal', 'emergency'], 'The kind, as change management has it.'),
    status: required.anyText('The word of the source for its state.'),
    outcome: optional.oneOf(['successful', 'failed', 'rolled-back', 'canceled'], 'How it ended.'),
    risk: optional.text('The word of the source for its risk.'),
    requester: optional.text('Who asked.'),
    requestedAt: optional.instant('When it was asked for.'),
    approver: optional.text('Who approved it.'),
    approvedAt: optional.instant('When it was approved.'),
    implementer: optional.text('Who did it.'),
    plannedStart: optional.instant('When its window opens.'),
    plannedEnd: optional.instant('When its window closes.'),
    implementedAt: optional.instant('When it was done.'),
    closedAt: optional.instant('When the ticket was closed.'),
    systems: required.texts('The systems it names.'),
    environment: optional.text('The environment, such as production.'),
    rollbackPlan: optional.anyText('How to undo it.'),
    testEvidence: optional.anyText('How it was tested.'),
    validationResult: optional.anyText('What looking at it afterwards showed.'),
    rootCause: optional.anyText('Why an emergency came about.'),
    reviewer: optional.text('Who reviewed it afterwards.'),
    reviewedAt: optional.instant('When it was reviewed.'),
    links: optional.texts('Tickets, pull requests and deployments it names.'),
  },
})

/** A version put into service. */
export const deployment = defineRecordType({
  says: 'One deployment of a version to an environment.',
  key: 'the identifier of the deployment',
  placedBy: ['finishedAt', 'startedAt'],
  fields: {
    identifier: required.text('What names the deployment.'),
    system: optional.text('What was deployed: the application or repository.'),
    environment: optional.text('The environment, such as production.'),
    version: optional.text('The version, tag or image.'),
    commit: optional.text('The commit it was built from.'),
    pipeline: optional.text('The pipeline or tool that deployed it.'),
    outcome: required.oneOf(['succeeded', 'failed', 'rolled-back', 'in-progress', 'unknown'], 'How it went.'),
    deployedBy: optional.text('Who or what started it.'),
    approver: optional.text('Who approved it.'),
    approvedAt: optional.instant('When it was approved.'),
    startedAt: optional.instant('When it began.'),
    finishedAt: optional.instant('When it ended.'),
    change: optional.text('The change it belongs to.'),
    pullRequest: optional.text('The pull request it belongs to.'),
  },
})

const reviewSchema = z.strictObject({
  reviewer: z.string().min(1),
  verdict: z.enum(['approved', 'changes-requested', 'commented', 'dismissed']),
  at: instantSchema.nullable(),
  /** The commit that was looked at; a later push was not. */
  commit: z.string().nullable(),
})

/** A proposed change of source code. */
export const pullRequest = defineRecordType({
  says: 'A proposed change of source code, with who wrote, reviewed and merged it.',
  key: 'repository and number',
  placedBy: ['mergedAt', 'closedAt', 'created'],
  fields: {
    repository: required.text('The repository, with its owner.'),
    number: z.int().min(1).describe('Its number in the repository.'),
    title: required.anyText('What it changes.'),
    author: optional.text('Who wrote it.'),
    state: required.oneOf(['open', 'merged', 'closed'], 'Merged, or closed without.'),
    draft: optional.flag('Whether it is not yet to be reviewed.'),
    base: optional.text('The branch it goes into.'),
    headCommit: optional.text('Its newest commit.'),
    mergeCommit: optional.text('The commit it became.'),
    created: optional.instant('When it was opened.'),
    mergedAt: optional.instant('When it was merged.'),
    mergedBy: optional.text('Who merged it.'),
    closedAt: optional.instant('When it was closed.'),
    reviews: unsaid(
      z.array(reviewSchema),
      'Reviews: reviewer, verdict, when, and of which commit. Null: the source does not list them. Empty: there are none.',
    ),
    checksPassed: optional.flag('Whether the automatic checks on its newest commit passed.'),
    labels: optional.texts('Its labels.'),
    tickets: optional.texts('The tickets or changes it names.'),
  },
})
