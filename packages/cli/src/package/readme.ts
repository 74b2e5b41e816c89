import type { DateRange } from '@evidentia/core'

/** What the auditor's page speaks of. */
export interface ReadmeFacts {
  readonly organization: string
  readonly asOf: string
  readonly period: DateRange
  readonly packedAt: string
  readonly vkey: string
  /** Whether the signing key outlives the package, so that its owner can be asked for it. */
  readonly keyIsKept: boolean
}

/** The page for whoever receives a package: how to check it, what that shows, and what it does not. */
export function renderReadme({ organization, asOf, period, packedAt, vkey, keyIsKept }: ReadmeFacts): string {
  const signed = keyIsKept
    ? `The package is signed with the key below. Ask ${organization} for the key by another way than this
package, and compare; then a match shows that whoever holds that key made the package.`
    : `The package is signed with a key that was made for it and then forgotten. That shows that nothing
changed since packing. It does not show who packed it.`
  const pinned = keyIsKept ? ' --key KEY-YOU-WERE-GIVEN-BY-ANOTHER-WAY' : ''
  return `Compliance package of ${organization}
Answers as of ${asOf}, for ${period.from} to ${period.to}. Packed at ${packedAt}, as the packing machine's clock said.

WHAT IS INSIDE
  matrix.json            every control, evidence requirement and system, and where each stands
  findings.json          every gap, with the facts it follows from
  program/               the program's own files, byte for byte as they were read
  evidence/manifest.yaml what each file was said to prove, when and from where
  artifacts/<sha256>     every evidence file, named by its SHA-256, and the records read out of it (NDJSON)
  log/                   the transparency log: entries, hash tiles, signed checkpoint, public key
  manifest.json          every file with its size and SHA-256
  manifest.note          one signature over the manifest and the log together

HOW TO CHECK IT, without a network and without trusting whoever sent it
  npx evidentia verify PACKAGE.zip${pinned}
or, with Python alone, by a verifier short enough to read before trusting it (a copy is in auditor/; since whoever made
this package chose what lies in it, compare the copy with one from elsewhere):
  python3 verify_package.py PACKAGE.zip${pinned.replace('--key', '--vkey')}
Run every check again on the records it was given, and compare byte by byte:
  npx evidentia rerun --all --package PACKAGE.zip${pinned}
Kept a checkpoint of this log from before? Add --seen FILE: a log that was cut short or rewritten since then shows.

WHO SIGNED
${signed}
  ${vkey}

WHAT A PASSING CHECK SHOWS
  - Every file has the bytes it had when the package was sealed; none was added or removed.
  - Every log entry is there, unchanged and in its order, and each names its evidence by SHA-256.
  - matrix.json and findings.json were sealed together with exactly this evidence and this program. Running
    evidentia assess on the same files, with the catalog version they name, gives the same answer.
  - Each check result in the log names the version of its check, the values of its parameters and the records
    it was given, by SHA-256; evidentia rerun shows that they give this result and no other.

WHAT IT DOES NOT SHOW
  - That the evidence is true. It shows where each file is said to come from, not that the source was honest.
  - When a file was recorded, before it was packed: a folder has no clock of its own. The dates of collection
    are what the manifest claims. Evidence recorded through a server carries the server's time and a receipt.
  - That the folder was complete. Compare its systems and its populations with the systems of record.
`
}
