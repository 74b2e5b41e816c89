import { randomUUID } from 'node:crypto'
import {
  addDays,
  type Catalog,
  type DatedAct,
  type Deed,
  type DocumentKind,
  type Doer,
  EvidentiaError,
  type FindingAct,
  type FindingActBody,
  type FindingActKind,
  findHindrance,
  isPersonThere,
  pendingRequest,
  raisedFindingId,
  readableId,
} from '@evidentia/core'
import type { Reader, Scope, Transactions, Writer } from '../../platform/db/transactions.ts'
import type { DocumentService } from '../documents/service.ts'
import type { EvidenceService } from '../evidence/service.ts'
import type { StandingService } from '../standings/service.ts'
import { actsOfEpisode, type FindingService, type StandingFinding } from './service.ts'

/** Where something that was done is sealed. */
export interface SealedDeed {
  readonly finding: string
  readonly entry: number
  readonly recordedAt: string
}

interface Parts {
  readonly transactions: Transactions
  readonly catalog: Catalog
  readonly documents: DocumentService
  readonly evidence: EvidenceService
  readonly standings: StandingService
  readonly findings: FindingService
}

type Body<K extends FindingActKind> = Omit<FindingActBody<K>, 'finding'>
type Several<K extends FindingActKind> = Body<K> & { readonly findings: readonly string[] }

/** One deed on some findings. */
interface Doing<K extends FindingActKind> {
  readonly deed: Deed
  readonly kind: K
  readonly findings: readonly string[]
  /** What is sealed about one of them; throws for what the finding itself does not allow. */
  readonly describe: (found: StandingFinding, own: readonly DatedAct[], today: string) => Body<K>
  /** The act that did the same before, so that it is not sealed again. */
  readonly findBefore: (found: StandingFinding, own: readonly DatedAct[]) => FindingAct | undefined
  /** Refuses what no finding allows. */
  readonly check?: (reader: Reader, today: string) => Promise<void>
}

/** No risk is accepted for longer without being looked at again, in days. */
const longestAcceptance = 366

/**
 * What people do about findings. Each deed is sealed, on several findings all or none, and done once however often it is asked for; none
 * closes what is computed.
 */
export class FindingActs {
  readonly #parts: Parts

  constructor(parts: Parts) {
    this.#parts = parts
  }

  async raise(
    scope: Scope,
    { finding, ...body }: Body<'finding-raised'> & { readonly finding?: string | undefined },
  ): Promise<SealedDeed> {
    const { transactions, standings, findings } = this.#parts
    const { today } = await standings.catchUp(scope.organization)
    return transactions.write(scope, async (writer) => {
      await this.#refuseUnknown(writer, body)
      if (finding !== undefined) {
        const [found] = await findings.stand(writer, [finding], today)
        if (found === undefined) throw new EvidentiaError('not-found', `There is no finding ${readableId(finding)}.`)
        if (found.item.state !== 'closed')
          throw new EvidentiaError('conflict', `${found.item.reference} is not closed, so it cannot be there again.`, {
            remedy: 'Comment on it instead.',
          })
      }
      const id = finding ?? raisedFindingId(randomUUID().replaceAll('-', ''))
      return { finding: id, ...(await writer.seal('finding-raised', { finding: id, ...body })) }
    })
  }

  async assign(scope: Scope, { findings, ...body }: Several<'finding-assigned'>): Promise<SealedDeed[]> {
    return this.#do(scope, {
      deed: 'assign',
      kind: 'finding-assigned',
      findings,
      describe: ({ question }) => {
        if (isPersonThere(question.program, body.owner, question.asOf)) return body
        throw new EvidentiaError('invalid-input', `The program has nobody called "${body.owner}" who is there today.`, {
          place: { field: 'owner' },
          remedy: 'Name somebody who has not left.',
        })
      },
      findBefore: ({ acts }) => {
        const last = acts.findLast(({ kind }) => kind === 'finding-assigned')
        return last?.kind === 'finding-assigned' && last.body.owner === body.owner ? last : undefined
      },
    })
  }

  async start(scope: Scope, { findings, ...body }: Several<'finding-started'>): Promise<SealedDeed[]> {
    return this.#work(scope, 'start', 'finding-started', findings, body)
  }

  async finish(scope: Scope, { findings, ...body }: Several<'finding-ready'>): Promise<SealedDeed[]> {
    return this.#work(scope, 'ready', 'finding-ready', findings, body)
  }

  async comment(scope: Scope, { findings, ...body }: Several<'finding-commented'>): Promise<SealedDeed[]> {
    return this.#do(scope, {
      deed: 'comment',
      kind: 'finding-commented',
      findings,
      describe: () => body,
      findBefore: ({ acts }) => {
        const last = acts.at(-1)
        const isSame = last?.kind === 'finding-commented' && last.body.text === body.text
        return isSame && last.by.id === scope.actor.id ? last : undefined
      },
    })
  }

  async verify(scope: Scope, { finding, ...body }: FindingActBody<'finding-verified'>): Promise<SealedDeed> {
    return this.#doOne(scope, {
      deed: 'verify',
      kind: 'finding-verified',
      findings: [finding],
      describe: () => body,
      findBefore: ({ item }, own) =>
        item.state !== 'closed'
          ? undefined
          : own.find(
              (act) => act.kind === 'finding-verified' && act.body.evidence === body.evidence && isBy(act, scope),
            ),
      check: async (reader) => this.#refuseWorthless(reader, body.evidence),
    })
  }

  async requestAcceptance(
    scope: Scope,
    { finding, ...body }: FindingActBody<'risk-acceptance-requested'>,
  ): Promise<SealedDeed> {
    return this.#doOne(scope, {
      deed: 'request-acceptance',
      kind: 'risk-acceptance-requested',
      findings: [finding],
      describe: (_, __, today) => {
        if (today < body.expires && body.expires <= addDays(today, longestAcceptance)) return body
        throw new EvidentiaError('invalid-input', 'A risk is accepted until a day after today and within a year.', {
          place: { field: 'expires' },
          remedy: 'Name an earlier day; when it has passed, it can be asked for again.',
        })
      },
      findBefore: (_, own) => {
        const pending = pendingRequest(own)
        const isSame = pending?.expires === body.expires && pending.compensatingControl === body.compensatingControl
        return isSame ? own.find((act) => act.entry === pending.entry && isBy(act, scope)) : undefined
      },
    })
  }

  async accept(
    scope: Scope,
    { finding, request, note }: Pick<FindingActBody<'risk-accepted'>, 'finding' | 'request' | 'note'>,
  ): Promise<SealedDeed> {
    return this.#doOne(scope, {
      deed: 'accept-risk',
      kind: 'risk-accepted',
      findings: [finding],
      describe: (_, own, today) => {
        const pending = pendingRequest(own)
        if (pending === null || pending.entry !== request || pending.expires < today)
          throw new EvidentiaError('conflict', 'That is not what was asked for last, or its last day has passed.', {
            remedy: 'Read the finding again.',
          })
        const { reason, compensatingControl, expires } = pending
        return { request, reason, compensatingControl, expires, ...(note === undefined ? {} : { note }) }
      },
      findBefore: (_, own) =>
        own.find((act) => act.kind === 'risk-accepted' && act.body.request === request && isBy(act, scope)),
    })
  }

  async #work<K extends 'finding-started' | 'finding-ready'>(
    scope: Scope,
    deed: Deed,
    kind: K,
    findings: readonly string[],
    body: Body<K>,
  ): Promise<SealedDeed[]> {
    const state = kind === 'finding-started' ? 'in-progress' : 'ready-to-verify'
    return this.#do(scope, {
      deed,
      kind,
      findings,
      describe: () => body,
      findBefore: ({ item }, own) => {
        const last = own.findLast((act) => act.kind === 'finding-started' || act.kind === 'finding-ready')
        return item.state === state && last?.kind === kind ? last : undefined
      },
    })
  }

  async #doOne<K extends FindingActKind>(scope: Scope, doing: Doing<K>): Promise<SealedDeed> {
    const [sealed] = await this.#do(scope, doing)
    if (sealed === undefined) throw new EvidentiaError('internal', 'Nothing was done about the finding.')
    return sealed
  }

  async #do<K extends FindingActKind>(scope: Scope, doing: Doing<K>): Promise<SealedDeed[]> {
    const { transactions, standings } = this.#parts
    const { today } = await standings.catchUp(scope.organization)
    // What was done before is answered with where that is sealed, and seals nothing.
    const before = await transactions.read(scope, async (reader) => {
      const standing = await this.#find(reader, doing.findings, today)
      return standing.map((found) => doing.findBefore(found, actsOfEpisode(found)))
    })
    const done = before.flatMap((act) => (act === undefined ? [] : [sealedIn(act)]))
    if (done.length === doing.findings.length) return done
    return transactions.write(scope, async (writer) => this.#seal(writer, scope, doing, today))
  }

  async #seal<K extends FindingActKind>(
    writer: Writer,
    scope: Scope,
    doing: Doing<K>,
    today: string,
  ): Promise<SealedDeed[]> {
    await doing.check?.(writer, today)
    const standing = await this.#find(writer, doing.findings, today)
    const sealed: SealedDeed[] = []
    let doer: Doer | undefined
    for (const found of standing) {
      const own = actsOfEpisode(found)
      const before = doing.findBefore(found, own)
      if (before !== undefined) {
        sealed.push(sealedIn(before))
        continue
      }
      doer ??= await this.#parts.findings.findDoer(writer, scope, found.question.program)
      const hindrance = findHindrance(doing.deed, found.item, own, doer)
      if (hindrance !== null) {
        const which = standing.length === 1 ? '' : `${found.item.reference}: `
        throw new EvidentiaError(hindrance.code, `${which}${hindrance.sentence}`, { remedy: hindrance.remedy })
      }
      const body = { finding: found.item.id, ...doing.describe(found, own, today) } as FindingActBody<K>
      sealed.push({ finding: found.item.id, ...(await writer.seal(doing.kind, body)) })
    }
    return sealed
  }

  /** All of them; throws where one is not there, so that nothing is done about any. */
  async #find(reader: Reader, ids: readonly string[], today: string): Promise<StandingFinding[]> {
    const standing = await this.#parts.findings.stand(reader, ids, today)
    const missing = ids.find((id) => !standing.some(({ item }) => item.id === id))
    if (missing === undefined) return standing
    throw new EvidentiaError('not-found', `There is no finding ${readableId(missing)}, so nothing was done about any.`)
  }

  async #refuseUnknown(reader: Reader, { control, system, vendor, owner }: Body<'finding-raised'>): Promise<void> {
    const { catalog, documents } = this.#parts
    if (control !== undefined && !catalog.controls.has(control)) refuseName('control', control)
    const named: readonly (readonly [field: string, kind: DocumentKind, id: string | undefined])[] = [
      ['system', 'system', system],
      ['vendor', 'vendor', vendor],
      ['owner', 'person', owner],
    ]
    for (const [field, kind, id] of named) {
      if (id === undefined) continue
      const existing = await documents.findExisting(reader, [{ kind, id }])
      if (existing.size === 0) refuseName(field, id)
    }
  }

  /** Refuses to stand on evidence that proves nothing. */
  async #refuseWorthless(reader: Reader, id: string): Promise<void> {
    const { state, supersededBy, disposal } = await this.#parts.evidence.find(reader, id)
    const why =
      state === 'rejected'
        ? 'was rejected by its reviewer'
        : supersededBy !== null
          ? `was superseded by ${supersededBy}`
          : disposal !== null && disposal.approved !== null
            ? 'was disposed of'
            : null
    if (why !== null)
      throw new EvidentiaError('conflict', `${id} ${why}, so it shows nothing.`, { place: { field: 'evidence' } })
  }
}

function isBy({ by }: FindingAct, { actor }: Scope): boolean {
  return by.id === actor.id
}

function sealedIn({ body, entry, recordedAt }: FindingAct): SealedDeed {
  return { finding: body.finding, entry, recordedAt }
}

function refuseName(field: string, id: string): never {
  throw new EvidentiaError('invalid-input', `There is no ${field} called "${id}".`, { place: { field } })
}
