import { z } from 'zod'
import { slugSchema } from '../identifier.ts'
import { validitySchema } from '../time/date.ts'

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
  /** The days the system is part of the workload; it owes nothing for a day outside them. */
  inService: validitySchema.optional(),
})
export type System = z.infer<typeof systemSchema>
