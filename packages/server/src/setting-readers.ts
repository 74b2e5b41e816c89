import { isIP } from 'node:net'
import { resolve } from 'node:path'
import { ConfigurationError } from './configuration-error.ts'

/** What the operator can set in one variable. `read` throws ConfigurationError with one sentence that names it. */
export interface Setting<T> {
  readonly description: string
  readonly fallback: string
  readonly read: (text: string, name: string) => T
}

export function text(value: string): string {
  return value
}

export function path(value: string): string {
  return resolve(value)
}

export function optionalPath(value: string): string | null {
  return value === '' ? null : resolve(value)
}

export function optionalText(value: string): string | null {
  return value === '' ? null : value
}

export function blobsAddress(value: string, name: string): string | null {
  if (value === '') return null
  if (URL.canParse(value) && /^s3:\/\/[^/?#@]+/.test(value)) return value
  throw new ConfigurationError(`${name} is not an address of the form s3://bucket/prefix?endpoint=…&region=….`)
}

export function list(value: string): readonly string[] {
  return value
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== '')
}

export function optionalHostName(value: string, name: string): string | null {
  if (value === '') return null
  if (
    value.length <= 253 &&
    /^(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)*[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/i.test(value)
  )
    return value.toLowerCase()
  throw new ConfigurationError(`${name} is "${value}"; use a host name such as evidence.company.example.`)
}

export function dnsServers(value: string, name: string): readonly string[] {
  const servers = list(value)
  for (const server of servers) {
    const address =
      /^\[(.+)\](?::\d+)?$/.exec(server)?.[1] ?? (isIP(server) === 6 ? server : server.replace(/:\d+$/, ''))
    if (isIP(address) === 0)
      throw new ConfigurationError(`${name} has "${server}"; use addresses such as 192.0.2.53 or [2001:db8::53]:53.`)
  }
  return servers
}

export function whole(least: number, most: number): (value: string, name: string) => number {
  return (value, name) => {
    const number = Number(value)
    if (/^\d+$/.test(value) && number >= least && number <= most) return number
    throw new ConfigurationError(`${name} is "${value}"; use a whole number from ${least} to ${most}.`)
  }
}

export function optionalWhole(least: number, most: number): (value: string, name: string) => number | null {
  const read = whole(least, most)
  return (value, name) => (value === '' ? null : read(value, name))
}

export function databaseUrl(value: string, name: string): string | null {
  if (value === '') return null
  if (/^postgres(ql)?:\/\/.+/.test(value) && URL.canParse(value)) return value
  throw new ConfigurationError(`${name} is not an address of the form postgresql://user:password@host:port/database.`)
}

export function publicUrl(value: string, name: string): string | null {
  if (value === '') return null
  if (/^https?:\/\/[^/]+\/?$/.test(value) && URL.canParse(value)) return new URL(value).origin
  throw new ConfigurationError(`${name} is "${value}"; use scheme and host only, such as https://evidence.example.`)
}

export function optionalAddress(value: string, name: string): string | null {
  if (value === '') return null
  if (/^https?:\/\//.test(value) && URL.canParse(value)) return value
  throw new ConfigurationError(`${name} is "${value}"; use an address such as https://tsa.example/tsr.`)
}

export function logLevel(value: string, name: string): string {
  if (['fatal', 'error', 'warn', 'info', 'debug', 'silent'].includes(value)) return value
  throw new ConfigurationError(`${name} is "${value}"; use fatal, error, warn, info, debug or silent.`)
}

export function toggle(value: string, name: string): boolean {
  if (value === 'on' || value === 'off') return value === 'on'
  throw new ConfigurationError(`${name} is "${value}"; use on or off.`)
}
