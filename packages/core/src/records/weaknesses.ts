import { optional, required } from './field.ts'
import { defineRecordType } from './record-type.ts'

const severities = ['critical', 'high', 'medium', 'low', 'informational', 'unknown'] as const

/** A weakness a scanner saw on a target. */
export const vulnerability = defineRecordType({
  says: 'A weakness that a scanner saw on a target, or what a statement (VEX) says of one.',
  key: 'identifier, package or place, and target',
  placedBy: ['scanned', 'lastSeen'],
  fields: {
    identifier: required.text('The CVE where there is one, otherwise the identifier of the scanner.'),
    aliases: optional.texts('Other identifiers of the same weakness.'),
    target: required.text('What was scanned: an image, host, repository or application.'),
    targetId: optional.text('What names the target even after it is renamed: an ARN, a digest, an address.'),
    kind: optional.oneOf(['package', 'host', 'code', 'secret'], 'Where the weakness is.'),
    package: required.anyText('The package or component; empty where the weakness is in none.'),
    installedVersion: required.anyText('The version found; empty where there is none.'),
    fixedVersion: optional.text('The version without the weakness.'),
    location: optional.text('The place in the target: a path and line, a protocol and port.'),
    severity: required.oneOf(severities, 'How severe the source says it is.'),
    score: optional.number('The CVSS base score, of the newest version that the source gives.'),
    exploited: optional.flag('Whether it is known to be exploited, or an exploit is known.'),
    title: optional.anyText('What it is.'),
    status: optional.oneOf(
      ['open', 'fixed', 'accepted', 'false-positive', 'not-affected', 'under-investigation'],
      'What the source says became of it. Null: it was found, and nothing more is said.',
    ),
    statusReason: optional.text('Why, for whatever is not open.'),
    scanner: optional.text('The tool that found it.'),
    published: optional.instant('When the weakness became known.'),
    firstSeen: optional.instant('When the source first saw it on the target.'),
    lastSeen: optional.instant('When the source last saw it on the target.'),
    fixedAt: optional.instant('When the source saw it gone.'),
    due: optional.day('The day by which the source wants it gone.'),
    scanned: optional.instant('When the scan was made.'),
  },
})
