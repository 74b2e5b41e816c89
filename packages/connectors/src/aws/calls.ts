import type { HttpRequest as SmithyRequest } from '@smithy/types'
import type { CollectContext, Connected, Reply, Unread } from '../collection/collector.ts'
import { unreadOf } from '../collection/collect.ts'
import { CollectFailure } from '../collection/failure.ts'
import type { AwsSecrets, AwsSettings } from './settings.ts'

type AwsConnected = Connected<AwsSettings, AwsSecrets>

interface Keys {
  readonly accessKeyId: string
  readonly secretAccessKey: string
  readonly sessionToken?: string
}

/** What every client of the SDK is made with. */
export interface ClientOptions {
  readonly region: string
  readonly credentials: Keys
  readonly requestHandler: { handle(request: SmithyRequest): Promise<{ response: SmithyResponse }> }
  readonly endpoint?: string
  readonly maxAttempts: number
}

interface SmithyResponse {
  readonly statusCode: number
  readonly headers: Record<string, string>
  readonly body: Uint8Array
}

/** A connection that was signed in to: options for the clients of each region. */
export interface Aws {
  readonly regions: readonly string[]
  /** Where services answer that are the same in every region, such as IAM. */
  readonly home: string
  options(region: string): ClientOptions
}

/** Signs in, by a role where one is named, and holds the account against the settings before anything is read. */
export async function openAws({ settings, secrets }: AwsConnected, context: CollectContext): Promise<Aws> {
  const { regions } = settings
  const [home = 'us-east-1'] = regions
  const requestHandler = handlerOf(context)
  const options = (region: string, credentials: Keys): ClientOptions => ({
    region,
    credentials,
    requestHandler,
    // Attempts that failed on the way are tried again below; these are for throttling that AWS answers as a fault of the caller.
    maxAttempts: 4,
    ...(settings.endpoint === undefined ? {} : { endpoint: settings.endpoint }),
  })
  const { STSClient, GetCallerIdentityCommand, AssumeRoleCommand } = await import('@aws-sdk/client-sts')
  try {
    let keys: Keys = { accessKeyId: secrets.accessKeyId, secretAccessKey: secrets.secretAccessKey }
    if (settings.roleArn !== undefined) {
      const assumed = await new STSClient(options(home, keys)).send(
        new AssumeRoleCommand({
          RoleArn: settings.roleArn,
          RoleSessionName: 'evidentia',
          ExternalId: settings.externalId,
        }),
      )
      const { AccessKeyId = '', SecretAccessKey = '', SessionToken = '' } = assumed.Credentials ?? {}
      keys = { accessKeyId: AccessKeyId, secretAccessKey: SecretAccessKey, sessionToken: SessionToken }
    }
    const { Account } = await new STSClient(options(home, keys)).send(new GetCallerIdentityCommand({}))
    if (Account !== settings.account)
      throw new CollectFailure('credentials', `The keys belong to account ${Account ?? '?'}, not ${settings.account}.`)
    return { regions, home, options: (region) => options(region, keys) }
  } catch (error) {
    throw explain(error)
  }
}

/**
 * Asks once and gives the answer on, as it came. An error named in `absent` is an answer too: the thing is not set. Anything else
 * that keeps one resource from being read is said, and the rest goes on. Returns null where there is no answer.
 */
export async function* ask<T extends object>(
  request: string,
  about: string,
  call: () => Promise<T>,
  absent: readonly string[] = [],
): AsyncGenerator<Reply | Unread, T | null> {
  try {
    const answer = await call()
    yield { request, about, body: { ...answer, $metadata: undefined } }
    return answer
  } catch (error) {
    const name = error instanceof Error ? error.name : ''
    if (absent.includes(name)) yield { request, about, body: { absent: name } }
    else yield unreadOf(request, about, explain(error))
    return null
  }
}

/** Asks page by page until there is no token for another. */
export async function* askAll<T extends object>(
  request: string,
  about: string,
  call: (token: string | undefined) => Promise<T>,
  next: (answer: T) => string | undefined,
): AsyncGenerator<Reply | Unread, readonly T[]> {
  const answers: T[] = []
  for (let token: string | undefined; ;) {
    const answer: T | null = yield* ask(request, about, () => call(token))
    if (answer !== null) answers.push(answer)
    const following: string | undefined = answer === null ? undefined : next(answer)
    if (following === undefined || following === '' || following === token) return answers
    token = following
  }
}

function handlerOf({ http }: CollectContext): ClientOptions['requestHandler'] {
  return {
    handle: async ({ method, protocol, hostname, port, path, query, headers, body }) => {
      const search = new URLSearchParams()
      for (const [name, value] of Object.entries(query ?? {}))
        for (const one of [value].flat()) search.append(name, one ?? '')
      const tail = search.size === 0 ? '' : `?${search.toString().replaceAll('+', '%20')}`
      const reply = await http.send({
        method: readMethod(method),
        url: `${protocol}//${hostname}${port === undefined ? '' : `:${port}`}${path}${tail}`,
        headers,
        ...(typeof body === 'string' || body instanceof Uint8Array ? { body } : {}),
      })
      return { response: { statusCode: reply.status, headers: { ...reply.headers }, body: reply.body } }
    },
  }
}

function readMethod(method: string): 'GET' | 'POST' | 'PUT' | 'HEAD' | 'DELETE' {
  if (method === 'POST' || method === 'PUT' || method === 'HEAD' || method === 'DELETE') return method
  return 'GET'
}

const credentialFaults =
  /^(?:InvalidClientTokenId|SignatureDoesNotMatch|ExpiredToken|ExpiredTokenException|UnrecognizedClientException|InvalidAccessKeyId|AuthFailure|IncompleteSignature|InvalidSignatureException|MissingAuthenticationToken)/
const permissionFaults =
  /^(?:AccessDenied|AccessDeniedException|UnauthorizedOperation|AuthorizationError|Forbidden|403)/
const throttlingFaults = /^(?:Throttl|TooManyRequests|RequestLimitExceeded|SlowDown|ProvisionedThroughput)/

/** An error of the SDK by its code. Its message is AWS's own and names the caller and the action, never a secret. */
function explain(error: unknown): CollectFailure {
  if (error instanceof CollectFailure) return error
  const name = error instanceof Error ? error.name : ''
  const message = error instanceof Error ? (error.message.split('\n')[0] ?? '') : 'no reason'
  const said = `AWS answered ${name}: ${message.slice(0, 300)}`
  if (credentialFaults.test(name)) return new CollectFailure('credentials', said, error)
  if (permissionFaults.test(name)) return new CollectFailure('permission', said, error)
  if (throttlingFaults.test(name)) return new CollectFailure('throttled', said, error)
  return new CollectFailure('malformed', said, error)
}
