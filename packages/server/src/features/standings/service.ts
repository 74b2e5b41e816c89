import { createHash } from 'node:crypto'
import {
  type Catalog,
  type CheckShelf,
  dateOfInstant,
  dayNumber,
  describeRow,
  followRow,
  judgeRow,
  type Knowledge,
  Obligations,
  organizationOn,
  type Program,
  ProgramHistory,
  type Row,
  type RowIdentity,
  type Timeline,
} from '@evidentia/core'
import type { Reader, Transactions } from '../../platform/db/transactions.ts'
import type { DocumentService } from '../documents/service.ts'
import type { EvidenceService } from '../evidence/service.ts'
import { countByControl, countRows, listTurns, type StatusCounts, type Turn } from './counts.ts'
import { type KnownProgram, readKnowledge } from './knowledge.ts'
import { pageKeys, type RowSort } from './page.ts'
import { toTableRow } from './rows.ts'
import type { RowFilter } from './selection.ts'
import type { CacheTransaction } from './store.ts'
import * as store from './store.ts'
import { findTouched, readNews } from './touched.ts'

interface Parts {
  readonly transactions: Transactions
  readonly catalog: Catalog
  readonly checks: CheckShelf
  readonly documents: DocumentService
  readonly evidence: EvidenceService
  /** The release that runs: another one may judge otherwise, so rows are followed anew. */
  readonly release: string
  /** Whoever follows the rows; absent means nobody. */
  readonly followers?: readonly RowFollower[]
  /** What time it is; absent means by the clock of this machine. */
  readonly now?: () => Date
}

/** How far the rows of an organization were followed: every answer is that of this entry and this day. */
export interface Followed {
  readonly entry: number
  readonly today: string
  readonly program: KnownProgram
}

/** A page of the matrix: which rows, in which order, as of which day; absent means today. */
export interface ListQuestion {
  readonly filter: RowFilter
  readonly sort: RowSort
  readonly descends: boolean
  readonly asOf?: string | undefined
  readonly cursor: string | undefined
  readonly limit: number
  /** Whether the page comes with the counts of all rows, which are counted anew after each new entry. */
  readonly counted: boolean
}

/** How a programme stands on a day: how many rows of each control in each status; a control that owes nothing has none. */
export interface Stand {
  readonly asOf: string
  readonly program: Program
  readonly counts: ReadonlyMap<string, StatusCounts>
}

export interface StandingPage {
  readonly asOf: string
  readonly program: Program
  readonly rows: readonly Row[]
  readonly next: string | null
  readonly total: number
  /** How many rows of each control stand in each status on that day, whatever the filter; null where nobody asked. */
  readonly counts: ReadonlyMap<string, StatusCounts> | null
}

/** A row that was followed anew. */
export interface FollowedRow {
  readonly row: RowIdentity
  readonly timeline: Timeline
}

/** Follows what follows from rows, in the transaction that keeps them, so that it is never older than they are. */
export interface RowFollower {
  /** Rows that were followed anew up to `today`, and what they were judged by. */
  readonly followRows: (
    db: CacheTransaction,
    organization: string,
    rows: readonly FollowedRow[],
    knowledge: Knowledge,
    today: string,
  ) => Promise<void>
  /** Comes when no row is behind. `from` is the first entry that is new; null where everything was followed from nothing. */
  readonly followRest?: (
    db: CacheTransaction,
    organization: string,
    followed: Followed,
    from: number | null,
  ) => Promise<void>
}

const rowsAtOnce = 500
const programsKept = 32
const answersKept = 400

/**
 * Keeps the timeline of every row, and brings up to date only those that something new can have changed. Whoever asks is answered
 * as of the newest entry: what is behind is followed first.
 */
export class StandingService {
  readonly #parts: Parts
  #rules: string | null = null
  readonly #programs = new Map<string, { readonly entry: number; readonly program: KnownProgram }>()
  readonly #following = new Map<string, Promise<Followed>>()
  readonly #answers = new Map<string, Promise<unknown>>()

  constructor(parts: Parts) {
    this.#parts = parts
  }

  /** Follows what changed since it was last asked, and says how far that is. Callers that come together share it. */
  async catchUp(organization: string): Promise<Followed> {
    const under = this.#following.get(organization)
    if (under !== undefined) return this.#afterOther(under, organization)
    const work = this.#catchUp(organization)
    this.#following.set(organization, work)
    try {
      return await work
    } finally {
      this.#following.delete(organization)
    }
  }

  /** A page of the matrix as of `asOf`, and how many rows there are in all. The page is found in the database. */
  async list(organization: string, question: ListQuestion): Promise<StandingPage> {
    return this.#readCurrent(organization, async (reader, followed) => {
      const { today } = followed
      const asOf = question.asOf ?? today
      const { filter } = question
      const { keys, next } = await pageKeys(reader, { ...question, asOf, today })
      const rows = await this.describe(reader, keys, asOf, followed)
      const total = await this.#remember(organization, followed, { asOf, filter }, async () =>
        countRows(reader, filter, asOf, today),
      )
      const counts = question.counted ? await this.#countByControl(reader, followed, asOf) : null
      return { asOf, program: followed.program.history.on(asOf), rows, next, total, counts }
    })
  }

  /** The programme of a day, and how the rows of each control stand on it. */
  async standOn(organization: string, asOf?: string): Promise<Stand> {
    return this.#readCurrent(organization, async (reader, followed) => {
      const day = asOf ?? followed.today
      const counts = await this.#countByControl(reader, followed, day)
      return { asOf: day, program: followed.program.history.on(day), counts }
    })
  }

  /** How the counts of rows changed from day to day, as far as today. */
  async listTurns(organization: string, filter: RowFilter, from: string, to: string): Promise<Turn[]> {
    return this.#readCurrent(organization, async (reader, followed) => {
      const until = to < followed.today ? to : followed.today
      return this.#remember(organization, followed, { turns: filter, from, until }, async () =>
        listTurns(reader, filter, from, until),
      )
    })
  }

  /** Rows with what they follow from, to be judged on whatever day or period is asked about. */
  async open(organization: string, keys: readonly string[]): Promise<{ knowledge: Knowledge; rows: RowIdentity[] }> {
    return this.#readCurrent(organization, async (reader, { program }) => {
      const rows = keys.flatMap((key) => program.obligations.rowOf(key) ?? [])
      return { knowledge: await readKnowledge(reader, this.#parts, program, rows), rows }
    })
  }

  /** Rows with what they follow from as of the newest entry of one transaction: what is said of them can be said again from the log. */
  async openIn(
    reader: Reader,
    keys: readonly string[],
  ): Promise<{ knowledge: Knowledge; rows: RowIdentity[] } & Followed> {
    const { followed } = await this.#look(reader)
    const rows = keys.flatMap((key) => followed.program.obligations.rowOf(key) ?? [])
    return { ...followed, rows, knowledge: await readKnowledge(reader, this.#parts, followed.program, rows) }
  }

  /** The keys of the rows that owed something on some day of a period, in order, from after `after` on. */
  async listOwed(organization: string, filter: RowFilter, from: string, to: string, after: string, limit: number) {
    return this.#readCurrent(organization, async (reader) => store.listOwed(reader, filter, from, to, after, limit))
  }

  /** One line of the matrix as of `asOf` for each key, in their order; a row that owed nothing then is left out. */
  async describe(reader: Reader, keys: readonly string[], asOf: string, { program, today }: Followed): Promise<Row[]> {
    if (asOf === today) return store.readBodies(reader, keys)
    const rows = keys.flatMap((key) => program.obligations.rowOf(key) ?? [])
    const knowledge = await readKnowledge(reader, this.#parts, program, rows)
    const frameworks = organizationOn(program.history, asOf)?.frameworks ?? []
    return rows.flatMap((row) => {
      const judged = judgeRow(knowledge, row, program.obligations.trace(row), asOf)
      return judged === null ? [] : [describeRow(judged, knowledge, frameworks)]
    })
  }

  /** Reads as of the newest entry: in the very view in which nothing was found behind, or after what is behind was followed. */
  async #readCurrent<T>(organization: string, read: (reader: Reader, followed: Followed) => Promise<T>): Promise<T> {
    const { transactions } = this.#parts
    const atOnce = await transactions.read({ organization }, async (reader) => {
      const { followed, behind } = await this.#look(reader)
      return behind === null ? { answer: await read(reader, followed) } : null
    })
    if (atOnce !== null) return atOnce.answer
    const followed = await this.catchUp(organization)
    return transactions.read({ organization }, async (reader) => read(reader, followed))
  }

  async #countByControl(reader: Reader, followed: Followed, day: string): Promise<ReadonlyMap<string, StatusCounts>> {
    return this.#remember(reader.organization, followed, { counted: day }, async () =>
      countByControl(reader, day, followed.today),
    )
  }

  /** Answers that follow from entry, day and question alone are kept until one of these is another. */
  async #remember<T>(
    organization: string,
    { entry, today }: Followed,
    question: object,
    answer: () => Promise<T>,
  ): Promise<T> {
    const key = `${organization} ${entry} ${today} ${JSON.stringify(question)}`
    const known = this.#answers.get(key) as Promise<T> | undefined
    if (known !== undefined) return known
    const asked = answer()
    this.#answers.set(key, asked)
    asked.catch(() => this.#answers.delete(key))
    for (const oldest of this.#answers.keys()) {
      if (this.#answers.size <= answersKept) break
      this.#answers.delete(oldest)
    }
    return asked
  }

  /** What rows are judged by besides facts, as a digest: another library, other checks or another release follow them anew. */
  #readRules(): string {
    if (this.#rules !== null) return this.#rules
    const { catalog, checks, release } = this.#parts
    const links = [...catalog.links].map(([control, own]) => [
      control,
      own.map((link) => `${link.framework.id} ${link.requirement.id}`),
    ])
    const rules = [
      [...catalog.versions.values()],
      links,
      [...checks.installed.values()].map(({ id, version }) => [id, version]),
      release,
    ]
    this.#rules = createHash('sha256').update(JSON.stringify(rules)).digest('hex')
    return this.#rules
  }

  /** What somebody else is doing right now may have begun before the newest entry, so it is looked at once more. */
  async #afterOther(under: Promise<Followed>, organization: string): Promise<Followed> {
    await under.catch(() => null)
    return this.catchUp(organization)
  }

  async #catchUp(organization: string): Promise<Followed> {
    const { transactions } = this.#parts
    const seen = await transactions.read({ organization }, async (reader) => this.#look(reader))
    if (seen.behind === null) return seen.followed
    return transactions.cache(organization, async (db) => {
      // Two servers follow one after the other; the second finds nothing left to do.
      await store.lockPosition(db, organization)
      const reader: Reader = { organization, db }
      const { behind, followed } = await this.#look(reader)
      if (behind === null) return followed
      await store.keepPosition(db, organization, followed.entry, dayNumber(followed.today), this.#readRules())
      if (behind.from === null) await this.#followAll(db, organization, followed)
      else await this.#followSome(db, organization, followed, behind.from)
      for (const follower of this.#parts.followers ?? [])
        await follower.followRest?.(db, organization, followed, behind.from)
      return followed
    })
  }

  /** How far the log is, and from which entry on rows have to be followed; `from` null means all rows, from nothing. */
  async #look(reader: Reader): Promise<{ followed: Followed; behind: { from: number | null } | null }> {
    const position = await store.readPosition(reader)
    const program = await this.#readProgram(reader, position.documents)
    const now = this.#parts.now?.() ?? new Date()
    const today = dateOfInstant(now.toISOString(), program.timeZone)
    const followed = { entry: position.size, today, program }
    const kept = position.kept
    if (kept === null || kept.rules !== this.#readRules() || kept.day > dayNumber(today) || kept.entry > position.size)
      return { followed, behind: { from: null } }
    const isBehind = kept.entry < position.size || kept.day < dayNumber(today)
    return { followed, behind: isBehind ? { from: kept.entry } : null }
  }

  async #readProgram(reader: Reader, entry: number): Promise<KnownProgram> {
    const known = this.#programs.get(reader.organization)
    if (known?.entry === entry) return known.program
    const { documents, catalog } = this.#parts
    const history = new ProgramHistory(await documents.listAll(reader), undefined)
    const timeZone = await documents.findTimeZone(reader)
    const program = { history, obligations: new Obligations(catalog, history), timeZone }
    this.#programs.delete(reader.organization)
    this.#programs.set(reader.organization, { entry, program })
    for (const oldest of this.#programs.keys()) {
      if (this.#programs.size <= programsKept) break
      this.#programs.delete(oldest)
    }
    return program
  }

  async #followAll(db: CacheTransaction, organization: string, followed: Followed): Promise<void> {
    await store.dropRows(db, organization, null)
    const { history, obligations } = followed.program
    for (const control of history.idsOf('control')) {
      const rows = [...obligations.rowsOf(control).values()]
      await this.#follow(db, organization, followed, { control, rows })
    }
  }

  async #followSome(db: CacheTransaction, organization: string, followed: Followed, from: number): Promise<void> {
    const { history, obligations } = followed.program
    const reader: Reader = { organization, db }
    const news = await readNews(reader, from)
    const touched = findTouched(news, history, obligations, this.#parts.checks)
    if (touched === 'all') return this.#followAll(db, organization, followed)
    for (let at = 0; at < touched.length; at += rowsAtOnce)
      await this.#follow(db, organization, followed, touched.slice(at, at + rowsAtOnce))
    await this.#followExpired(db, organization, followed)
  }

  /** Rows that were followed expire on a later day, so that each round finds others, until there are none. */
  async #followExpired(db: CacheTransaction, organization: string, followed: Followed): Promise<void> {
    const { obligations } = followed.program
    const day = dayNumber(followed.today)
    const seen = new Set<string>()
    for (;;) {
      const keys = await store.listExpired({ organization, db }, day, rowsAtOnce)
      if (keys.length === 0) return
      if (keys.some((key) => seen.has(key))) throw new RangeError('A row that was followed expires on a day gone by.')
      for (const key of keys) seen.add(key)
      const rows = keys.flatMap((key) => obligations.rowOf(key) ?? [])
      // What no control asks for any more is followed by nothing.
      if (rows.length < keys.length) await store.dropRows(db, organization, keys)
      await this.#follow(db, organization, followed, rows)
    }
  }

  async #follow(
    db: CacheTransaction,
    organization: string,
    { program, today }: Followed,
    wanted: Parameters<typeof readKnowledge>[3],
  ): Promise<void> {
    const rows = 'control' in wanted ? wanted.rows : wanted
    if (rows.length === 0) return
    const knowledge = await readKnowledge({ organization, db }, this.#parts, program, wanted)
    const timelines = rows.map((row) => ({ row, timeline: followRow(knowledge, row, today) }))
    const kept = timelines.flatMap(
      ({ row, timeline }) => toTableRow(organization, row, timeline, knowledge, today) ?? [],
    )
    await store.dropRows(
      db,
      organization,
      rows.map(({ key }) => key),
    )
    await store.insertRows(db, kept)
    for (const follower of this.#parts.followers ?? [])
      await follower.followRows(db, organization, timelines, knowledge, today)
  }
}
