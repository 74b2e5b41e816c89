import type { Answered, Contracts, OperationId, Sent } from '@evidentia/core'
import { markActivity } from './activity.ts'
import { operations } from './operations.ts'
import { problemOf, unreachable } from './problem.ts'

/** The parts of any request, as far as its address and body are concerned. */
export interface Parts {
  readonly params?: { readonly [name: string]: string }
  readonly query?: object
  readonly body?: unknown
}
/** What is sent with one operation. */
export type Question<K extends OperationId> = Sent<Contracts[K]> & Parts
export interface CallOptions {
  /** Slug of the organization asked about; absent for what concerns only the person. */
  readonly organization?: string | undefined
  readonly signal?: AbortSignal | undefined
}

/** Calls one operation of the API. Throws ProblemError with a sentence to show. */
export async function call<K extends OperationId>(
  operation: K,
  sent: Question<K>,
  options: CallOptions = {},
): Promise<Answered<Contracts[K]>> {
  const [method] = operations[operation]
  const response = await request(addressOf(operation, sent), {
    method,
    headers: headersOf(options.organization, sent.body !== undefined),
    ...(sent.body === undefined ? {} : { body: JSON.stringify(sent.body) }),
    ...(options.signal === undefined ? {} : { signal: options.signal }),
  })
  const text = await response.text()
  if (!response.ok) throw problemOf(response.status, text)
  return (text === '' ? null : JSON.parse(text)) as Answered<Contracts[K]>
}

/** The bytes of an artifact, as they were handed in. Throws ProblemError. */
export async function readArtifact(evidence: string, organization: string): Promise<Uint8Array<ArrayBuffer>> {
  const address = addressOf('readArtifact', { params: { evidence } })
  const response = await request(address, { headers: headersOf(organization, false) })
  if (!response.ok) throw problemOf(response.status, await response.text())
  return new Uint8Array(await response.arrayBuffer())
}

/** The bytes of a made package; a Blob, which the browser may keep on the disk. Throws ProblemError. */
export async function readPackageContent(id: string, organization: string): Promise<Blob> {
  return readFile('readPackageContent', { params: { package: id } }, organization)
}

/** The file an operation streams; a Blob, which the browser may keep on the disk. Throws ProblemError. */
export async function readFile<K extends OperationId>(
  operation: K,
  sent: Question<K>,
  organization: string,
): Promise<Blob> {
  const response = await request(addressOf(operation, sent), { headers: headersOf(organization, false) })
  if (!response.ok) throw problemOf(response.status, await response.text())
  return response.blob()
}

/** The address of an operation, with its parameters put in and its query sorted into a string. */
export function addressOf(operation: OperationId, { params, query }: Parts): string {
  const [, path] = operations[operation]
  const filled = path.replaceAll(/\{(\+?)(\w+)\}/g, (_, rest: string, name: string) =>
    rest === '+' ? encodeURI(params?.[name] ?? '') : encodeURIComponent(params?.[name] ?? ''),
  )
  const search = new URLSearchParams()
  for (const [name, value] of Object.entries(query ?? {})) {
    if (value !== undefined && value !== null && value !== '') search.set(name, String(value))
  }
  return `/api/v1${filled}${search.size === 0 ? '' : `?${search}`}`
}

/** The headers every request carries. */
export function headersOf(organization: string | undefined, json: boolean): { readonly [name: string]: string } {
  return {
    accept: 'application/json',
    ...(organization === undefined ? {} : { 'evidentia-organization': organization }),
    ...(json ? { 'content-type': 'application/json' } : {}),
  }
}

async function request(address: string, init: RequestInit): Promise<Response> {
  try {
    const response = await fetch(address, { ...init, credentials: 'same-origin' })
    markActivity()
    return response
  } catch (cause) {
    if (init.signal?.aborted === true) throw cause
    throw unreachable(cause)
  }
}
