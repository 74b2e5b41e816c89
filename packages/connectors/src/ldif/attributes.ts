import { Buffer } from 'node:buffer'
import { malformed, shown } from '../source-file/refusal.ts'
import { decodeUtf8 } from '../source-file/text.ts'
import type { LdifEntry, LdifValue } from './entries.ts'

const remedy = 'Correct this value at its source and export again.'

/** The values of one entry by attribute, decoded when they are asked for. */
export class Attributes {
  readonly line: number
  readonly dn: string
  readonly #file: string
  readonly #values: ReadonlyMap<string, readonly LdifValue[]>

  constructor(entry: LdifEntry, file: string) {
    this.#file = file
    this.#values = entry.attributes
    this.line = entry.dn.line
    this.dn = this.#textOf('dn', entry.dn)
    if (this.dn === '')
      throw malformed(
        { file, line: this.line, field: 'dn' },
        'the entry has an empty DN',
        'Leave out the root of the directory.',
      )
  }

  names(): Iterable<string> {
    return this.#values.keys()
  }

  has(name: string): boolean {
    return this.#values.has(name)
  }

  all(name: string): string[] {
    return (this.#values.get(name) ?? []).map((value) => this.#textOf(name, value)).filter((text) => text !== '')
  }

  /** The first value of the first of these attributes that has one. */
  first(...names: readonly string[]): string | null {
    for (const name of names) {
      for (const value of this.#values.get(name) ?? []) {
        const text = this.#textOf(name, value)
        if (text !== '') return text
      }
    }
    return null
  }

  /** A whole number, such as Active Directory's flags and times; null where there is none. */
  integer(name: string): bigint | null {
    const text = this.first(name)
    if (text === null) return null
    if (/^-?\d{1,20}$/.test(text)) return BigInt(text)
    throw this.refuse(name, `${shown(text)} is not a whole number`)
  }

  refuse(name: string, problem: string): Error {
    const line = this.#values.get(name)?.[0]?.line ?? this.line
    return malformed({ file: this.#file, line, field: name }, problem, remedy)
  }

  #textOf(name: string, { form, raw, line }: LdifValue): string {
    const place = { file: this.#file, line, field: name }
    // Nothing beside the file is opened: the address could name any.
    if (form === 'address')
      throw malformed(place, 'the value is kept in another file, which is not opened', 'Export the value itself.')
    if (form === 'text') return raw
    const bytes = Buffer.from(raw, 'base64')
    if (bytes.toString('base64').replace(/=+$/, '') !== raw.replace(/=+$/, ''))
      throw malformed(place, 'the value is not base64', remedy)
    const text = decodeUtf8(bytes, this.#file, line)
    if (text.includes('\0')) throw malformed(place, 'the value holds a NUL, so it is not text', remedy)
    return text.trim()
  }
}
