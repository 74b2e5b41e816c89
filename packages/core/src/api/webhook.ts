import { z } from 'zod'
import { evidenceIdSchema } from '../evidence/evidence.ts'
import { slugSchema } from '../identifier.ts'
import { contract } from './contract.ts'

export const webhookContracts = {
  makeWebhookSecret: contract({
    id: 'makeWebhookSecret',
    method: 'POST',
    path: '/webhooks/{webhook}/secret',
    summary: 'Make a new secret for a webhook; it is shown once, and the one before ends at once.',
    access: 'connections:manage',
    params: z.strictObject({ webhook: slugSchema }),
    output: z.strictObject({ secret: z.string(), address: z.string() }),
    status: 201,
  }),
  receiveWebhook: contract({
    id: 'receiveWebhook',
    method: 'POST',
    path: '/hooks/{organization}/{webhook}',
    summary: 'Receive a signed delivery, which becomes evidence. The signature says who sends.',
    access: 'public',
    params: z.strictObject({ organization: slugSchema, webhook: slugSchema }),
    raw: true,
    output: z.strictObject({ evidence: evidenceIdSchema, duplicate: z.boolean() }),
    status: 200,
  }),
} as const
