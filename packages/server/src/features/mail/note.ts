import type { Mailbox } from '@evidentia/core'
import type { Parts } from './parts.ts'
import type { Arrival, SenderProof } from './sender-proof.ts'

const noteLimit = 2000

/** What is known of a message beside what it says itself, in words, for whoever looks at the evidence later. */
export function describeArrival(
  { shows }: Mailbox,
  { client, helo, returnPath }: Arrival,
  proof: SenderProof,
  { attachments, pictures }: Parts,
): string {
  const sentences = [
    `From ${proof.from.join(', ')}. Delivered by ${client}, which called itself ${helo}, for ${returnPath}.`,
    proof.dkim.length === 0 ? 'DKIM: no signature.' : '',
    ...proof.dkim.map(
      ({ domain, selector, result, isAligned, isWhole }) =>
        `DKIM: ${result} for ${domain} (selector ${selector}), ${alignment(isAligned)}${isWhole ? '' : ', of a part of the message'}.`,
    ),
    `SPF: ${result(proof.spf)}.`,
    `DMARC: ${proof.dmarc}.`,
    `The mailbox asks for ${asked[shows]}.`,
    attachments.length === 0
      ? 'The message has no attachment.'
      : `${count(attachments.length, 'attachment')}, each with the message.`,
    pictures === 0 ? '' : `${count(pictures, 'small picture')} of the text, kept in the message only.`,
  ]
  return clean(sentences.filter((sentence) => sentence !== '').join(' ')).slice(0, noteLimit)
}

/** Text of a stranger, safe to show in one line. */
export function clean(text: string): string {
  return text.replaceAll(/[\p{C}\s]+/gu, ' ').trim()
}

const asked: { readonly [S in Mailbox['shows']]: string } = {
  dkim: 'a DKIM signature of the domain in From',
  spf: 'SPF of the domain in From',
  'dkim-or-spf': 'DKIM or SPF of the domain in From',
  none: 'no proof of the sender',
}

function result({ domain, result, isAligned }: SenderProof['spf']): string {
  return domain === '' ? result : `${result} for ${domain}, ${alignment(isAligned)}`
}

function alignment(isAligned: boolean): string {
  return isAligned ? 'aligned with From' : 'not aligned with From'
}

function count(number: number, what: string): string {
  return `${number} ${what}${number === 1 ? '' : 's'}`
}
