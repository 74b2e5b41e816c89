import { optional, required } from './field.ts'
import { defineRecordType } from './record-type.ts'

/** One run of a backup job. */
export const backupRun = defineRecordType({
  says: 'One run of a backup: what was saved, where to, how it ended.',
  key: 'the identifier of the run',
  placedBy: ['startedAt', 'finishedAt'],
  fields: {
    identifier: required.text('What names the run.'),
    job: optional.text('The job, plan or stanza it belongs to.'),
    resource: optional.text('What was saved, by name or identifier.'),
    system: optional.text('The system it belongs to.'),
    kind: optional.oneOf(
      ['full', 'incremental', 'differential', 'snapshot', 'log', 'copy'],
      'How much of it was saved.',
    ),
    outcome: required.oneOf(
      ['succeeded', 'warning', 'failed', 'canceled', 'running', 'unknown'],
      'How it ended. `warning`: it ended with something left out or in doubt.',
    ),
    detail: optional.text('What the source says about the end.'),
    startedAt: optional.instant('When it began.'),
    finishedAt: optional.instant('When it ended.'),
    sizeBytes: optional.count('How much was saved, before it was made smaller.'),
    storedBytes: optional.count('How much space the run added.'),
    repository: optional.text('Where it was saved to.'),
    offsite: optional.flag('Whether that is another site.'),
    encrypted: optional.flag('Whether it is stored encrypted.'),
    immutable: optional.flag('Whether it cannot be changed or deleted before its time.'),
    verified: optional.flag('Whether the source has read it back.'),
    expires: optional.instant('Until when it is kept.'),
  },
})

/** One restore drill or failover test. */
export const restoreTest = defineRecordType({
  says: 'One restore or failover that was tried, with the times it reached.',
  key: 'the identifier of the test',
  placedBy: ['startedAt', 'finishedAt'],
  fields: {
    identifier: required.text('What names the test.'),
    system: required.text('What was restored.'),
    kind: required.oneOf(['restore', 'failover'], 'What was tried.'),
    outcome: required.oneOf(['succeeded', 'warning', 'failed', 'running', 'unknown'], 'How it ended.'),
    detail: optional.text('What the source says about the end.'),
    backup: optional.text('The backup that was used.'),
    startedAt: optional.instant('When it began.'),
    finishedAt: optional.instant('When the system was usable again.'),
    restoredTo: optional.instant('The moment whose state was restored.'),
    achievedRtoMinutes: optional.number('How long it took until the system was usable.'),
    achievedRpoMinutes: optional.number('How much of the newest work was lost.'),
    promisedRtoMinutes: optional.number('How long it may take.'),
    promisedRpoMinutes: optional.number('How much may be lost.'),
    tester: optional.text('Who did it.'),
    validation: optional.text('How it was shown that the restored data are right.'),
    validator: optional.text('Who looked.'),
    ticket: optional.text('The ticket it is recorded in.'),
  },
})
