import { z } from 'zod'
import { provesSchema } from '../evidence/evidence.ts'
import { slugSchema } from '../identifier.ts'

export const webhookKinds = ['github', 'standard', 'hmac'] as const
/**
 * How a sender signs. `github`: X-Hub-Signature-256 and X-GitHub-Delivery. `standard`: the Standard Webhooks specification, with a
 * timestamp. `hmac`: an HMAC-SHA256 of the body in a header of the sender's choice.
 */
export type WebhookKind = (typeof webhookKinds)[number]

/** An address to which a system sends what happens in it, signed, and what that proves. Its secret is kept apart. */
export const webhookSchema = z
  .strictObject({
    id: slugSchema,
    name: z.string().min(1).max(120),
    kind: z.enum(webhookKinds),
    /** Of `hmac`: the header that carries the signature, in hexadecimal or Base64, perhaps after `sha256=`. */
    header: z
      .string()
      .regex(/^[A-Za-z0-9-]{1,60}$/)
      .optional(),
    /** The system of record that sends. */
    source: z.string().min(1).max(120),
    proves: z.array(provesSchema).min(1).max(50),
    owner: slugSchema,
  })
  .refine((hook) => (hook.kind === 'hmac') === (hook.header !== undefined), {
    path: ['header'],
    message: 'name the header for the kind hmac, and only there',
  })
export type Webhook = z.infer<typeof webhookSchema>
