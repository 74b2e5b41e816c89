import { z } from 'zod'
import { provesSchema } from '../evidence/evidence.ts'
import { slugSchema } from '../identifier.ts'

export const mailProofs = ['dkim', 'spf', 'dkim-or-spf', 'none'] as const
/**
 * What shows that a message comes from the domain in its From. `dkim`: a signature of that domain over the whole message (RFC 6376).
 * `spf`: it was delivered from where that domain sends (RFC 7208). Both aligned as DMARC says (RFC 9989). `none`: nothing has to;
 * anybody can then write under an allowed name, so the operator of the server has to allow it as well.
 */
export type MailProof = (typeof mailProofs)[number]

const localPart = /^[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]{1,64}$/
const domain =
  /^(?=.{1,253}$)(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?$/

/** `reports@backup.example`, or `@backup.example` for every address of exactly that domain. Letters count the same in either case. */
export const mailSenderSchema = z
  .string()
  .max(320)
  .refine((text) => {
    const at = text.lastIndexOf('@')
    return (at === 0 || localPart.test(text.slice(0, Math.max(at, 0)))) && domain.test(text.slice(at + 1))
  }, 'use an address, such as reports@backup.example, or @backup.example for a whole domain')

/** An address to which named senders mail what happens, and what that proves. */
export const mailboxSchema = z.strictObject({
  id: slugSchema,
  name: z.string().min(1).max(120),
  /** The system of record that sends. */
  source: z.string().min(1).max(120),
  /** Who may stand in From, and so in MAIL FROM as well. */
  senders: z.array(mailSenderSchema).min(1).max(50),
  /** Who else may stand in MAIL FROM only: where a sender has its bounces go. */
  returnPaths: z.array(mailSenderSchema).max(50).optional(),
  shows: z.enum(mailProofs).default('dkim'),
  proves: z.array(provesSchema).min(1).max(50),
  owner: slugSchema,
})
export type Mailbox = z.infer<typeof mailboxSchema>

/** Whether `sender`, an address, is one of `allowed`. */
export function isAllowedSender(allowed: readonly string[], sender: string): boolean {
  const given = sender.toLowerCase()
  const at = given.lastIndexOf('@')
  if (at < 1) return false
  return allowed.some((one) => [given, given.slice(at)].includes(one.toLowerCase()))
}
