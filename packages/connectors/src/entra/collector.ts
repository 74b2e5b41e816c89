import { z } from 'zod'
import { addressSetting } from '../collection/address.ts'
import { askJson, askPages, daysBefore, type JsonAnswer, moveTo } from '../collection/ask-json.ts'
import { collectionOf } from '../collection/collection-importer.ts'
import { type CollectContext, type Connected, defineCollector, type HttpRequest } from '../collection/collector.ts'
import { CollectFailure } from '../collection/failure.ts'
import { assignmentsImporter, signInsImporter, usersImporter } from './importer.ts'

const settings = z.strictObject({
  tenant: z
    .string()
    .regex(/^[0-9a-zA-Z.-]{1,100}$/, 'write the tenant as its id or its domain')
    .meta({ title: 'Tenant', description: 'The directory (tenant) ID, or its domain.' }),
  client: z.uuid().meta({ title: 'Application', description: 'The application (client) ID of the app registration.' }),
  signInDays: z
    .int()
    .min(1)
    .max(30)
    .default(7)
    .meta({ title: 'Days of sign-ins', description: 'How far back sign-ins are read.' }),
  login: addressSetting('Sign-in address', 'For national clouds.', 'https://login.microsoftonline.com'),
  graph: addressSetting('Microsoft Graph', 'For national clouds.', 'https://graph.microsoft.com'),
})
type Settings = z.output<typeof settings>
type Own = Connected<Settings, Readonly<Record<'clientSecret', string>>>

const follows = ['"@odata.nextLink"']
export const usersCollection = collectionOf(usersImporter.plan, {
  connector: 'entra',
  dataset: 'users',
  title: 'Microsoft Entra users, as collected',
  follows,
})
export const signInsCollection = collectionOf(signInsImporter.plan, {
  connector: 'entra',
  dataset: 'sign-ins',
  title: 'Microsoft Entra sign-ins, as collected',
  follows,
})
export const assignmentsCollection = collectionOf(assignmentsImporter.plan, {
  connector: 'entra',
  dataset: 'role-assignments',
  title: 'Microsoft Entra role assignments, as collected',
  follows,
})

const tokenSchema = z.object({ access_token: z.string().min(1) })

/** Signs in as the application (OAuth 2.0, RFC 6749 section 4.4). */
async function signIn({ settings: own, secrets }: Own, context: CollectContext): Promise<string> {
  const body = new URLSearchParams({
    client_id: own.client,
    client_secret: secrets.clientSecret,
    grant_type: 'client_credentials',
    scope: `${own.graph}/.default`,
  })
  const answer = await askJson(
    context,
    {
      method: 'POST',
      url: `${own.login}/${own.tenant}/oauth2/v2.0/token`,
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: body.toString(),
    },
    [400, 401],
  )
  const parsed = tokenSchema.safeParse(answer.value)
  if (!parsed.success)
    throw new CollectFailure('credentials', `${new URL(own.login).host} does not accept the application's secret.`)
  return parsed.data.access_token
}

async function* list(connected: Own, context: CollectContext, about: string, path: string) {
  const token = await signIn(connected, context)
  const first: HttpRequest = {
    method: 'GET',
    url: `${connected.settings.graph}/v1.0${path}`,
    headers: { authorization: `Bearer ${token}` },
  }
  yield* askPages(context, about, first, nextOf)
}

const pageSchema = z.object({ '@odata.nextLink': z.string().optional() })

function nextOf({ value }: JsonAnswer, asked: HttpRequest): HttpRequest | null {
  const next = pageSchema.safeParse(value).data?.['@odata.nextLink']
  return next === undefined ? null : moveTo(asked, next)
}

const userFields =
  'id,userPrincipalName,displayName,mail,employeeId,userType,accountEnabled,createdDateTime,lastPasswordChangeDateTime,signInActivity'

export const collector = defineCollector({
  version: 1,
  settings,
  secrets: { clientSecret: { title: 'Client secret', says: 'The value of a secret of the app registration.' } },
  schedule: 'daily',
  sourceOf: ({ tenant }) => `Entra tenant ${tenant}`,
  datasets: [
    {
      id: 'users',
      title: 'Users',
      says: 'Every user with state, kind and last sign-in.',
      permissions: [
        { name: 'User.Read.All', why: 'Who can sign in.' },
        { name: 'AuditLog.Read.All', why: 'When each last signed in.' },
      ],
      requests: () => [`GET /v1.0/users?$select=${userFields}`],
      importer: usersCollection,
      collect: (connected, context) => list(connected, context, 'users', `/users?$select=${userFields}&$top=500`),
    },
    {
      id: 'sign-ins',
      title: 'Sign-ins',
      says: 'Sign-ins of the days named in the settings.',
      permissions: [
        { name: 'AuditLog.Read.All', why: 'Who signed in to what, how, and whether it worked.' },
        { name: 'Directory.Read.All', why: 'Microsoft Graph asks for it beside the audit log.' },
      ],
      requests: ({ signInDays }) => [`GET /v1.0/auditLogs/signIns of the last ${signInDays} days`],
      importer: signInsCollection,
      collect: (connected, context) => {
        const since = daysBefore(context.now(), connected.settings.signInDays)
        const filter = encodeURIComponent(`createdDateTime ge ${since}`)
        return list(connected, context, 'sign-ins', `/auditLogs/signIns?$filter=${filter}&$top=500`)
      },
    },
    {
      id: 'role-assignments',
      title: 'Role assignments',
      says: 'Who holds which directory role.',
      permissions: [{ name: 'RoleManagement.Read.Directory', why: 'Which roles are given to whom.' }],
      requests: () => ['GET /v1.0/roleManagement/directory/roleAssignments'],
      importer: assignmentsCollection,
      collect: (connected, context) =>
        list(
          connected,
          context,
          'role assignments',
          '/roleManagement/directory/roleAssignments?$expand=principal,roleDefinition',
        ),
    },
  ],
})
