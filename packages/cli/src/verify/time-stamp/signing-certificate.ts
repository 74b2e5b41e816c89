import { createHash, type X509Certificate } from 'node:crypto'
import { AsnConvert, AsnProp, AsnPropTypes, OctetString } from '@peculiar/asn1-schema'
import { AlgorithmIdentifier } from '@peculiar/asn1-x509'
import { digestNames } from './algorithms.ts'
import { refuseTimeStamp } from './refuse-time-stamp.ts'

// SigningCertificate (RFC 2634 5.4) and SigningCertificateV2 (RFC 5035), which bind a signature to one certificate. The
// schema library has neither; its decorators are called as the functions they are, since Node runs no decorators.
class CertificateHash {
  certHash = new OctetString()
  issuerSerial?: ArrayBuffer
}
AsnProp({ type: OctetString })(CertificateHash.prototype, 'certHash')
AsnProp({ type: AsnPropTypes.Any, optional: true })(CertificateHash.prototype, 'issuerSerial')

class CertificateHashV2 {
  hashAlgorithm?: AlgorithmIdentifier
  certHash = new OctetString()
  issuerSerial?: ArrayBuffer
}
AsnProp({ type: AlgorithmIdentifier, optional: true })(CertificateHashV2.prototype, 'hashAlgorithm')
AsnProp({ type: OctetString })(CertificateHashV2.prototype, 'certHash')
AsnProp({ type: AsnPropTypes.Any, optional: true })(CertificateHashV2.prototype, 'issuerSerial')

class SigningCertificate {
  certs: CertificateHash[] = []
  policies?: ArrayBuffer
}
AsnProp({ type: CertificateHash, repeated: 'sequence' })(SigningCertificate.prototype, 'certs')
AsnProp({ type: AsnPropTypes.Any, optional: true })(SigningCertificate.prototype, 'policies')

class SigningCertificateV2 {
  certs: CertificateHashV2[] = []
  policies?: ArrayBuffer
}
AsnProp({ type: CertificateHashV2, repeated: 'sequence' })(SigningCertificateV2.prototype, 'certs')
AsnProp({ type: AsnPropTypes.Any, optional: true })(SigningCertificateV2.prototype, 'policies')

/** The two attributes of a signature that may name its certificate: each undefined when it is not there. */
export interface NamedCertificate {
  readonly v1: ArrayBuffer | undefined
  readonly v2: ArrayBuffer | undefined
}

/** Among `candidates`, the certificate that the signature names by its hash. Throws when it names none of them. */
export function findSigningCertificate(
  { v1, v2 }: NamedCertificate,
  candidates: readonly X509Certificate[],
): X509Certificate {
  const wanted = [...(v1 === undefined ? [] : [readV1(v1)]), ...(v2 === undefined ? [] : [readV2(v2)])]
  if (wanted.length === 0) throw refuseTimeStamp('does not name the certificate it was signed with')
  const found = candidates.find(({ raw }) =>
    wanted.every(({ digest, hash }) => createHash(digest).update(raw).digest().equals(hash)),
  )
  if (found === undefined) throw refuseTimeStamp('does not carry the certificate it was signed with; name it')
  return found
}

function readV1(attribute: ArrayBuffer): { digest: string; hash: Buffer } {
  const [first] = AsnConvert.parse(attribute, SigningCertificate).certs
  // RFC 2634 fixes SHA-1. RFC 5816 keeps it: a second certificate with the hash of a given one is out of reach.
  return { digest: 'sha1', hash: readHash(first) }
}

function readV2(attribute: ArrayBuffer): { digest: string; hash: Buffer } {
  const [first] = AsnConvert.parse(attribute, SigningCertificateV2).certs
  const digest = first?.hashAlgorithm === undefined ? 'sha256' : digestNames.get(first.hashAlgorithm.algorithm)
  if (digest === undefined) throw refuseTimeStamp('names its certificate by a hash that is not SHA-2')
  return { digest, hash: readHash(first) }
}

function readHash(named: CertificateHash | CertificateHashV2 | undefined): Buffer {
  if (named === undefined) throw refuseTimeStamp('does not name the certificate it was signed with')
  return Buffer.from(named.certHash.buffer)
}
