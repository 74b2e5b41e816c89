import { z } from 'zod'
import { optional, required, unsaid } from './field.ts'
import { defineRecordType } from './record-type.ts'

/** The classes of events a log source may be asked to carry. */
export const eventClasses = [
  'authentication',
  'elevation',
  'configuration-change',
  'interface-error',
  'database-access',
  'failed-backup',
  'endpoint-protection',
  'network-anomaly',
  'patient-record-access',
  'queue-backlog',
  'transformation-failure',
] as const

/** What a log source was doing at one moment. */
export const logSourceState = defineRecordType({
  says: 'One source of logs at one moment: whether it still sends, for how long it is kept, who can delete it.',
  key: 'the name of the source',
  placedBy: ['observedAt', 'lastEventAt'],
  fields: {
    source: required.text('What names the source: a trail, a log group, a forwarder.'),
    system: optional.text('The system that writes these logs.'),
    eventClasses: unsaid(z.array(z.enum(eventClasses)), 'What kinds of events it carries.'),
    enabled: optional.flag('Whether it is switched on.'),
    lastEventAt: optional.instant('When it last sent something.'),
    destination: optional.text('Where the logs go.'),
    retentionDays: optional.count('For how many days they are kept.'),
    retainedForever: optional.flag('Whether they are kept without end; `retentionDays` is then null.'),
    writeOnce: optional.flag('Whether they cannot be changed or deleted before their time.'),
    deletionRestricted: optional.flag('Whether only few can delete them.'),
    integrityValidated: optional.flag('Whether changed or missing logs can be told.'),
    encrypted: optional.flag('Whether they are stored encrypted.'),
    allRegions: optional.flag('Whether every region is covered.'),
    clockOffsetSeconds: optional.number('How far the clock of the source is from true time.'),
    observedAt: optional.instant('When this was looked at.'),
  },
})

/** Something monitoring raised, and what people did about it. */
export const alert = defineRecordType({
  says: 'An alert that monitoring raised, with how it was answered.',
  key: 'the identifier of the alert',
  placedBy: ['raisedAt'],
  fields: {
    identifier: required.text('What names the alert.'),
    title: required.anyText('What it says.'),
    rule: optional.text('The rule that raised it.'),
    source: optional.text('The tool that raised it.'),
    system: optional.text('The system it is about.'),
    resource: optional.text('The resource it is about.'),
    account: optional.text('The account it is about.'),
    severity: required.oneOf(
      ['critical', 'high', 'medium', 'low', 'informational', 'unknown'],
      'How severe the source says it is.',
    ),
    status: optional.text('The word of the source for its state.'),
    verdict: optional.oneOf(['true-positive', 'false-positive', 'benign'], 'What triage found.'),
    raisedAt: optional.instant('When it was raised.'),
    acknowledgedAt: optional.instant('When somebody took it up.'),
    acknowledgedBy: optional.text('Who took it up.'),
    resolvedAt: optional.instant('When it was closed.'),
    resolvedBy: optional.text('Who closed it.'),
    escalatedTo: optional.text('Who it was passed on to.'),
    ticket: optional.text('The ticket, incident or change that followed.'),
    impact: optional.text('What it did to operations.'),
  },
})
