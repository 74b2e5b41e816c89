import { recordCheck } from '../../record-check.ts'
import { met, notMet, untold } from '../../said.ts'

export const interfaceChannelsRun = recordCheck({
  id: 'interface-channels-run',
  asserts: 'Every interface channel is running, and no more than {maximumErrors} of its messages failed.',
  type: 'interface-channel-statistics',
  parameters: {
    maximumErrors: {
      type: 'integer',
      title: 'How many messages may fail',
      unit: 'messages',
      minimum: 0,
      maximum: 1000000,
      default: 0,
    },
  },
  named: ({ body: { channel, connector } }) => (connector === null ? channel : `${channel} ${connector}`),
  wording: { items: 'interface channels', failing: 'stand still or fail', holding: 'run' },
  judge: ({ body: { running, errored, state } }, { parameters }) => {
    if (running === null) return untold('the source does not say whether it runs')
    if (!running) return notMet(`its state is ${state ?? 'unknown'}`, state)
    if (errored === null) return untold('the source does not count what failed')
    return errored <= parameters.maximumErrors
      ? met(`${errored} messages failed`, String(errored))
      : notMet(`${errored} messages failed`, String(errored))
  },
})
