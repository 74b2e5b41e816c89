import { type Attributes, kinds, knownSchemas } from './schema.ts'

/** The most that one page holds. */
export const largestPage = 500
export const usualPage = 100

/** What a provider may ask of this server, RFC 7643 5. */
export function serviceProviderConfig(base: string): Attributes {
  const no = { supported: false }
  return {
    schemas: ['urn:ietf:params:scim:schemas:core:2.0:ServiceProviderConfig'],
    documentationUri: 'https://www.rfc-editor.org/rfc/rfc7644',
    patch: { supported: true },
    bulk: { supported: false, maxOperations: 0, maxPayloadSize: 0 },
    filter: { supported: true, maxResults: largestPage },
    changePassword: no,
    sort: no,
    etag: no,
    authenticationSchemes: [
      {
        type: 'oauthbearertoken',
        name: 'Token of the directory',
        description: 'A bearer token, made in Evidentia under Settings.',
        specUri: 'https://www.rfc-editor.org/rfc/rfc6750',
        primary: true,
      },
    ],
    meta: { resourceType: 'ServiceProviderConfig', location: `${base}/ServiceProviderConfig` },
  }
}

/** RFC 7643 6. */
export function resourceTypes(base: string): Attributes[] {
  return Object.entries(kinds).map(([kind, { endpoint, core, extensions }]) => ({
    schemas: ['urn:ietf:params:scim:schemas:core:2.0:ResourceType'],
    id: kind,
    name: kind,
    endpoint: `/${endpoint}`,
    description: core.document.description,
    schema: core.document.id,
    ...(extensions.length === 0
      ? {}
      : { schemaExtensions: extensions.map(({ document }) => ({ schema: document.id, required: false })) }),
    meta: { resourceType: 'ResourceType', location: `${base}/ResourceTypes/${kind}` },
  }))
}

/** RFC 7643 7. */
export function schemas(base: string): Attributes[] {
  return knownSchemas.map((document) => ({
    ...document,
    meta: { resourceType: 'Schema', location: `${base}/Schemas/${document.id}` },
  }))
}
