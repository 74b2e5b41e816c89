import { cannotTell, eachRecordCheck, met, notMet } from '../../each-record.ts'

export const interfaceQueuesFlow = eachRecordCheck({
  id: 'interface-queues-flow',
  asserts: 'No interface channel has more than {maximumQueued} messages waiting.',
  type: 'interface-channel-statistics',
  shrinkage: 'silence',
  parameters: {
    maximumQueued: {
      type: 'integer',
      title: 'How many messages may wait',
      unit: 'messages',
      minimum: 0,
      maximum: 1000000,
      default: 100,
    },
  },
  nameOf: ({ channel, connector }) => (connector === null ? channel : `${channel} ${connector}`),
  wording: { items: 'interface channels', failing: 'have too many messages waiting', holding: 'flow' },
  judge: ({ queued }, { parameters }) => {
    if (queued === null) return cannotTell('the source does not count what waits')
    return queued <= parameters.maximumQueued
      ? met(`${queued} messages wait`, String(queued))
      : notMet(`${queued} messages wait`, String(queued))
  },
})
