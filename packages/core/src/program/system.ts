import { z } from 'zod'
import { slugSchema } from '../identifier.ts'
import { validitySchema } from '../time/date.ts'
import { endpointSchema } from './flow.ts'

/** What a component of a hosted workload is (R-INV-1). */
export const systemKindSchema = z.enum([
  'database',
  'interface-engine',
  'application-server',
  'terminal-server',
  'patient-portal',
  'admin-console',
  'backup-platform',
  'jump-host',
  'monitoring',
  'identity-provider',
  'log-store',
  'endpoint-fleet',
  'network-segment',
  'cloud-account',
  'saas',
  'ai-service',
  'support-team',
])
export type SystemKind = z.infer<typeof systemKindSchema>

export const sensitivitySchema = z.enum(['none', 'internal', 'confidential', 'phi'])
export const environmentSchema = z.enum(['production', 'staging', 'development', 'corporate'])
export const criticalitySchema = z.enum(['low', 'medium', 'high', 'critical'])

/** An account of a system that a program signs in with and no person does. */
export const serviceAccountSchema = z.strictObject({
  id: slugSchema,
  purpose: z.string().max(500).optional(),
  /** The person who answers for it. */
  owner: slugSchema.optional(),
  /** The system or vendor whose programs hold its secret. Left out, nobody has said. */
  usedBy: endpointSchema.optional(),
})

/** A component of the hosted workload. */
export const systemSchema = z.strictObject({
  id: slugSchema,
  name: z.string().min(1).max(120),
  kind: systemKindSchema,
  description: z.string().max(2000).optional(),
  environment: environmentSchema,
  sensitivity: sensitivitySchema,
  phi: z.array(z.string().min(1)).optional(),
  businessFunction: z.string().max(500).optional(),
  criticality: criticalitySchema,
  internetFacing: z.boolean(),
  owner: slugSchema.optional(),
  backupOwner: slugSchema.optional(),
  vendor: slugSchema.optional(),
  failureImpact: z.strictObject({ clinical: z.string().optional(), revenue: z.string().optional() }).optional(),
  /** Promised recovery time and recovery point, in hours. */
  recovery: z
    .strictObject({ rtoHours: z.number().positive().optional(), rpoHours: z.number().positive().optional() })
    .optional(),
  /** Accounts that programs sign in with. Left out, nobody has said whether there are any. */
  serviceAccounts: z.array(serviceAccountSchema).max(200).optional(),
  /** Customers whose service runs on it, each by its name in an agreement. Left out, nobody has said. */
  serves: z.array(z.string().min(1).max(200)).max(500).optional(),
  /** Said where no log leaves the system: it writes none that are kept, or it has nothing to log. */
  logging: z.enum(['none', 'not-applicable']).optional(),
  /** The days the system is part of the workload; it owes nothing for a day outside them. */
  inService: validitySchema.optional(),
})
export type System = z.infer<typeof systemSchema>
