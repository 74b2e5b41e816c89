import { z } from 'zod'
import { collectionFactSchemas, collectionOutcomes } from '../evidence/collection.ts'
import { evidenceRequirementIdSchema, slugSchema } from '../identifier.ts'
import { collectionSchedules } from '../program/connection.ts'
import { recordTypeSchema } from '../records/record.ts'
import { instantSchema } from '../time/date.ts'
import { contract } from './contract.ts'
import { pageOf, pageQuery } from './page.ts'

const permissionSchema = z.strictObject({ name: z.string(), why: z.string() })
const datasetSchema = z.strictObject({
  id: slugSchema,
  title: z.string(),
  says: z.string(),
  permissions: z.array(permissionSchema),
  recordTypes: z.array(recordTypeSchema),
  /** Evidence requirements whose checks read only what this dataset gives. */
  fits: z.array(evidenceRequirementIdSchema),
})

/** A system of record that can be connected, with what its form asks. */
export const connectorSchema = z.strictObject({
  id: slugSchema,
  name: z.string(),
  reads: z.string(),
  schedule: z.enum(collectionSchedules),
  /** JSON Schema (2020-12) of the settings, each with title and description. */
  settings: z.record(z.string(), z.unknown()),
  secrets: z.array(z.strictObject({ name: z.string(), title: z.string(), says: z.string() })),
  datasets: z.array(datasetSchema),
})

export const connectionStates = [
  'never-run',
  'waiting',
  'running',
  'complete',
  'partial',
  'failed',
  'silent',
  'no-secrets',
  'paused',
] as const
/** What a connection does or last did. `silent`: the time for its next collection has long passed. */
export type ConnectionState = (typeof connectionStates)[number]

const endedSchema = collectionFactSchemas['collection-ended'].extend({
  outcome: z.enum(collectionOutcomes),
  entry: z.int().min(0),
})
const goingSchema = z.strictObject({
  run: z.uuid(),
  state: z.enum(['waiting', 'running']),
  trigger: z.enum(['schedule', 'person']),
  asked: instantSchema,
  dataset: slugSchema.nullable(),
  replies: z.int().min(0),
})
export const connectionViewSchema = z.strictObject({
  id: slugSchema,
  name: z.string(),
  connector: slugSchema,
  connectorName: z.string(),
  source: z.string(),
  schedule: z.enum(collectionSchedules),
  owner: z.strictObject({ id: slugSchema, name: z.string() }),
  state: z.enum(connectionStates),
  /** Why it stands so and what to do, in one or two sentences; null where nothing is to do. */
  problem: z.strictObject({ sentence: z.string(), remedy: z.string() }).nullable(),
  secretsSet: z.array(z.string()),
  secretsMissing: z.array(z.string()),
  last: endedSchema.nullable(),
  going: goingSchema.nullable(),
  next: instantSchema.nullable(),
})

const named = z.strictObject({ connection: slugSchema })

export const connectionContracts = {
  listConnectors: contract({
    id: 'listConnectors',
    method: 'GET',
    path: '/connectors',
    summary: 'Systems of record that can be connected, with what each would read and which rights it needs.',
    access: 'connections:read',
    query: z.strictObject(pageQuery),
    output: pageOf(connectorSchema),
    status: 200,
  }),
  previewConnection: contract({
    id: 'previewConnection',
    method: 'POST',
    path: '/connectors/{connector}/preview',
    summary: 'What exactly would be read with these settings. Nothing is asked and nothing is stored.',
    access: 'connections:manage',
    params: z.strictObject({ connector: slugSchema }),
    body: z.strictObject({ settings: z.record(z.string(), z.unknown()), datasets: z.array(slugSchema).min(1).max(40) }),
    output: z.strictObject({
      source: z.string(),
      datasets: z.array(
        z.strictObject({
          dataset: slugSchema,
          requests: z.array(z.string()),
          permissions: z.array(permissionSchema),
          recordTypes: z.array(recordTypeSchema),
        }),
      ),
    }),
    status: 200,
  }),
  listConnections: contract({
    id: 'listConnections',
    method: 'GET',
    path: '/connections',
    summary: 'Connections with their last and next collection, those that need somebody first.',
    access: 'connections:read',
    query: z.strictObject({ q: z.string().max(200).optional(), ...pageQuery }),
    output: pageOf(connectionViewSchema),
    status: 200,
  }),
  readConnection: contract({
    id: 'readConnection',
    method: 'GET',
    path: '/connections/{connection}',
    summary: 'One connection, as it stands now.',
    access: 'connections:read',
    params: named,
    output: connectionViewSchema,
    status: 200,
  }),
  setConnectionSecrets: contract({
    id: 'setConnectionSecrets',
    method: 'PUT',
    path: '/connections/{connection}/secrets',
    summary: 'Set the secrets of a connection. They are sealed and never shown again.',
    access: 'connections:manage',
    params: named,
    body: z.strictObject({ secrets: z.record(z.string().max(80), z.string().min(1).max(20_000)) }),
    output: null,
    status: 204,
  }),
  collectNow: contract({
    id: 'collectNow',
    method: 'POST',
    path: '/connections/{connection}/runs',
    summary: 'Collect now. Asked while one goes on, it answers with that one.',
    access: 'connections:manage',
    params: named,
    output: goingSchema,
    status: 201,
  }),
  listCollections: contract({
    id: 'listCollections',
    method: 'GET',
    path: '/connections/{connection}/runs',
    summary: 'The collections of one connection that have ended, newest first.',
    access: 'connections:read',
    params: named,
    query: z.strictObject(pageQuery),
    output: pageOf(endedSchema),
    status: 200,
  }),
  cancelCollection: contract({
    id: 'cancelCollection',
    method: 'DELETE',
    path: '/connections/{connection}/runs/{run}',
    summary: 'Stop a collection that waits or goes on; what it has read by then is kept as canceled.',
    access: 'connections:manage',
    params: named.extend({ run: z.uuid() }),
    output: null,
    status: 204,
  }),
} as const
