import { optional, required } from './field.ts'
import { defineRecordType } from './record-type.ts'

/** A sign-in, or the whole session where a source records its end. */
export const session = defineRecordType({
  says: 'One sign-in or attempt to sign in, with the session that followed where the source records it.',
  key: 'the identifier of the event',
  placedBy: ['startedAt'],
  fields: {
    identifier: required.text('What names the event.'),
    account: required.text('The account, by user name or identifier; the name tried, where there is none.'),
    system: optional.text('The system or identity provider that recorded it.'),
    application: optional.text('What was signed in to.'),
    outcome: required.oneOf(['success', 'failure', 'challenged', 'unknown'], 'Whether it succeeded.'),
    reason: optional.text('Why it failed or was challenged.'),
    startedAt: optional.instant('When it was.'),
    endedAt: optional.instant('When the session ended.'),
    privileged: optional.flag('Whether it was privileged.'),
    mfa: optional.flag('Whether a second factor was given.'),
    mfaMethod: optional.text('Which factor it was.'),
    address: optional.text('The network address it came from.'),
    location: optional.text('The place that the source derives from the address.'),
    device: optional.text('The device or user agent.'),
    via: optional.text('The jump host or gateway it came through.'),
    elevation: optional.text('The elevation or ticket that allowed it.'),
    recording: optional.text('Where the log or recording of the session is.'),
  },
})

/** Rights taken for a limited time. */
export const elevation = defineRecordType({
  says: 'Privileged rights taken for a time: just in time with an approval, or by breaking glass.',
  key: 'the identifier of the request',
  placedBy: ['startedAt', 'approvedAt', 'requestedAt'],
  fields: {
    identifier: required.text('What names the request.'),
    kind: required.oneOf(['just-in-time', 'break-glass'], 'Approved beforehand, or used first and reviewed after.'),
    account: required.text('The account that was elevated, by user name or identifier.'),
    requester: optional.text('Who asked, where that is not the account itself.'),
    system: optional.text('Where the rights were taken.'),
    right: optional.text('The role or right.'),
    purpose: optional.text('The reason given.'),
    ticket: optional.text('The ticket it was for.'),
    status: optional.text('The word of the source for its state.'),
    requestedAt: optional.instant('When it was asked for.'),
    approver: optional.text('Who approved it.'),
    approvedAt: optional.instant('When it was approved.'),
    startedAt: optional.instant('When the rights began.'),
    endsAt: optional.instant('Until when they were approved.'),
    endedAt: optional.instant('When they in fact ended.'),
    sessionLog: optional.text('Where the log of what was done is.'),
    reviewer: optional.text('Who reviewed the use afterwards.'),
    reviewedAt: optional.instant('When it was reviewed.'),
  },
})
