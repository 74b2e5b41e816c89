import { createHash, X509Certificate } from 'node:crypto'
import { Attribute, ContentInfo, SignedData, type SignerInfo } from '@peculiar/asn1-cms'
import { AsnArray, AsnConvert, AsnType, AsnTypeTypes } from '@peculiar/asn1-schema'
import { id_ct_tstInfo, PKIStatus, TimeStampResp, TSTInfo, TSTInfoVersion } from '@peculiar/asn1-tsp'
import { digestNames } from './algorithms.ts'
import { refuseTimeStamp } from './refuse-time-stamp.ts'
import type { NamedCertificate } from './signing-certificate.ts'

const SIGNED_DATA = '1.2.840.113549.1.7.2'
const CONTENT_TYPE = '1.2.840.113549.1.9.3'
const MESSAGE_DIGEST = '1.2.840.113549.1.9.4'
const SIGNING_CERTIFICATE = '1.2.840.113549.1.9.16.2.12'
const SIGNING_CERTIFICATE_V2 = '1.2.840.113549.1.9.16.2.47'
const CERTIFICATES_LIMIT = 16

/** RFC 5652 5.4: signed as a SET OF, though sent as [0]. */
class SignedAttributes extends AsnArray<Attribute> {}
AsnType({ type: AsnTypeTypes.Set, itemType: Attribute })(SignedAttributes)

/** What an authority signed, and what is needed to check that it did. Nothing in it is believed yet but its form. */
export interface Token {
  /** The SHA-256 that was stamped. */
  readonly imprint: Buffer
  readonly time: Date
  readonly certificates: readonly X509Certificate[]
  readonly named: NamedCertificate
  /** Object identifier of how it is signed. */
  readonly algorithm: string
  /** The signer's hash, as Node names it. */
  readonly digest: string
  /** What the signature is over: the signed attributes, as the SET they are hashed as (RFC 5652 5.4). */
  readonly signed: Buffer
  readonly signature: Buffer
}

/** Reads a TimeStampResp (RFC 3161 2.4.2). Throws `time-stamp-invalid` for one that is malformed or was not granted. */
export function readToken(bytes: Uint8Array): Token {
  try {
    return readResponse(AsnConvert.parse(bytes, TimeStampResp))
  } catch (cause) {
    if (cause instanceof Error && cause.name === 'LedgerError') throw cause
    throw refuseTimeStamp('is malformed: it is not the answer of an RFC 3161 authority', cause)
  }
}

function readResponse({ status, timeStampToken }: TimeStampResp): Token {
  if (status.status > PKIStatus.grantedWithMods || timeStampToken === undefined)
    throw refuseTimeStamp('was not granted')
  const { contentType, content } = AsnConvert.parse(AsnConvert.serialize(timeStampToken), ContentInfo)
  if (contentType !== SIGNED_DATA) throw refuseTimeStamp('is not signed data')
  const { encapContentInfo, signerInfos, certificates } = AsnConvert.parse(content, SignedData)
  const info = encapContentInfo.eContent?.single?.buffer
  const [signer, ...others] = signerInfos
  if (encapContentInfo.eContentType !== id_ct_tstInfo || info === undefined) throw refuseTimeStamp('holds no time')
  if (signer === undefined || others.length > 0) throw refuseTimeStamp('must have exactly one signature')
  const { version, messageImprint, genTime, extensions } = AsnConvert.parse(info, TSTInfo)
  if (version !== TSTInfoVersion.v1) throw refuseTimeStamp('is of another version than 1')
  if (extensions?.some(({ critical }) => critical)) throw refuseTimeStamp('has a critical extension we do not know')
  if (digestNames.get(messageImprint.hashAlgorithm.algorithm) !== 'sha256') throw refuseTimeStamp('is not of a SHA-256')
  return {
    imprint: Buffer.from(messageImprint.hashedMessage.buffer),
    time: genTime,
    certificates: [...(certificates ?? [])]
      .slice(0, CERTIFICATES_LIMIT)
      .flatMap(({ certificate }) => (certificate === undefined ? [] : [AsnConvert.serialize(certificate)]))
      .map((der) => new X509Certificate(Buffer.from(der))),
    ...readSigner(signer, info),
  }
}

type Signer = Pick<Token, 'named' | 'algorithm' | 'digest' | 'signed' | 'signature'>

function readSigner(signer: SignerInfo, content: ArrayBuffer): Signer {
  const { signedAttrs = [], digestAlgorithm, signatureAlgorithm, signature } = signer
  const digest = digestNames.get(digestAlgorithm.algorithm)
  if (digest === undefined) throw refuseTimeStamp('is signed over a hash that is not SHA-2')
  const type = findAttribute(signedAttrs, CONTENT_TYPE)
  if (type === undefined || !Buffer.from(type).equals(encodedTstInfo))
    throw refuseTimeStamp('is signed as something else')
  const messageDigest = Buffer.from(findAttribute(signedAttrs, MESSAGE_DIGEST) ?? new ArrayBuffer())
  const found = createHash(digest).update(Buffer.from(content)).digest()
  // An OCTET STRING shorter than 128 bytes: its tag, its length, its content.
  if (!messageDigest.equals(Buffer.concat([Buffer.of(0x04, found.length), found])))
    throw refuseTimeStamp('was changed: its signature is over other content')
  return {
    named: {
      v1: findAttribute(signedAttrs, SIGNING_CERTIFICATE),
      v2: findAttribute(signedAttrs, SIGNING_CERTIFICATE_V2),
    },
    algorithm: signatureAlgorithm.algorithm,
    digest,
    signed: Buffer.from(AsnConvert.serialize(new SignedAttributes(signedAttrs))),
    signature: Buffer.from(signature.buffer),
  }
}

/** id-ct-TSTInfo as DER. */
const encodedTstInfo = Buffer.from('060b2a864886f70d0109100104', 'hex')

/** The one value of an attribute; undefined when it is not there. */
function findAttribute(attributes: readonly Attribute[], type: string): ArrayBuffer | undefined {
  const values = attributes.filter(({ attrType }) => attrType === type).flatMap(({ attrValues }) => attrValues)
  if (values.length > 1) throw refuseTimeStamp('has a signed attribute twice')
  return values[0]
}
