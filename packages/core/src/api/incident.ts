import { z } from 'zod'
import { slugSchema } from '../identifier.ts'
import {
  breachOutcomeSchema,
  incidentActKinds,
  incidentIdSchema,
  openingSchema,
  statedActSchema,
} from '../incidents/incident-acts.ts'
import { clockSchema, incidentRecordSchema, incidentSummarySchema } from '../incidents/incident-record.ts'
import { instantSchema } from '../time/date.ts'
import { contract } from './contract.ts'
import { pageOf, pageQuery } from './page.ts'

const sealedSchema = z.strictObject({ incident: incidentIdSchema, entry: z.int().min(0), recordedAt: instantSchema })
const params = z.strictObject({ incident: incidentIdSchema })
const peopleSchema = z.record(slugSchema, z.string())
/** Said with every clock. */
const notice = z.string()

export const incidentContracts = {
  listIncidents: contract({
    id: 'listIncidents',
    method: 'GET',
    path: '/incidents',
    summary:
      'Incidents: the open ones first, by the nearest deadline that nothing has stopped; then the closed ones, newest first.',
    access: 'incidents:read',
    query: z.strictObject({ exercise: z.stringbool().optional(), ...pageQuery }),
    output: pageOf(
      incidentSummarySchema.extend({
        /** What is due first of all that applies and is not stopped; null where nothing is. */
        nearest: clockSchema.nullable(),
        /** How many deadlines went by. */
        late: z.int().min(0),
      }),
    ).extend({ people: peopleSchema, notice }),
    status: 200,
  }),
  openIncident: contract({
    id: 'openIncident',
    method: 'POST',
    path: '/incidents',
    summary: 'Open an incident, real or an exercise.',
    access: 'incidents:manage',
    body: openingSchema,
    output: sealedSchema,
    status: 201,
  }),
  readIncident: contract({
    id: 'readIncident',
    method: 'GET',
    path: '/incidents/{incident}',
    summary:
      'An incident with its clocks at `asOf` by what was recorded by `knownAt`; each alone sets the other, and without both it is now.',
    access: 'incidents:read',
    params,
    query: z.strictObject({ asOf: instantSchema.optional(), knownAt: instantSchema.optional() }),
    output: z.strictObject({
      asOf: instantSchema,
      knownAt: instantSchema,
      incident: incidentRecordSchema,
      clocks: z.array(clockSchema),
      people: peopleSchema,
      /** Who asks, among the people of the program. */
      you: slugSchema.nullable(),
      notice,
    }),
    status: 200,
  }),
  listIncidentActs: contract({
    id: 'listIncidentActs',
    method: 'GET',
    path: '/incidents/{incident}/acts',
    summary: 'Everything that was recorded of an incident, newest first.',
    access: 'incidents:read',
    params,
    query: z.strictObject(pageQuery),
    output: pageOf(
      z.strictObject({
        kind: z.enum(incidentActKinds),
        entry: z.int().min(0),
        recordedAt: instantSchema,
        by: z.string(),
        body: z.record(z.string(), z.unknown()),
      }),
    ),
    status: 200,
  }),
  recordIncidentAct: contract({
    id: 'recordIncidentAct',
    method: 'POST',
    path: '/incidents/{incident}/acts',
    summary:
      'Record something of an incident. Nothing is overwritten: a correction of a fact is its next version with a reason.',
    access: 'incidents:manage',
    params,
    body: statedActSchema,
    output: sealedSchema,
    status: 201,
  }),
  decideBreach: contract({
    id: 'decideBreach',
    method: 'POST',
    path: '/incidents/{incident}/breach-decisions',
    summary:
      'Decide, as a named person, what an assessment comes to. It counts once another named person has confirmed it.',
    access: 'incidents:decide',
    params,
    body: z.strictObject({ party: slugSchema, version: z.int().min(1), outcome: breachOutcomeSchema }),
    output: sealedSchema,
    status: 201,
  }),
  secondBreach: contract({
    id: 'secondBreach',
    method: 'POST',
    path: '/incidents/{incident}/breach-seconds',
    summary: 'Confirm, as another named person, what was decided of an assessment. Refused to whoever decided it.',
    access: 'incidents:decide',
    params,
    body: z.strictObject({ party: slugSchema, version: z.int().min(1), outcome: breachOutcomeSchema }),
    output: sealedSchema,
    status: 201,
  }),
} as const
