import { dateOfInstant, type Catalog, type Contracts, type Received } from '@evidentia/core'
import type { FirstDocument } from './service.ts'

type Form = Received<Contracts['createOrganization']>['body']

/**
 * A new programme: the organization, the person who answers for every role until others are named, and every control of the
 * library adopted today, so that what is owed shows at once. Nothing is claimed for days before today: what was operated
 * earlier is for people to record. The terms for closing findings are a beginning that stands in the organization's own
 * document, to be seen and changed there.
 */
export function composeFirstDocuments(form: Form, catalog: Catalog, now: string): FirstDocument[] {
  const { slug, name, timeZone, observationPeriod, frameworks } = form
  const person = slugOf(form.person.name)
  const roles = [
    ...new Set([...catalog.controls.values()].flatMap((control) => [control.ownerRole, control.backupRole])),
  ]
  const today = dateOfInstant(now, timeZone)
  const effective = observationPeriod.from < today ? observationPeriod.from : today
  return [
    {
      kind: 'organization',
      id: slug,
      effective,
      body: {
        id: slug,
        name,
        timeZone,
        observationPeriod,
        frameworks,
        findingTerms: { high: 14, medium: 30, low: 90 },
        roles: Object.fromEntries(roles.map((role) => [role, { owner: person, backup: person }])),
      },
    },
    { kind: 'person', id: person, effective, body: { id: person, name: form.person.name, email: form.person.email } },
    ...[...catalog.controls.values()].map(({ id, version }): FirstDocument => ({
      kind: 'control',
      id,
      effective: today,
      body: { id, version, adopted: today },
    })),
  ]
}

function slugOf(name: string): string {
  const slug = name
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .slice(0, 63)
    .replaceAll(/^-+|-+$/g, '')
  return slug === '' ? 'first-person' : slug
}
