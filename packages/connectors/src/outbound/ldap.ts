import type { Client, Entry } from 'ldapts'
import type { Ldap, LdapEntry, LdapQuestion } from '../collection/collector.ts'
import { CollectFailure } from '../collection/failure.ts'
import type { Doorkeeper } from './doorkeeper.ts'

interface Parts {
  readonly doorkeeper: Doorkeeper
  readonly timeoutMs: number
  readonly signal: AbortSignal
}

const pageSize = 500
/** What Active Directory and others keep as bytes; text decoding would destroy it. */
const binary = ['objectGUID', 'objectSid']

/** `Ldap` over the network of this machine: ldaps, or ldap that changes to TLS before anybody signs in. */
export function createLdap(parts: Parts): Ldap {
  return { search: (question) => search(question, parts) }
}

async function* search(question: LdapQuestion, parts: Parts): AsyncGenerator<readonly LdapEntry[]> {
  const client = await openClient(question, parts)
  try {
    const { base, filter, attributes } = question
    const pages = client.searchPaginated(base, {
      scope: 'sub',
      filter,
      attributes: [...attributes],
      paged: { pageSize },
      explicitBufferAttributes: binary,
    })
    for await (const { searchEntries } of pages) {
      parts.signal.throwIfAborted()
      yield searchEntries.map(readEntry)
    }
  } catch (error) {
    throw explain(error, question)
  } finally {
    await client.unbind().catch(() => undefined)
  }
}

async function openClient(question: LdapQuestion, { doorkeeper, timeoutMs }: Parts): Promise<Client> {
  const url = URL.parse(question.url)
  if (url === null || !['ldap:', 'ldaps:'].includes(url.protocol))
    throw new CollectFailure('not-allowed', 'The address of a directory begins with ldaps:// or ldap://.')
  const isSecure = url.protocol === 'ldaps:'
  const port = url.port === '' ? (isSecure ? 636 : 389) : Number(url.port)
  if (!isSecure && !question.startTls && !doorkeeper.isAllowed(url.hostname, port))
    throw new CollectFailure('not-allowed', `${url.hostname} is to be asked over TLS: use ldaps:// or StartTLS.`)
  const vetted = await doorkeeper.vet(url.hostname, port)
  const { Client: LdapClient } = await import('ldapts')
  const address = vetted.family === 6 ? `[${vetted.address}]` : vetted.address
  const tlsOptions = { servername: vetted.host }
  const client = new LdapClient({
    url: `${url.protocol}//${address}:${port}`,
    timeout: timeoutMs,
    connectTimeout: timeoutMs,
    ...(isSecure ? { tlsOptions } : {}),
  })
  try {
    if (question.startTls) await client.startTLS(tlsOptions)
    await client.bind(question.bindDn, question.password)
    return client
  } catch (error) {
    await client.unbind().catch(() => undefined)
    throw explain(error, question)
  }
}

function readEntry({ dn, ...attributes }: Entry): LdapEntry {
  const read = Object.entries(attributes).flatMap(([name, value]): [string, readonly string[]][] => {
    const values = [value].flat()
    const bytes = values.filter((one) => Buffer.isBuffer(one))
    if (bytes.length > 0) return [[`${name};base64`, bytes.map((one) => one.toString('base64'))]]
    const texts = values.filter((one) => typeof one === 'string')
    return texts.length === 0 ? [] : [[name, texts]]
  })
  return { dn, attributes: Object.fromEntries(read) }
}

/** LDAP result codes, RFC 4511 appendix A.2, as the classes of the client name them. */
function explain(error: unknown, { url }: LdapQuestion): CollectFailure {
  if (error instanceof CollectFailure) return error
  const host = URL.parse(url)?.host ?? 'The directory'
  const name = error instanceof Error ? error.name : ''
  if (name === 'InvalidCredentialsError' || name === 'InappropriateAuthError')
    return new CollectFailure('credentials', `${host} refused the bind name and password.`, error)
  if (name === 'InsufficientAccessError')
    return new CollectFailure('permission', `${host} does not let this account read there.`, error)
  if (name === 'NoSuchObjectError')
    return new CollectFailure('malformed', `${host} has nothing under the base it was asked for.`, error)
  if (name === 'BusyError' || name === 'UnavailableError')
    return new CollectFailure('throttled', `${host} is busy.`, error)
  const why = error instanceof Error ? error.message.slice(0, 160) : 'the connection failed'
  return new CollectFailure('unreachable', `${host} could not be read: ${why}`, error)
}
