import { recordCheck } from '../../record-check.ts'
import { met, notMet, untold } from '../../said.ts'

export const interfaceQueuesFlow = recordCheck({
  id: 'interface-queues-flow',
  asserts: 'No interface channel has more than {maximumQueued} messages waiting.',
  type: 'interface-channel-statistics',
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
  named: ({ body: { channel, connector } }) => (connector === null ? channel : `${channel} ${connector}`),
  wording: { items: 'interface channels', failing: 'have too many messages waiting', holding: 'flow' },
  judge: ({ body: { queued } }, { parameters }) => {
    if (queued === null) return untold('the source does not count what waits')
    return queued <= parameters.maximumQueued
      ? met(`${queued} messages wait`, String(queued))
      : notMet(`${queued} messages wait`, String(queued))
  },
})
