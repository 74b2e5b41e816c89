import { optional, required } from './field.ts'
import { defineRecordType } from './record-type.ts'

/** The counters of one channel of an interface engine. */
export const interfaceChannelStatistics = defineRecordType({
  says: 'The counters of one channel of an interface engine, or of one of its connectors, at one moment.',
  key: 'channel, and connector where there is one',
  placedBy: ['observedAt'],
  fields: {
    channel: required.text('The name of the channel; its identifier where the source gives no name.'),
    channelId: optional.text('The identifier of the channel.'),
    connector: optional.text('The connector within the channel; null for the channel as a whole.'),
    system: optional.text('The engine or server it runs on.'),
    state: optional.text('The word of the source for its state, such as STARTED.'),
    running: optional.flag('Whether that means messages flow.'),
    received: optional.count('Messages received.'),
    filtered: optional.count('Messages filtered out on purpose.'),
    sent: optional.count('Messages sent.'),
    queued: optional.count('Messages waiting.'),
    errored: optional.count('Messages that failed.'),
    countedSince: optional.instant('Since when it counts.'),
    deployedAt: optional.instant('When this version of the channel was deployed.'),
    revision: optional.count('The revision of the channel.'),
    lastMessageAt: optional.instant('When a message last came through.'),
    observedAt: optional.instant('When the counters were read.'),
  },
})
