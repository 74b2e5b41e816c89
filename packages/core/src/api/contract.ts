import type { z } from 'zod'
import type { Permission } from '../access/permissions.ts'

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'

/**
 * Who may call: a permission in the named organization, any signed-in person, whoever bears the token of the SCIM directory that
 * the address names, or anybody (sign-in itself).
 * There is no default: an operation without an answer does not compile.
 */
export type Access = Permission | 'signed-in' | 'directory-token' | 'public'

/** One operation of the API, as data. Routes, the client, the CLI's types and the OpenAPI document derive from it. */
export interface Contract {
  readonly id: string
  readonly method: Method
  /** Below `/api/v1`; parameters in braces, `/controls/{control}`; the last may hold slashes, `{+tile}` (RFC 6570 2.3). */
  readonly path: string
  readonly summary: string
  readonly access: Access
  readonly params?: z.ZodObject | undefined
  readonly query?: z.ZodObject | undefined
  /**
   * JSON unless `upload`: a multipart form with one field `claim` (JSON) and then one `file`; of a batch, with one field `claims`
   * (a JSON array) and then a `file` for each, in the same order.
   */
  readonly body?: z.ZodType | undefined
  readonly upload?: true | 'batch' | undefined
  /** The body as it came, for whoever checks a signature over its bytes; without `body`. */
  readonly raw?: true | undefined
  /** JSON unless `stream`, which names the media type of what is sent. */
  readonly output: z.ZodType | null
  readonly stream?: string | undefined
  /** The answer and every refusal are of another protocol, which is spoken as its RFC says: RFC 7644. */
  readonly media?: 'application/scim+json' | undefined
  readonly status: 200 | 201 | 204
}

/** Declares a contract, keeping its literal types. */
export function contract<const C extends Contract>(definition: C): C {
  return definition
}

type Parsed<S> = S extends z.ZodType ? z.output<S> : undefined
type Given<S> = S extends z.ZodType ? z.input<S> : undefined

/** What a handler receives. */
export interface Received<C extends Contract> {
  readonly params: Parsed<C['params']>
  readonly query: Parsed<C['query']>
  readonly body: Parsed<C['body']>
}
/** What a handler returns, before the contract parses it. */
export type Returned<C extends Contract> = C['output'] extends z.ZodType ? z.input<C['output']> : unknown
/** What a client sends. */
export type Sent<C extends Contract> = (C['params'] extends z.ZodType
  ? { readonly params: Given<C['params']> }
  : unknown) &
  (C['query'] extends z.ZodType ? { readonly query?: Given<C['query']> } : unknown) &
  (C['body'] extends z.ZodType ? { readonly body: Given<C['body']> } : unknown)
/** What a client receives. */
export type Answered<C extends Contract> = C['output'] extends z.ZodType ? z.output<C['output']> : null
