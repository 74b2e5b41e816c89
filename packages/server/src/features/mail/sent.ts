import { EvidentiaError } from '@evidentia/core'
import { clean } from './note.ts'
import { malformed, type WireMessage } from './wire.ts'

const dayMs = 86_400_000
/** Servers give up on a message after five days at most (RFC 5321 section 4.5.4.1). */
const oldestMs = 7 * dayMs

/**
 * When a message was sent, by its Date. Throws for one that has none or another time than about now: whoever keeps a signed message
 * could otherwise send it again next year as evidence of that day.
 */
export function readSent({ header }: WireMessage, now: Date): string {
  const text = header.get('date')?.[0]
  if (text === undefined) throw malformed('has no header field Date')
  const sent = new Date(text)
  // One without its offset would be read as of this machine's time zone.
  if (Number.isNaN(sent.getTime()) || !/(?:[+-]\d{4}|\b[A-Z]{1,4})\s*(?:\(.*\))?$/.test(text))
    throw malformed(`has a Date that is none: ${clean(text).slice(0, 60)}`)
  const age = now.getTime() - sent.getTime()
  if (age > oldestMs || age < -dayMs)
    throw new EvidentiaError(
      'invalid-input',
      `The message was sent on ${sent.toISOString()} by its Date, which is not about now.`,
      {
        remedy: 'Send a new message; one of more than 7 days is taken for an old one.',
      },
    )
  return sent.toISOString()
}
