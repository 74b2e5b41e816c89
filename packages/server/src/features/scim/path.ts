import { ScimRefusal } from '../../platform/http/scim-problem.ts'

/** Where an attribute is, RFC 7644 figure 7: `name.givenName`, `urn:…:enterprise:2.0:User:department`. */
export interface AttributePath {
  /** The schema that a path names; null where it names none. */
  readonly schema: string | null
  readonly name: string
  readonly sub: string | null
}

const attribute = /^(?:(urn:[\w.:-]+):)?([a-z$][\w$-]*)(?:\.([a-z$][\w$-]*))?/i

/** The path at the beginning of `text`, and its length; null where there is none. */
export function pathAtStart(text: string): { readonly path: AttributePath; readonly length: number } | null {
  const found = attribute.exec(text)
  const [whole, schema, name, sub] = found ?? []
  if (whole === undefined || name === undefined) return null
  return { path: { schema: schema ?? null, name, sub: sub ?? null }, length: whole.length }
}

/** Passwords come in and go nowhere, so that nobody can look for one either (RFC 7644 7.5.2). */
export function refuseSecret({ name, sub }: AttributePath): void {
  if (isSecretName(name) || (sub !== null && isSecretName(sub)))
    throw new ScimRefusal('sensitive', 'A password is not kept here, so that nothing can be found by it.')
}

/** Whether an attribute or a path is of a password: `password`, `urn:…:User:password`, `newPassword`. */
export function isSecretName(name: string): boolean {
  return /password$/i.test(name.replace(/\[.*$/s, ''))
}
