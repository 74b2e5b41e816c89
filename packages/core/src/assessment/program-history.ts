import type { DocumentKind, ProgramDocument } from '../program/document.ts'
import type { Program } from '../program/program.ts'
import { programOn } from '../program/program.ts'

/**
 * The programme of any day, as known at one instant. Between two effective days nothing changes, so a programme is put together
 * once for each of them, however many days are asked about.
 */
export class ProgramHistory {
  readonly documents: readonly ProgramDocument[]
  /** The days on which some version takes effect, oldest first. */
  readonly days: readonly string[]
  readonly #programs = new Map<string, Program>()
  readonly #ids = new Map<DocumentKind, readonly string[]>()
  readonly #versions: ReadonlyMap<string, readonly ProgramDocument[]>

  constructor(documents: readonly ProgramDocument[], knownAt: string | undefined) {
    const horizon = knownAt === undefined ? Infinity : Date.parse(knownAt)
    this.documents = documents.filter((document) => Date.parse(document.recordedAt) <= horizon)
    this.days = [...new Set(this.documents.map((document) => document.effective))].toSorted()
    this.#versions = Map.groupBy(this.documents, ({ kind, id }) => `${kind}/${id}`)
  }

  on(day: string): Program {
    const since = this.changeBefore(day)
    const known = this.#programs.get(since)
    if (known !== undefined) return known
    const program = programOn(this.documents, day)
    this.#programs.set(since, program)
    return program
  }

  /** Every version of one object, in no order. */
  versionsOf<K extends DocumentKind>(kind: K, id: string): readonly ProgramDocument<K>[] {
    const versions = this.#versions.get(`${kind}/${id}`) ?? []
    return versions.filter((document): document is ProgramDocument<K> => document.kind === kind)
  }

  /** The ids of one kind that ever stood in the programme. */
  idsOf(kind: DocumentKind): readonly string[] {
    const known = this.#ids.get(kind)
    if (known !== undefined) return known
    const ids = [...new Set(this.documents.filter((document) => document.kind === kind).map(({ id }) => id))]
    this.#ids.set(kind, ids)
    return ids
  }

  /** The newest day, up to `day`, on which some version took effect; '' where none did. */
  changeBefore(day: string): string {
    let [low, high] = [0, this.days.length]
    while (low < high) {
      const middle = (low + high) >>> 1
      if ((this.days[middle] ?? '') <= day) low = middle + 1
      else high = middle
    }
    return this.days[low - 1] ?? ''
  }
}
