import { cannotTell, eachRecordCheck, met, notMet } from '../../each-record.ts'

export const interfaceChannelsRun = eachRecordCheck({
  id: 'interface-channels-run',
  asserts: 'Every interface channel is running, and no more than {maximumErrors} of its messages failed.',
  type: 'interface-channel-statistics',
  shrinkage: 'silence',
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
  nameOf: ({ channel, connector }) => (connector === null ? channel : `${channel} ${connector}`),
  wording: { items: 'interface channels', failing: 'stand still or fail', holding: 'run' },
  judge: ({ running, errored, state }, { parameters }) => {
    if (running === null) return cannotTell('the source does not say whether it runs')
    if (!running) return notMet(`its state is ${state ?? 'unknown'}`, state)
    if (errored === null) return cannotTell('the source does not count what failed')
    return errored <= parameters.maximumErrors
      ? met(`${errored} messages failed`, String(errored))
      : notMet(`${errored} messages failed`, String(errored))
  },
})
