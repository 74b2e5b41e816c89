import { EvidentiaError, type Actor, type FactBody, type FactKind, type TypedRecord } from '@evidentia/core'
import { type Kysely, sql, type Transaction } from 'kysely'
import { insertSmall, type UnsealedArtifact } from '../blobs/insert-small.ts'
import type { AppendedTree } from '../log/appended-tree.ts'
import { LogAppender } from '../log/appender.ts'
import { GroupCommit } from '../log/group-commit.ts'
import { encodeFact, readOwnEntry } from '../log/sealed-fact.ts'
import { type EntryOf, project, projectEvidence } from './projection/project.ts'
import type { Tables } from './tables.ts'
import type { ReadDerived } from './projection/records.ts'

/** Evidence that is sealed between two rounds to the database: half of a batch is worked on there while the other is here. */
const itemsAtOnce = 32

/** In which organization, on whose behalf and for which request something happens. */
export interface Scope {
  readonly organization: string
  readonly actor: Actor
  readonly request: string | null
}

/** Reads one organization. The database refuses writes in it and shows no other organization's rows. */
export interface Reader {
  readonly organization: string
  readonly db: Pick<Transaction<Tables>, 'selectFrom' | 'fn' | 'with'>
}

/** What sealing a fact gives. */
export interface Sealed {
  readonly entry: number
  readonly recordedAt: string
}

/** Writes one organization, by sealing facts: there is no other way. */
export interface Writer extends Reader {
  /** Checks the fact, appends it to the log and applies it to the tables, in this transaction. */
  seal<K extends FactKind>(kind: K, fact: FactBody<K>): Promise<Sealed>
}

/** Evidence that is sealed as a whole or not at all, on behalf of one scope. */
export interface EvidenceUnit {
  readonly scope: Scope
  readonly items: readonly EvidenceToSeal[]
  /** Derived records that are at hand, by digest: those of small artifacts cannot be read from the store before the commit. */
  readonly records: ReadonlyMap<string, () => AsyncIterable<TypedRecord>>
}

export interface EvidenceToSeal {
  readonly fact: FactBody<'evidence-recorded'>
  /** What it stands on and is written in the same commit. */
  readonly artifacts: readonly UnsealedArtifact[]
}

/** One piece of evidence as its entry holds it. */
export type SealedEvidence = EntryOf<'evidence-recorded'> & { readonly body: Uint8Array }

/** Writes evidence of several callers of one organization with as many statements as one caller takes. */
export interface EvidenceWriter extends Reader {
  /** Returns what was sealed of each unit. All of it fails when one of them cannot be sealed. */
  sealEvidence(units: readonly EvidenceUnit[]): Promise<readonly (readonly SealedEvidence[])[]>
}

/** A transaction on the tables of the installation: people, credentials, sessions. It can enter organizations to seal what happened. */
export interface InstallationWriter {
  readonly db: Transaction<Tables>
  /** Seals in one organization within this same transaction, so that the effect and its entry stand or fall together. */
  inOrganization<T>(scope: Scope, work: (writer: Writer) => Promise<T>): Promise<T>
}

/** A transaction that several writers of one organization share: one lock, one commit. */
interface SharedWrite {
  readonly tx: Transaction<Tables>
  readonly log: LogAppender
}

/** The only ways to the database. */
export class Transactions {
  readonly #db: Kysely<Tables>
  readonly #readDerived: ReadDerived
  readonly #refused = new Map<string, string>()
  readonly #shared = new GroupCommit<SharedWrite>(async (organization, fill) =>
    this.#db.transaction().execute(async (tx) => {
      const log = await LogAppender.open(tx, organization)
      await fill({ tx, log })
      await log.flush(tx)
    }),
  )
  readonly #listeners: ((organization: string, kinds: ReadonlySet<FactKind>) => void)[] = []

  constructor(db: Kysely<Tables>, readDerived: ReadDerived) {
    this.#db = db
    this.#readDerived = readDerived
  }

  /** From now on nothing is sealed in this organization, and so nothing changes in it: `reason` is the answer to every attempt. */
  refuseWrites(organization: string, reason: string): void {
    this.#refused.set(organization, reason)
  }

  /** Calls `listener` after each commit that sealed facts. */
  onSealed(listener: (organization: string, kinds: ReadonlySet<FactKind>) => void): void {
    this.#listeners.push(listener)
  }

  /** One consistent view of one organization. */
  async read<T>(scope: Pick<Scope, 'organization'>, work: (reader: Reader) => Promise<T>): Promise<T> {
    return this.#db
      .transaction()
      .setIsolationLevel('repeatable read')
      .setAccessMode('read only')
      .execute(async (tx) => {
        await enter(tx, scope.organization)
        return work({ organization: scope.organization, db: tx })
      })
  }

  /**
   * The only way to change an organization. A change that seals nothing is a defect and is rolled back. Writes that come at the
   * same time share one commit, each with a savepoint of its own; `work` must not write to the same organization again.
   */
  async write<T>(scope: Scope, work: (writer: Writer) => Promise<T>): Promise<T> {
    const sealedIn = new Map<string, Set<FactKind>>()
    const result = await this.#shared.join(scope.organization, async ({ tx, log }) => {
      const takeBack = log.mark()
      await sql`savepoint writer`.execute(tx)
      try {
        const done = await this.#seal(tx, scope, log, sealedIn, work)
        await sql`release savepoint writer`.execute(tx)
        return done
      } catch (error) {
        takeBack()
        await sql`rollback to savepoint writer`.execute(tx)
        throw error
      }
    })
    this.#tellSealed(sealedIn)
    return result
  }

  /**
   * Seals evidence of several callers of one organization in a transaction of its own: all of it, or nothing when a statement
   * fails. Returns the tree as it was committed, which proves what was sealed.
   */
  async writeEvidence<T>(
    organization: string,
    work: (writer: EvidenceWriter) => Promise<T>,
  ): Promise<{ done: T; tree: AppendedTree }> {
    this.#refuseStopped(organization)
    let isSealed = false
    const written = await this.#db.transaction().execute(async (tx) => {
      const log = await LogAppender.open(tx, organization)
      const done = await work({
        organization,
        db: tx,
        sealEvidence: async (units) => {
          isSealed ||= units.length > 0
          return sealUnits(tx, log, units, this.#readDerivedOf(units))
        },
      })
      const tree = log.tree()
      await log.flush(tx)
      return { done, tree }
    })
    if (isSealed) this.#tellSealed(new Map([[organization, new Set<FactKind>(['evidence-recorded'])]]))
    return written
  }

  #readDerivedOf(units: readonly EvidenceUnit[]): ReadDerived {
    const atHand = new Map(units.flatMap(({ records }) => [...records]))
    return {
      ...this.#readDerived,
      records: (organization, sha256) => atHand.get(sha256)?.() ?? this.#readDerived.records(organization, sha256),
    }
  }

  /** Creates an organization: begins its log and seals the first facts. */
  async begin<T>(scope: Scope, work: (writer: Writer) => Promise<T>): Promise<T> {
    return this.#run(async (tx, sealedIn) => {
      await enter(tx, scope.organization)
      const log = await LogAppender.begin(tx, scope.organization)
      const result = await this.#seal(tx, scope, log, sealedIn, work)
      await log.flush(tx)
      return result
    })
  }

  /** Changes people, credentials and sessions; what belongs in a log is sealed through `inOrganization`. */
  async installation<T>(work: (writer: InstallationWriter) => Promise<T>): Promise<T> {
    return this.#run((tx, sealedIn) =>
      work({
        db: tx,
        inOrganization: async (scope, inner) => {
          const log = await LogAppender.open(tx, scope.organization)
          const result = await this.#seal(tx, scope, log, sealedIn, inner)
          await log.flush(tx)
          await enter(tx, '')
          return result
        },
      }),
    )
  }

  /** Tables of an organization that are outside the log: kept answers and caches. */
  async cache<T>(organization: string, work: (db: Transaction<Tables>) => Promise<T>): Promise<T> {
    return this.#db.transaction().execute(async (tx) => {
      await enter(tx, organization)
      return work(tx)
    })
  }

  async #run<T>(work: (tx: Transaction<Tables>, sealedIn: Map<string, Set<FactKind>>) => Promise<T>): Promise<T> {
    const sealedIn = new Map<string, Set<FactKind>>()
    const result = await this.#db.transaction().execute(async (tx) => work(tx, sealedIn))
    this.#tellSealed(sealedIn)
    return result
  }

  #refuseStopped(organization: string): void {
    const refused = this.#refused.get(organization)
    if (refused === undefined) return
    throw new EvidentiaError('unavailable', refused, {
      remedy: 'Ask the operator to restore the newest backup and to run evidentia-server fsck.',
    })
  }

  #tellSealed(sealedIn: ReadonlyMap<string, ReadonlySet<FactKind>>): void {
    for (const [organization, kinds] of sealedIn) for (const listener of this.#listeners) listener(organization, kinds)
  }

  /** Runs `work` and applies what it seals to the tables. The entries are written when the caller flushes the log. */
  async #seal<T>(
    tx: Transaction<Tables>,
    scope: Scope,
    log: LogAppender,
    sealedIn: Map<string, Set<FactKind>>,
    work: (writer: Writer) => Promise<T>,
  ): Promise<T> {
    const { organization } = scope
    this.#refuseStopped(organization)
    const kinds = sealedIn.get(organization) ?? new Set<FactKind>()
    const before = log.size
    const result = await work({
      organization,
      db: tx,
      seal: async (kind, fact) => {
        const entry = appendFact(log, scope, kind, fact)
        await project(tx, entry, this.#readDerived)
        kinds.add(kind)
        return { entry: entry.index, recordedAt: entry.sealed.recordedAt }
      },
    })
    if (log.size === before)
      throw new EvidentiaError('internal', 'A change was about to be made without an entry in the log.')
    sealedIn.set(organization, kinds)
    return result
  }
}

/** Appends one fact. What it returns is read back from the entry: what a rebuild will read is what is projected now. */
function appendFact<K extends FactKind>(
  log: LogAppender,
  { organization, actor, request }: Scope,
  kind: K,
  fact: FactBody<K>,
): EntryOf<K> & { readonly body: Uint8Array } {
  const at = log.nextInstant()
  const body = encodeFact(kind, fact, { organization, recordedAt: at.toISOString(), actor, request })
  return { ...readOwnEntry(kind, log.append(body, at), body), body }
}

/** Appends the facts of several units, and writes their rows and their bytes. */
async function sealUnits(
  tx: Transaction<Tables>,
  log: LogAppender,
  units: readonly EvidenceUnit[],
  readDerived: ReadDerived,
): Promise<readonly (readonly SealedEvidence[])[]> {
  const sealed = new Map<EvidenceUnit, SealedEvidence[]>(units.map((unit) => [unit, []]))
  const items = units.flatMap((unit) => unit.items.map((item) => ({ unit, ...item })))
  let projecting: Promise<void> = Promise.resolve()
  for (let at = 0; at < items.length; at += itemsAtOnce) {
    const some = items.slice(at, at + itemsAtOnce)
    // PostgreSQL works on one part while this process seals and encodes the next.
    const storing = insertSmall(
      tx,
      log.organization,
      some.flatMap(({ artifacts }) => artifacts),
    )
    const entries = some.map(({ unit, fact }) => {
      const entry = appendFact(log, unit.scope, 'evidence-recorded', fact)
      sealed.get(unit)?.push(entry)
      return entry
    })
    await Promise.all([projecting, storing])
    projecting = projectEvidence(tx, entries, readDerived)
  }
  await projecting
  return units.map((unit) => sealed.get(unit) ?? [])
}

/** Makes row-level security show one organization until this transaction ends, or none for ''. */
export async function enter(tx: Transaction<Tables>, organization: string): Promise<void> {
  const { rows } = await sql<{
    organization: string
  }>`select set_config('app.organization', ${organization}, true) as organization`.execute(tx)
  if (rows[0]?.organization !== organization)
    throw new EvidentiaError('internal', 'The transaction could not be bound to its organization.')
}
