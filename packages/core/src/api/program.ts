import { z } from 'zod'
import { slugSchema } from '../identifier.ts'
import { documentKindSchema } from '../program/document.ts'
import { dateSchema, instantSchema } from '../time/date.ts'
import { contract } from './contract.ts'
import { pageOf, pageQuery } from './page.ts'

/** A version of a program object as it leaves the server; `body` has the shape of the kind's own schema. */
export const documentVersionSchema = z.strictObject({
  kind: documentKindSchema,
  id: slugSchema,
  effective: dateSchema,
  recordedAt: instantSchema,
  entry: z.int().min(0),
  body: z.record(z.string(), z.unknown()).nullable(),
})

export const programContracts = {
  listDocuments: contract({
    id: 'listDocuments',
    method: 'GET',
    path: '/documents',
    summary: 'Program objects of one kind as they stood on a day.',
    access: 'program:read',
    query: z.strictObject({
      kind: documentKindSchema,
      asOf: dateSchema.optional(),
      q: z.string().max(200).optional(),
      ...pageQuery,
    }),
    output: pageOf(documentVersionSchema),
    status: 200,
  }),
  readDocument: contract({
    id: 'readDocument',
    method: 'GET',
    path: '/documents/{kind}/{id}',
    summary: 'Every version of one program object, newest first.',
    access: 'program:read',
    params: z.strictObject({ kind: documentKindSchema, id: slugSchema }),
    query: z.strictObject(pageQuery),
    output: pageOf(documentVersionSchema),
    status: 200,
  }),
  recordDocument: contract({
    id: 'recordDocument',
    method: 'PUT',
    path: '/documents/{kind}/{id}',
    summary: 'Record a new version of a program object.',
    access: 'program:write',
    params: z.strictObject({ kind: documentKindSchema, id: slugSchema }),
    body: z.strictObject({ effective: dateSchema, body: z.record(z.string(), z.unknown()).nullable() }),
    output: documentVersionSchema,
    status: 200,
  }),
} as const
