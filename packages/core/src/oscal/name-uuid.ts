/** SHA-1 of bytes, 20 bytes long. Names are all it is used for; nothing is protected by it. */
export type Sha1 = (bytes: Uint8Array) => Uint8Array

/**
 * The version 5 UUID of `name` within `namespace`, itself a UUID (RFC 9562 5.5): the same name has the same UUID in every
 * run. OSCAL's schema admits versions 4 and 5 only.
 */
export function nameUuid(namespace: string, name: string, sha1: Sha1): string {
  const digest = sha1(Uint8Array.from([...bytesOfHex(namespace.replaceAll('-', '')), ...bytesOfText(name)]))
  const bytes = [...digest.subarray(0, 16)]
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x50
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80
  const hex = bytes.map((byte) => byte.toString(16).padStart(2, '0')).join('')
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-')
}

function bytesOfHex(hex: string): number[] {
  return (hex.match(/../g) ?? []).map((pair) => Number.parseInt(pair, 16))
}

/** UTF-8; the language has no encoder of its own, and this code runs wherever the language does. */
function* bytesOfText(text: string): Generator<number> {
  for (const character of text.toWellFormed()) {
    const code = character.codePointAt(0) ?? 0
    if (code < 0x80) yield code
    else {
      const following = code < 0x800 ? 1 : code < 0x10000 ? 2 : 3
      // The first byte begins with as many ones as there are bytes.
      yield ((0xf00 >> (following + 1)) & 0xff) | (code >> (6 * following))
      for (let at = following - 1; at >= 0; at--) yield 0x80 | ((code >> (6 * at)) & 0x3f)
    }
  }
}
