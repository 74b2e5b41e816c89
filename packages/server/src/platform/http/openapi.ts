import type { Contract } from '@evidentia/core'
import { z } from 'zod'

type Json = Record<string, unknown>

/** The OpenAPI 3.1 document of the API, derived from the contracts. */
export function describeApi(contracts: readonly Contract[]): Json {
  const paths: Record<string, Json> = {}
  for (const contract of contracts) {
    // OpenAPI has no word for a parameter with slashes in it; its summary says so.
    const path = `/api/v1${contract.path.replace('{+', '{')}`
    paths[path] = { ...paths[path], [contract.method.toLowerCase()]: describeOperation(contract) }
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Evidentia',
      version: '1',
      summary: 'Facts in, status out, sealed at the door.',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    security: [{ apiKey: [] }, { session: [] }],
    paths,
    components: {
      securitySchemes: {
        apiKey: { type: 'http', scheme: 'bearer', description: 'An API key, `ek_…`. It names its organization.' },
        directoryToken: { type: 'http', scheme: 'bearer', description: 'The token of one SCIM directory, `scim_…`.' },
        session: {
          type: 'apiKey',
          in: 'cookie',
          name: '__Host-evidentia',
          description: 'A session of the web app; name the organization in the header evidentia-organization.',
        },
      },
      schemas: { Problem: problemSchema, ScimError: scimErrorSchema },
      responses: {
        Problem: {
          description: 'A refusal, in one sentence.',
          content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
        },
        ScimError: {
          description: 'A refusal, in the words of RFC 7644 3.12.',
          content: { 'application/scim+json': { schema: { $ref: '#/components/schemas/ScimError' } } },
        },
      },
    },
  }
}

function describeOperation(contract: Contract): Json {
  const needsOrganization = !['public', 'signed-in', 'directory-token'].includes(contract.access)
  return {
    operationId: contract.id,
    summary: contract.summary,
    'x-permission': contract.access,
    ...(contract.access === 'public' ? { security: [] } : {}),
    ...(contract.access === 'directory-token' ? { security: [{ directoryToken: [] }] } : {}),
    parameters: [
      ...describeParameters(contract.params, 'path'),
      ...describeParameters(contract.query, 'query'),
      ...(needsOrganization
        ? [
            {
              name: 'evidentia-organization',
              in: 'header',
              required: false,
              schema: { type: 'string' },
              description: 'The organization; needed with a session, implied by an API key.',
            },
          ]
        : []),
      ...(contract.method === 'POST' && contract.media === undefined
        ? [
            {
              name: 'Idempotency-Key',
              in: 'header',
              required: false,
              schema: { type: 'string', maxLength: 200 },
              description: 'Sent twice within a day, the request is done once.',
            },
          ]
        : []),
    ],
    ...describeBody(contract),
    responses: {
      [contract.status]: describeAnswer(contract),
      default: { $ref: `#/components/responses/${contract.media === undefined ? 'Problem' : 'ScimError'}` },
    },
  }
}

function describeParameters(schema: z.ZodObject | undefined, where: 'path' | 'query'): Json[] {
  if (schema === undefined) return []
  const { properties = {}, required = [] }: { properties?: Record<string, unknown>; required?: string[] } = toSchema(
    schema,
    'input',
  )
  return Object.entries(properties).map(([name, property]) => ({
    name,
    in: where,
    required: where === 'path' || required.includes(name),
    schema: property,
  }))
}

function describeBody({ body, upload, raw, media }: Contract): Json {
  if (raw === true) return { requestBody: { required: true, content: { [media ?? '*/*']: {} } } }
  if (body === undefined) return {}
  const schema = toSchema(body, 'input')
  if (upload === undefined) return { requestBody: { required: true, content: { 'application/json': { schema } } } }
  const field = upload === 'batch' ? 'claims' : 'claim'
  const file = { type: 'string', contentMediaType: 'application/octet-stream' }
  const form = {
    type: 'object',
    required: [field, 'file'],
    properties: { [field]: schema, file: upload === 'batch' ? { type: 'array', items: file } : file },
  }
  return {
    requestBody: {
      required: true,
      content: { 'multipart/form-data': { schema: form, encoding: { [field]: { contentType: 'application/json' } } } },
    },
  }
}

function describeAnswer({ output, stream, summary, media }: Contract): Json {
  if (stream !== undefined)
    return { description: summary, content: { [stream]: { schema: { type: 'string', contentMediaType: stream } } } }
  if (output === null) return { description: 'Done; there is nothing to say.' }
  return { description: summary, content: { [media ?? 'application/json']: { schema: toSchema(output, 'output') } } }
}

function toSchema(schema: z.ZodType, io: 'input' | 'output'): Json {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { io, unrepresentable: 'any', target: 'draft-2020-12' })
  return rest
}

const problemSchema = {
  type: 'object',
  required: ['type', 'title', 'status', 'detail', 'instance'],
  properties: {
    type: { type: 'string' },
    title: { type: 'string' },
    status: { type: 'integer' },
    detail: { type: 'string' },
    instance: { type: 'string' },
    place: {
      type: 'object',
      properties: { file: { type: 'string' }, line: { type: 'integer' }, field: { type: 'string' } },
    },
    remedy: { type: 'string' },
  },
}

const scimErrorSchema = {
  type: 'object',
  required: ['schemas', 'status', 'detail'],
  properties: {
    schemas: { type: 'array', items: { type: 'string' } },
    status: { type: 'string' },
    scimType: { type: 'string' },
    detail: { type: 'string' },
  },
}
