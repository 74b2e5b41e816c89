import { createHash } from 'node:crypto'
import {
  EvidentiaError,
  type FactBody,
  factKindOf,
  type FactKind,
  factSchemas,
  type SealedFact,
  sealedFactSchema,
  statementOf,
} from '@evidentia/core'
import {
  canonicalize,
  decodeStatement,
  encodeStatement,
  type JsonObject,
  type JsonValue,
  LedgerError,
} from '@evidentia/ledger'

/** A fact as the log holds it, ready to be projected. */
export type Entry = {
  [K in FactKind]: {
    readonly kind: K
    readonly index: number
    readonly sealed: Omit<SealedFact, 'fact'>
    readonly fact: FactBody<K>
  }
}[FactKind]

/** The bytes of the log entry that seals `fact`. Throws EvidentiaError when the fact is not what its kind demands. */
export function encodeFact<K extends FactKind>(
  kind: K,
  fact: FactBody<K>,
  envelope: Omit<SealedFact, 'fact'>,
): Uint8Array {
  const checked = factSchemas[kind].parse(fact) as FactBody<K>
  const statement = statementOf(kind, checked, envelope, digestOf)
  try {
    const subject = statement.subject.map((one) => ({ ...one }))
    return encodeStatement({
      _type: statement._type,
      subject,
      predicateType: statement.predicateType,
      predicate: toJson({ ...statement.predicate, ...keysOf(kind, checked) }),
    })
  } catch (cause) {
    if (cause instanceof LedgerError && cause.code === 'statement-too-large') {
      throw new EvidentiaError(
        'too-large',
        'This is more than one log entry holds (64 KiB); shorten it, or record it as a file.',
        { cause },
      )
    }
    throw cause
  }
}

/** Reads an entry back. Throws when it is not one of ours: the log then holds something this version cannot replay. */
export function decodeFact(index: number, body: Uint8Array): Entry {
  const statement = decodeStatement(body)
  const kind = factKindOf(statement.predicateType)
  if (kind === null)
    throw new EvidentiaError(
      'internal',
      `Log entry ${index} is of a kind this version does not know: ${statement.predicateType}.`,
    )
  const { from, to, ...predicate } = statement.predicate
  const { fact, ...sealed } = sealedFactSchema.parse(kind === 'log-key-rotated' ? predicate : statement.predicate)
  if (kind === 'log-key-rotated' && (from !== fact['from'] || to !== fact['to']))
    throw new EvidentiaError('internal', `Log entry ${index} names its keys twice and not the same.`)
  return { kind, index, sealed, fact: factSchemas[kind].parse(fact) } as Entry
}

/**
 * An entry of ours, for who has just encoded it or reads what a projection once accepted: neither its schema nor its spelling is
 * checked again. fsck and a rebuild check both.
 */
export function readOwnEntry<K extends FactKind>(
  kind: K,
  index: number,
  body: Uint8Array,
): Extract<Entry, { kind: K }> {
  const text = Buffer.from(body.buffer, body.byteOffset, body.length).toString('utf8')
  const { predicate }: { predicate: SealedFact } = JSON.parse(text)
  const { fact, ...sealed } = predicate
  return { kind, index, sealed, fact } as Entry as Extract<Entry, { kind: K }>
}

/** A change of the log's key bears both keys in the predicate itself: verifiers know nothing of our facts (ledger format, 11). */
function keysOf(kind: FactKind, fact: FactBody<FactKind>): { readonly from?: string; readonly to?: string } {
  return kind === 'log-key-rotated' && 'from' in fact && 'to' in fact ? { from: fact.from, to: fact.to } : {}
}

/** SHA-256 over the canonical JSON (RFC 8785) of a value, lower-case hexadecimal. */
function digestOf(value: unknown): string {
  return createHash('sha256')
    .update(canonicalize(toJson(value)))
    .digest('hex')
}

// Drops what JSON does not have (undefined), so that the value is exactly what will be read back.
function toJson(value: unknown): JsonObject & JsonValue {
  return JSON.parse(JSON.stringify(value))
}
