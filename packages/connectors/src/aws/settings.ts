import { z } from 'zod'

/** What a connection to AWS is told; every field with the words of its form. */
export const settingsSchema = z.strictObject({
  regions: z
    .array(z.string().regex(/^[a-z]{2}(?:-[a-z]+)+-\d$/, 'write a region as us-east-1'))
    .min(1)
    .max(40)
    .meta({ title: 'Regions', description: 'Every region in use. What is in another region is not read.' }),
  account: z
    .string()
    .regex(/^\d{12}$/, 'an account has 12 digits')
    .meta({ title: 'Account', description: 'The 12 digits of the account; another account is refused.' }),
  roleArn: z
    .string()
    .regex(/^arn:aws[a-z-]*:iam::\d{12}:role\/.+$/, 'write a role as arn:aws:iam::123456789012:role/name')
    .optional()
    .meta({ title: 'Role', description: 'A role to assume with these keys. Optional.' }),
  externalId: z
    .string()
    .max(1224)
    .optional()
    .meta({ title: 'External ID', description: 'Asked for by the trust policy of the role. Optional.' }),
  endpoint: z
    .url({ protocol: /^https?$/ })
    .optional()
    .meta({ title: 'Endpoint', description: 'Another address for every service, such as a simulator. Optional.' }),
})
export type AwsSettings = z.output<typeof settingsSchema>

export const secretFields = {
  accessKeyId: { title: 'Access key ID', says: 'Of a user that may only read, or only assume the role.' },
  secretAccessKey: { title: 'Secret access key', says: 'Shown once by AWS when the key was made.' },
} as const
export type AwsSecrets = Readonly<Record<keyof typeof secretFields, string>>
