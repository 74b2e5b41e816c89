import { z } from 'zod'
import { someText } from '../source-file/json-fields.ts'
import { shown } from '../source-file/refusal.ts'

/** A whole number from 0, which the XML writes as text. */
const count = z.transform((given: unknown, context): number => {
  const number = typeof given === 'string' && /^\d{1,15}$/.test(given.trim()) ? Number(given) : given
  if (typeof number === 'number' && Number.isSafeInteger(number) && number >= 0) return number
  const message =
    given === undefined ? 'the value is missing' : `${shown(JSON.stringify(given))} is not a whole number from 0`
  context.addIssue({ code: 'custom', message, input: given })
  return z.NEVER
})

/**
 * The counters of one channel. Source: NextGen Connect client API, `GET /api/channels/statistics`, `ChannelStatistics`.
 */
export const statisticsSchema = z.object({
  serverId: someText.nullish(),
  channelId: someText,
  received: count,
  sent: count,
  error: count,
  filtered: count,
  queued: count,
})
export type Statistics = z.output<typeof statisticsSchema>
