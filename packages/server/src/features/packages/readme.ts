import type { PackageSelection } from '@evidentia/core'

/** What the page in a package speaks of. */
export interface ReadmeFacts {
  readonly name: string
  readonly createdAt: string
  readonly selection: PackageSelection
  readonly vkey: string
  readonly entries: number
  readonly withheld: number
}

/** The page for whoever receives a package of a server's log: how to check it, what that shows, and what it does not. */
export function renderReadme({ name, createdAt, selection, vkey, entries, withheld }: ReadmeFacts): string {
  const { period, frameworks } = selection
  const asked = [
    period === undefined ? 'of all time' : `effective within ${period.from} to ${period.to}`,
    frameworks === undefined ? 'for all frameworks' : `for ${frameworks.join(', ')}`,
  ].join(', ')
  return `Log and evidence of ${name}
Packed at ${createdAt} by the server that keeps the log. Evidence ${asked}.

WHAT IS INSIDE
  log/                   the whole transparency log: ${entries} entries, hash tiles, signed checkpoint, keys, and where
                         there are such, cosignatures, the time stamp and the proofs of changes of key
  artifacts/<sha256>     the evidence files, named by their SHA-256, the records read out of them (NDJSON), and of each
                         population that was shared with auditors its rows and the appendix of its card (NDJSON)
  manifest.json          every file with its size and SHA-256; ${withheld} files that the log names are withheld, with reasons
  manifest.note          one signature over the manifest and the log together

Each log entry is a statement: who recorded what, when by the server's clock, from which address, and for evidence the
SHA-256 of its file, what it proves, and for which period.

HOW TO CHECK IT, without a network and without trusting whoever sent it
  npx evidentia verify PACKAGE.zip --key KEY-YOU-WERE-GIVEN-BY-ANOTHER-WAY
or, with Python alone, by a verifier short enough to read before trusting it (a copy is in auditor/; since whoever made
this package chose what lies in it, compare the copy with one from elsewhere):
  python3 verify_package.py PACKAGE.zip --vkey KEY-YOU-WERE-GIVEN-BY-ANOTHER-WAY
Kept a checkpoint of this log from before? Add --seen FILE: a log that was cut short or rewritten since then shows.

HOW TO DRAW A POPULATION AGAIN, from the records in here, and compare
  npx evidentia population PACKAGE.zip          lists the populations
  npx evidentia population PACKAGE.zip po_...   draws one again and names every difference

WHO SIGNED
Ask ${name} for the key by another way than this package, and compare:
  ${vkey}

WHAT A PASSING CHECK SHOWS
  - Every file has the bytes it had when it was recorded; none was added or removed since.
  - Every log entry is there, unchanged and in its order, and each names its evidence by SHA-256.

WHAT IT DOES NOT SHOW
  - That the evidence is true. It shows who brought each file and where it is said to come from.
  - That the log was not rolled back before it was packed: only a checkpoint kept outside shows that.
`
}
