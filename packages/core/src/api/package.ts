import { z } from 'zod'
import { actorSchema } from '../facts/fact.ts'
import { packageContentSchema, packageSelectionSchema } from '../packages/package.ts'
import { instantSchema } from '../time/date.ts'
import { contract } from './contract.ts'
import { pageOf, pageQuery } from './page.ts'

/** A package as its maker follows it. */
export const packageViewSchema = z.strictObject({
  id: z.uuid(),
  selection: packageSelectionSchema,
  requested: instantSchema,
  by: actorSchema,
  state: z.enum(['waiting', 'making', 'ready', 'failed']),
  /** Of the files to pack, how many were; both 0 before the files are known. */
  progress: z.strictObject({ done: z.int().min(0), total: z.int().min(0) }),
  content: packageContentSchema.nullable(),
  /** Why it could not be made. */
  problem: z.string().nullable(),
  /** When the server removes its file. */
  expires: instantSchema.nullable(),
})
const params = z.strictObject({ package: z.uuid() })

export const packageContracts = {
  makePackage: contract({
    id: 'makePackage',
    method: 'POST',
    path: '/packages',
    summary: 'Begin to make a package of the log and its evidence that anybody can verify offline.',
    access: 'packages:export',
    body: packageSelectionSchema,
    output: packageViewSchema,
    status: 201,
  }),
  listPackages: contract({
    id: 'listPackages',
    method: 'GET',
    path: '/packages',
    summary: 'Packages that were made or are being made, newest first.',
    access: 'packages:export',
    query: z.strictObject(pageQuery),
    output: pageOf(packageViewSchema),
    status: 200,
  }),
  readPackage: contract({
    id: 'readPackage',
    method: 'GET',
    path: '/packages/{package}',
    summary: 'One package and how far it is.',
    access: 'packages:export',
    params,
    output: packageViewSchema,
    status: 200,
  }),
  readPackageContent: contract({
    id: 'readPackageContent',
    method: 'GET',
    path: '/packages/{package}/content',
    summary: 'The package’s bytes, as an attachment; each download is sealed in the log.',
    access: 'packages:export',
    params,
    output: null,
    stream: 'application/zip',
    status: 200,
  }),
  removePackage: contract({
    id: 'removePackage',
    method: 'DELETE',
    path: '/packages/{package}',
    summary: 'Cancel the making of a package, or remove its file.',
    access: 'packages:export',
    params,
    output: null,
    status: 204,
  }),
} as const
