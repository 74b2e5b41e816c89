import { createHash, type KeyObject, verify, type X509Certificate } from 'node:crypto'
import { LedgerError, type TimeStampVerdict } from '@evidentia/ledger'
import { signatureSchemes } from './algorithms.ts'
import { checkAuthority, checkPath, nameOf } from './certificate-path.ts'
import { readToken, type Token } from './read-token.ts'
import { refuseTimeStamp } from './refuse-time-stamp.ts'
import { findSigningCertificate } from './signing-certificate.ts'

/**
 * Judges an RFC 3161 time stamp over `stamped`: its imprint, its signature, that its certificate is for time stamping
 * and was valid then, and, with anchors, that it follows from one of them. Without any, it is not trusted: whoever made
 * the stamp may have made its authority. Throws `time-stamp-invalid` with the first thing that does not hold.
 */
export function judgeTimeStamp(
  stamp: Uint8Array,
  stamped: Uint8Array,
  anchors: readonly X509Certificate[],
): TimeStampVerdict {
  const token = readToken(stamp)
  if (!token.imprint.equals(createHash('sha256').update(stamped).digest()))
    throw refuseTimeStamp('is of other bytes than the checkpoint')
  const authority = findCertificate(token, anchors)
  if (!isSigned(token, authority.publicKey))
    throw refuseTimeStamp(`was changed: the signature by "${nameOf(authority)}" does not match`)
  checkCertificates(token, authority, anchors)
  return { time: token.time.toISOString(), authority: nameOf(authority), isTrusted: anchors.length > 0 }
}

function findCertificate({ named, certificates }: Token, anchors: readonly X509Certificate[]): X509Certificate {
  return explainMalformed(() => findSigningCertificate(named, [...certificates, ...anchors]))
}

function checkCertificates(token: Token, authority: X509Certificate, anchors: readonly X509Certificate[]): void {
  explainMalformed(() => {
    checkAuthority(authority, token.time)
    if (anchors.length > 0) checkPath(authority, token.certificates, anchors, token.time)
  })
}

function isSigned({ algorithm, digest, signed, signature }: Token, key: KeyObject): boolean {
  const scheme = signatureSchemes.get(algorithm)
  if (scheme === undefined || scheme.keyType !== key.asymmetricKeyType)
    throw refuseTimeStamp(`is signed by an algorithm (${algorithm}) that is not supported`)
  return verify(scheme.digest === undefined ? digest : scheme.digest, signed, key, signature)
}

/** A certificate can be hostile too: what its parser throws becomes the refusal it is. */
function explainMalformed<Result>(check: () => Result): Result {
  try {
    return check()
  } catch (cause) {
    if (cause instanceof LedgerError) throw cause
    throw refuseTimeStamp('relies on a malformed certificate', cause)
  }
}
