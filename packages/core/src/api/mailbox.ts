import { z } from 'zod'
import { slugSchema } from '../identifier.ts'
import { mailProofs } from '../program/mailbox.ts'
import { contract } from './contract.ts'
import { pageOf, pageQuery } from './page.ts'

const mailboxViewSchema = z.strictObject({
  id: slugSchema,
  name: z.string(),
  source: z.string(),
  senders: z.array(z.string()),
  shows: z.enum(mailProofs),
  /** Where to send; null while this server takes in no mail. */
  address: z.string().nullable(),
  /** Why nothing can arrive and what to do, or null. */
  problem: z.strictObject({ sentence: z.string(), remedy: z.string() }).nullable(),
})

export const mailboxContracts = {
  listMailboxes: contract({
    id: 'listMailboxes',
    method: 'GET',
    path: '/mailboxes',
    summary: 'Mailboxes with their addresses, and what keeps mail from arriving.',
    access: 'connections:read',
    query: z.strictObject(pageQuery),
    output: pageOf(mailboxViewSchema),
    status: 200,
  }),
} as const
