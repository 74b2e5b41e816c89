import {
  decodeStatement,
  describeLedgerError,
  sha256HexOfStream,
  type Statement,
  verifyReceipt,
} from '@evidentia/ledger'
import type { ReceiptFile } from './receipt-file.ts'
import { readChunks } from '../folder/read-chunks.ts'

/** What the reader of a receipt brings: the keys they trust, and the file it should be about. */
export interface ReceiptQuestion {
  readonly vkeys?: readonly string[] | undefined
  readonly artifact?: string | undefined
}

/** What was checked of a receipt, and everything that does not hold. */
export interface ReceiptReport {
  readonly ok: boolean
  readonly checked: {
    readonly entry: number
    readonly origin: string | null
    readonly size: number | null
    readonly signedBy: readonly { readonly name: string; readonly keyId: string; readonly pinned: boolean }[]
    readonly predicateType: string | null
    readonly subjects: readonly { readonly name: string; readonly sha256: string }[]
    readonly recordedAt: string | null
    /** SHA-256 of the file given with `--artifact`. */
    readonly artifact: string | null
  }
  readonly problems: readonly { readonly where: string; readonly problem: string }[]
}

type Problem = ReceiptReport['problems'][number]

/** Checks that the entry is in the signed log, is a statement, and is about the given file. Never throws for its content. */
export async function checkReceipt(receipt: ReceiptFile, { vkeys, artifact }: ReceiptQuestion): Promise<ReceiptReport> {
  const problems: Problem[] = []
  const { entry, leaf, proof, verifierKey } = receipt
  const trusted = vkeys ?? [verifierKey]
  const verdict = await verifyReceipt({ receipt: Buffer.from(proof, 'utf8'), leaf, vkeys: trusted })
  if (!verdict.ok) problems.push({ where: 'proof', problem: verdict.problem })
  else if (verdict.index !== entry) {
    problems.push({
      where: 'entry',
      problem: `The receipt says entry ${entry}, its proof is of entry ${verdict.index}.`,
    })
  }
  const statement = readStatement(leaf, problems)
  const digest = artifact === undefined ? null : (await sha256HexOfStream(readChunks(artifact))).sha256
  if (digest !== null) problems.push(...explainOtherFile(digest, statement))
  return {
    ok: problems.length === 0,
    checked: {
      entry,
      origin: verdict.ok ? verdict.origin : null,
      size: verdict.ok ? verdict.size : null,
      signedBy: verdict.ok ? verdict.signedBy.map((key) => ({ ...key, pinned: vkeys !== undefined })) : [],
      predicateType: statement?.predicateType ?? null,
      subjects: statement?.subject.map(({ name, digest: { sha256 } }) => ({ name, sha256 })) ?? [],
      recordedAt: readInstant(statement),
      artifact: digest,
    },
    problems,
  }
}

function readStatement(leaf: Uint8Array, problems: Problem[]): Statement | null {
  try {
    return decodeStatement(leaf)
  } catch (error) {
    problems.push({ where: 'leaf', problem: describeLedgerError(error) })
    return null
  }
}

function readInstant(statement: Statement | null): string | null {
  const instant = statement?.predicate['recordedAt']
  return typeof instant === 'string' ? instant : null
}

function explainOtherFile(sha256: string, statement: Statement | null): Problem[] {
  const sealed = statement?.subject.filter(({ name }) => name.startsWith('artifact:')) ?? []
  if (sealed.some(({ digest }) => digest.sha256 === sha256)) return []
  const [first] = sealed
  const instead = first === undefined ? 'The entry seals no artifact' : `The entry seals ${first.digest.sha256}`
  return [{ where: 'artifact', problem: `${instead}; the file has SHA-256 ${sha256}, so it is not the one sealed.` }]
}
