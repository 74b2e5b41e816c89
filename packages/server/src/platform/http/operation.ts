import type { Readable } from 'node:stream'
import type { Contract, Permission, Received, Returned, Role } from '@evidentia/core'
import type { Caller, Person } from '../auth/caller.ts'
import type { StagedBlob } from '../blobs/staging.ts'
import type { Scope } from '../db/transactions.ts'

/** The other end of a request. */
export interface Client {
  readonly request: string
  readonly address: string
  readonly agent: string
  /** Scheme, host and port the client used, `http://127.0.0.1:7331`. */
  readonly origin: string
}

/** What an operation may say besides its result. */
export interface Answer {
  status(code: 200 | 201): void
  /** Where what was made is read from then on. */
  location(address: string): void
  setSession(token: string): void
  clearSession(): void
}

/** A received file, complete and hashed, not yet kept. */
export interface Upload {
  readonly name: string
  readonly blob: StagedBlob
}

/** Bytes as an answer; always sent as an attachment. */
export interface StreamAnswer {
  readonly stream: Readable
  readonly name: string
  readonly size: number
  readonly sha256: string
  /** Media type, where the contract's is not exact enough. */
  readonly type?: string
}

/** A body as it came, with the headers that say who signed it. Names in lower case. */
export interface RawBody {
  readonly bytes: Uint8Array
  readonly headers: Readonly<Record<string, string>>
}

/** What a handler receives: parsed input, who calls, and where the contract's permission was granted. */
export type Call<C extends Contract> = Received<C> & {
  readonly client: Client
  readonly answer: Answer
  readonly caller: C['access'] extends 'signed-in' ? Person : Caller
  readonly scope: C['access'] extends Permission | 'directory-token' ? Scope : null
  readonly role: C['access'] extends Permission ? Role : null
  readonly raw: C['raw'] extends true ? RawBody : null
  readonly upload: C['upload'] extends true ? Upload : C['upload'] extends 'batch' ? readonly Upload[] : null
}

type Result<C extends Contract> = C['stream'] extends string
  ? StreamAnswer
  : C['output'] extends null
    ? void
    : Returned<C>

/** An operation of the API with the code that does it. */
export interface Operation {
  readonly contract: Contract
  readonly handle: (call: UntypedCall) => Promise<unknown>
}

/** A call before its contract's types are put back; only `operation` makes the step. */
export interface UntypedCall {
  readonly params: unknown
  readonly query: unknown
  readonly body: unknown
  readonly client: Client
  readonly answer: Answer
  readonly caller: Caller
  readonly scope: Scope | null
  readonly role: Role | null
  readonly raw: RawBody | null
  readonly upload: Upload | readonly Upload[] | null
}

/** Binds a handler to its contract. The server parses input by the contract before and output after, so the types hold. */
export function operation<const C extends Contract>(
  contract: C,
  handle: (call: Call<C>) => Promise<Result<C>>,
): Operation {
  return { contract, handle: (call) => handle(call as Call<C>) }
}
