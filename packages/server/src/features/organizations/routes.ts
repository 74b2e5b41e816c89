import { type Catalog, contracts, EvidentiaError } from '@evidentia/core'
import { operation, type Operation } from '../../platform/http/operation.ts'
import { composeFirstDocuments } from './first-documents.ts'
import type { OrganizationService } from './service.ts'

export function organizationRoutes(organizations: OrganizationService, catalog: Catalog): Operation[] {
  return [
    operation(contracts.createOrganization, async ({ caller, client, body }) => {
      const unknown = body.frameworks.find((id) => !catalog.frameworks.has(id))
      if (unknown !== undefined) {
        throw new EvidentiaError('invalid-input', `The catalog has no framework "${unknown.slice(0, 64)}".`, {
          place: { field: 'frameworks' },
          remedy: `Choose from ${[...catalog.frameworks.keys()].join(', ')}.`,
        })
      }
      const families = new Set(body.frameworks.map((id) => catalog.frameworks.get(id)?.family))
      if (families.size < body.frameworks.length)
        throw new EvidentiaError('invalid-input', 'Two of the frameworks are editions of the same one.', {
          place: { field: 'frameworks' },
          remedy: 'Name one edition; it can be changed from a day on.',
        })
      const { id, name, email } = caller.account
      const organization = await organizations.create(
        { type: 'user', id, name, address: client.address },
        client.request,
        {
          slug: body.slug,
          name: body.name,
          sample: false,
          administrator: { id, name, email },
          documents: composeFirstDocuments(body, catalog, new Date().toISOString()),
        },
      )
      return organizations.describe(organization)
    }),
    operation(contracts.removeSample, async ({ scope }) => organizations.removeSample(scope)),
  ]
}
