import type { X509Certificate } from 'node:crypto'
import { AsnConvert } from '@peculiar/asn1-schema'
import { BasicConstraints, Certificate, ExtendedKeyUsage, type Extension } from '@peculiar/asn1-x509'
import { signatureSchemes } from './algorithms.ts'
import { refuseTimeStamp } from './refuse-time-stamp.ts'

const KEY_USAGE = '2.5.29.15'
const BASIC_CONSTRAINTS = '2.5.29.19'
const EXTENDED_KEY_USAGE = '2.5.29.37'
const TIME_STAMPING = '1.3.6.1.5.5.7.3.8'
/** Critical extensions that are read here; a certificate with any other is refused (RFC 5280 4.2). */
const understood: ReadonlySet<string> = new Set([KEY_USAGE, BASIC_CONSTRAINTS, EXTENDED_KEY_USAGE])
const PATH_LIMIT = 8

/** RFC 3161 2.3: a certificate for time stamping alone, and critically so, valid when it stamped. */
export function checkAuthority(certificate: X509Certificate, time: Date): void {
  const usage = readExtensions(certificate).find(({ extnID }) => extnID === EXTENDED_KEY_USAGE)
  const purposes = usage === undefined ? [] : [...AsnConvert.parse(usage.extnValue.buffer, ExtendedKeyUsage)]
  if (usage === undefined || !usage.critical || purposes.length !== 1 || purposes[0] !== TIME_STAMPING)
    throw refuseTimeStamp(
      `is signed with the certificate "${nameOf(certificate)}", which is not for time stamping only (critical extended key usage)`,
    )
  const problem = explainUnfit(certificate, time)
  if (problem !== undefined) throw refuseTimeStamp(problem)
}

/**
 * Follows issuers from the authority's certificate to one that the reader trusts. Each must be valid at the time, be a
 * certificate authority's, and have signed the one below it. Whether one was revoked is not looked up: that needs the
 * network. Throws, naming the nearest reason.
 */
export function checkPath(
  authority: X509Certificate,
  carried: readonly X509Certificate[],
  anchors: readonly X509Certificate[],
  time: Date,
): void {
  const problems: string[] = []
  if (!leadsToAnchor(authority, 0, { carried, anchors, time, problems }))
    throw refuseTimeStamp(
      problems[0] ?? `is by "${nameOf(authority)}", whose certificate does not follow from the one you trust`,
    )
}

interface Search {
  readonly carried: readonly X509Certificate[]
  readonly anchors: readonly X509Certificate[]
  readonly time: Date
  readonly problems: string[]
}

/** `depth`: how many certificates are below this one, the authority's own included. */
function leadsToAnchor(certificate: X509Certificate, depth: number, search: Search): boolean {
  const { carried, anchors, time, problems } = search
  if (anchors.some(({ raw }) => raw.equals(certificate.raw))) return true
  if (depth === PATH_LIMIT) return false
  return [...anchors, ...carried].some((issuer) => {
    if (issuer.raw.equals(certificate.raw) || !certificate.checkIssued(issuer)) return false
    if (!isSignedBy(certificate, issuer)) return false
    const problem = explainUnfit(issuer, time) ?? explainNoIssuer(issuer, depth)
    if (problem !== undefined) problems.push(problem)
    return problem === undefined && leadsToAnchor(issuer, depth + 1, search)
  })
}

function isSignedBy(certificate: X509Certificate, issuer: X509Certificate): boolean {
  // Node would also verify signatures over MD5 and SHA-1.
  const { signatureAlgorithm } = AsnConvert.parse(certificate.raw, Certificate)
  return signatureSchemes.has(signatureAlgorithm.algorithm) && certificate.verify(issuer.publicKey)
}

function explainUnfit(certificate: X509Certificate, time: Date): string | undefined {
  const { validFromDate, validToDate } = certificate
  if (time < validFromDate || time > validToDate) {
    const days = [validFromDate, validToDate].map((date) => date.toISOString().slice(0, 10)).join(' to ')
    return `is of ${time.toISOString()}, when the certificate "${nameOf(certificate)}" (${days}) was not valid`
  }
  const unknown = readExtensions(certificate).find(({ critical, extnID }) => critical && !understood.has(extnID))
  return unknown === undefined
    ? undefined
    : `relies on the certificate "${nameOf(certificate)}" with the critical extension ${unknown.extnID}, unknown here`
}

function explainNoIssuer(certificate: X509Certificate, depth: number): string | undefined {
  const found = readExtensions(certificate).find(({ extnID }) => extnID === BASIC_CONSTRAINTS)
  const constraints = found === undefined ? undefined : AsnConvert.parse(found.extnValue.buffer, BasicConstraints)
  if (!certificate.ca || constraints?.cA !== true)
    return `relies on "${nameOf(certificate)}", which is no certificate authority`
  // The authority's own certificate does not count (RFC 5280 4.2.1.9).
  if (constraints.pathLenConstraint !== undefined && depth > constraints.pathLenConstraint)
    return `relies on a longer chain of certificates than "${nameOf(certificate)}" allows`
  return undefined
}

function readExtensions(certificate: X509Certificate): readonly Extension[] {
  return AsnConvert.parse(certificate.raw, Certificate).tbsCertificate.extensions ?? []
}

/** The subject on one line. */
export function nameOf({ subject }: X509Certificate): string {
  return subject.replaceAll('\n', ', ')
}
