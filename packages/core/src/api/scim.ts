import { z } from 'zod'
import { slugSchema } from '../identifier.ts'
import { contract } from './contract.ts'

/** The media type of SCIM (RFC 7644 3.1), in which also its refusals are given. */
const media = 'application/scim+json'
const params = z.strictObject({ organization: slugSchema, directory: slugSchema, resources: z.string().max(60) })
const ofOne = params.extend({ resource: z.string().max(200) })
const projection = { attributes: z.string().max(2000).optional(), excludedAttributes: z.string().max(2000).optional() }
/** Providers add words of their own to addresses, which RFC 7644 3.9 has a server ignore. */
const listQuery = z.looseObject({
  filter: z.string().max(2000).optional(),
  startIndex: z.string().max(10).optional(),
  count: z.string().max(10).optional(),
  ...projection,
})
const readQuery = z.looseObject(projection)
/** As RFC 7643 has it for the kind of resource that is asked for. */
const output = z.looseObject({})

/**
 * SCIM 2.0 (RFC 7644), for the identity provider that bears the token of a directory. `resources` is `Users` or `Groups`; of what is
 * only read also `ServiceProviderConfig`, `ResourceTypes` or `Schemas`.
 */
export const scimContracts = {
  queryScimResources: contract({
    id: 'queryScimResources',
    method: 'GET',
    path: '/scim/{organization}/{directory}/{resources}',
    summary: 'List what a SCIM directory holds, or say what it can do.',
    access: 'directory-token',
    params,
    query: listQuery,
    output,
    media,
    status: 200,
  }),
  createScimResource: contract({
    id: 'createScimResource',
    method: 'POST',
    path: '/scim/{organization}/{directory}/{resources}',
    summary: 'Push a new user or group into a SCIM directory.',
    access: 'directory-token',
    params,
    raw: true,
    output,
    media,
    status: 201,
  }),
  readScimResource: contract({
    id: 'readScimResource',
    method: 'GET',
    path: '/scim/{organization}/{directory}/{resources}/{resource}',
    summary: 'Read one user, group, schema or kind of resource of a SCIM directory.',
    access: 'directory-token',
    params: ofOne,
    query: readQuery,
    output,
    media,
    status: 200,
  }),
  replaceScimResource: contract({
    id: 'replaceScimResource',
    method: 'PUT',
    path: '/scim/{organization}/{directory}/{resources}/{resource}',
    summary: 'Replace a user or group of a SCIM directory.',
    access: 'directory-token',
    params: ofOne,
    raw: true,
    output,
    media,
    status: 200,
  }),
  changeScimResource: contract({
    id: 'changeScimResource',
    method: 'PATCH',
    path: '/scim/{organization}/{directory}/{resources}/{resource}',
    summary: 'Change parts of a user or group of a SCIM directory.',
    access: 'directory-token',
    params: ofOne,
    raw: true,
    output,
    media,
    status: 200,
  }),
  removeScimResource: contract({
    id: 'removeScimResource',
    method: 'DELETE',
    path: '/scim/{organization}/{directory}/{resources}/{resource}',
    summary: 'Remove a user or group from a SCIM directory.',
    access: 'directory-token',
    params: ofOne,
    output: null,
    media,
    status: 204,
  }),
} as const
