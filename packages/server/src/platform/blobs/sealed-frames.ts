import { createCipheriv, createDecipheriv, createHmac, randomBytes } from 'node:crypto'
import { EvidentiaError } from '@evidentia/core'

/** Plaintext bytes of every frame but the last, which has at most as many. */
export const frameSize = 64 * 1024
export const headerSize = 53
const tagSize = 16
/** What one full frame takes in the sealed form. */
export const sealedFrameSize = frameSize + tagSize

const magic = Buffer.from('EVB\u0001\n')
const idSize = 16
const saltSize = 32

/** A key of one organization that seals its artifacts. */
export interface DataKey {
  readonly id: string
  readonly organization: string
  /** 32 bytes. */
  readonly bytes: Uint8Array
}

/** What stands at the beginning of a sealed artifact: which key, and the salt that makes its own key of it. */
export interface SealedHeader {
  readonly keyId: string
  readonly salt: Uint8Array
}

/**
 * Frames of one artifact, AES-256-GCM. Each artifact has a key of its own (HKDF-SHA-256 of the data key, a random 256-bit salt
 * and the organization), so the nonce is the frame's number and never repeats under a key. The number and whether it is the last
 * are authenticated: frames cannot be reordered, left out or cut off. The last frame also binds the SHA-256 of the plaintext,
 * so that one artifact cannot stand in the place of another.
 */
export class FrameCipher {
  readonly #key: Buffer

  constructor({ bytes, organization }: DataKey, { salt }: SealedHeader) {
    this.#key = deriveKey(bytes, salt, `evidentia/blob/v1/${organization}`)
  }

  /** Ciphertext and tag, to be written one after the other. */
  seal(number: number, plain: Uint8Array, lastOf: string | null): readonly [Buffer, Buffer] {
    const cipher = createCipheriv('aes-256-gcm', this.#key, nonceOf(number))
    cipher.setAAD(describeFrame(number, lastOf))
    const sealed = cipher.update(plain)
    // GCM holds nothing back.
    cipher.final()
    return [sealed, cipher.getAuthTag()]
  }

  /** Throws `unavailable` when the frame is not the one sealed as `number`, or not the last where `lastOf` says so. */
  open(number: number, sealed: Uint8Array, lastOf: string | null): Buffer {
    if (sealed.length < tagSize) throw damagedArtifact(`frame ${number} is cut off`)
    const decipher = createDecipheriv('aes-256-gcm', this.#key, nonceOf(number), { authTagLength: tagSize })
    decipher.setAAD(describeFrame(number, lastOf))
    decipher.setAuthTag(sealed.subarray(-tagSize))
    try {
      return Buffer.concat([decipher.update(sealed.subarray(0, -tagSize)), decipher.final()])
    } catch (cause) {
      throw damagedArtifact(`frame ${number} is not what was sealed`, cause)
    }
  }
}

/** 32 bytes by HKDF-SHA-256 (RFC 5869 2). One block is all of it, so it is two HMACs; the runtime's own takes twice as long. */
function deriveKey(bytes: Uint8Array, salt: Uint8Array, info: string): Buffer {
  const extracted = createHmac('sha256', salt).update(bytes).digest()
  return createHmac('sha256', extracted).update(`${info}\u0001`).digest()
}

/** A header for one new artifact. */
export function createHeader(keyId: string): SealedHeader {
  return { keyId, salt: takeSalt() }
}

// Random bytes cost by the call, so salts are drawn a hundred at a time. None is used twice.
let salts = Buffer.alloc(0)

function takeSalt(): Uint8Array {
  if (salts.length === 0) salts = randomBytes(100 * saltSize)
  const salt = Uint8Array.from(salts.subarray(0, saltSize))
  salts = salts.subarray(saltSize)
  return salt
}

export function encodeHeader({ keyId, salt }: SealedHeader): Buffer {
  return Buffer.concat([magic, Buffer.from(keyId.replaceAll('-', ''), 'hex'), salt])
}

/** Throws `unavailable` when the bytes do not begin a sealed artifact. */
function decodeHeader(bytes: Uint8Array): SealedHeader {
  const header = Buffer.from(bytes)
  if (header.length < headerSize || !header.subarray(0, magic.length).equals(magic))
    throw damagedArtifact('it does not begin like one')
  const hex = header.toString('hex', magic.length, magic.length + idSize)
  const keyId = hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
  return { keyId, salt: header.subarray(magic.length + idSize, headerSize) }
}

/** Reads no more than the beginning. */
export async function readHeader(source: AsyncIterable<Uint8Array>): Promise<SealedHeader> {
  let read = Buffer.alloc(0)
  for await (const chunk of source) {
    read = Buffer.concat([read, chunk])
    if (read.length >= headerSize) break
  }
  return decodeHeader(read)
}

/** How many plaintext bytes a sealed artifact of `sealedSize` bytes holds. */
export function plainSizeOf(sealedSize: number): number {
  const body = sealedSize - headerSize
  return body - Math.ceil(body / sealedFrameSize) * tagSize
}

/** Decrypts while streaming. Nothing of a frame is passed on before the frame is authenticated. */
export async function* openFrames(
  source: AsyncIterable<Uint8Array>,
  sha256: string,
  findKey: (keyId: string) => Promise<DataKey>,
): AsyncGenerator<Buffer> {
  let waiting = Buffer.alloc(0)
  let cipher: FrameCipher | null = null
  let number = 0
  for await (const chunk of source) {
    waiting = Buffer.concat([waiting, chunk])
    if (cipher === null) {
      if (waiting.length < headerSize) continue
      const header = decodeHeader(waiting)
      cipher = new FrameCipher(await findKey(header.keyId), header)
      waiting = waiting.subarray(headerSize)
    }
    // The last frame may be full as well, so one is held back until more has come.
    let at = 0
    for (; waiting.length - at > sealedFrameSize; at += sealedFrameSize, number += 1)
      yield cipher.open(number, waiting.subarray(at, at + sealedFrameSize), null)
    waiting = waiting.subarray(at)
  }
  if (cipher === null) throw damagedArtifact('it is cut off')
  yield cipher.open(number, waiting, sha256)
}

function damagedArtifact(reason: string, cause?: unknown): EvidentiaError {
  return new EvidentiaError('unavailable', `The stored bytes of this artifact are damaged: ${reason}.`, {
    remedy: 'Ask the operator to run evidentia-server fsck and to restore the artifact.',
    cause,
  })
}

// 96 bits, big-endian. The key is used for this artifact only.
function nonceOf(number: number): Buffer {
  const nonce = Buffer.alloc(12)
  nonce.writeBigUInt64BE(BigInt(number), 4)
  return nonce
}

function describeFrame(number: number, lastOf: string | null): Buffer {
  const described = Buffer.alloc(9)
  described.writeBigUInt64BE(BigInt(number), 0)
  described.writeUInt8(lastOf === null ? 0 : 1, 8)
  return lastOf === null ? described : Buffer.concat([described, Buffer.from(lastOf, 'hex')])
}
