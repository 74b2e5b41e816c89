import type { Role } from '@evidentia/core'
import { type RequestOptions, signIn, type TestOrganization, type TestServer } from './test-server.ts'

/** Invites a person into the organization and signs them in. Their requests go through what is returned. */
export async function inviteAs(
  server: TestServer,
  own: TestOrganization,
  role: Role,
  name: string,
): Promise<{ readonly name: string; readonly as: RequestOptions }> {
  const email = `${name.toLowerCase().replaceAll(' ', '.')}@${own.slug}.example`
  const invited = await server.request('POST', '/api/v1/members', {
    key: own.keys.administrator,
    json: { name, email, role },
  })
  const { link } = invited.json<{ link: string }>()
  const cookie = await signIn(server, link.split('#')[1] ?? '')
  return { name, as: { cookie, organization: own.slug, headers: { 'sec-fetch-site': 'same-origin' } } }
}
