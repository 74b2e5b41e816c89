import type { Role } from '@evidentia/core'
import type { SignInMethod } from '../db/tables.ts'

/** Who sends a request. */
export type Caller = Visitor | Person | KeyHolder

export interface Visitor {
  readonly type: 'visitor'
}

export interface Person {
  readonly type: 'user'
  readonly account: { readonly id: string; readonly email: string; readonly name: string }
  readonly session: {
    readonly id: string
    readonly started: Date
    readonly lastUsed: Date
    readonly ends: Date
    readonly method: SignInMethod
  }
}

export interface KeyHolder {
  readonly type: 'api-key'
  readonly id: string
  readonly name: string
  readonly role: Role
  readonly organization: string
}
