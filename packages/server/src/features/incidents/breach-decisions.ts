import {
  type AssessmentView,
  EvidentiaError,
  type FactBody,
  type IncidentRecord,
  isPersonThere,
  judgeBreach,
} from '@evidentia/core'
import type { Scope, Writer } from '../../platform/db/transactions.ts'
import { findYou, readProgram } from './people.ts'
import type { IncidentParts, IncidentService, SealedAct } from './service.ts'

type Deciding = Pick<FactBody<'breach-decided'>, 'incident' | 'party' | 'version' | 'outcome'>

interface Parts extends Pick<IncidentParts, 'transactions' | 'documents'> {
  readonly incidents: IncidentService
}

/**
 * What an assessment comes to, said by one named person and confirmed by another. Nobody writes both: who it is follows from the
 * account that asks, and the second is refused to the account and to the person that decided.
 */
export class BreachDecisions {
  readonly #parts: Parts

  constructor(parts: Parts) {
    this.#parts = parts
  }

  async decide(scope: Scope, deciding: Deciding): Promise<SealedAct> {
    return this.#do(scope, deciding, async (writer, person, { assessment, seconded }) => {
      if (seconded !== null)
        throw new EvidentiaError('conflict', 'It was decided and confirmed already.', {
          remedy: 'Assess it anew, with the reason, and decide on that version.',
        })
      const { standing, missing } = judgeBreach({
        ...assessment,
        decision: { outcome: deciding.outcome, at: new Date().toISOString(), by: person, second: `not-${person}` },
      })
      if (standing === 'presumed')
        throw new EvidentiaError('conflict', `A breach is presumed, because ${missing.join(', ')} is missing.`, {
          remedy: 'Assess it anew with that, or decide that it is a breach.',
        })
      return writer.seal('breach-decided', { ...deciding, person })
    })
  }

  /** Confirms what was decided. With it the decision becomes a fact that clocks follow from. */
  async second(scope: Scope, deciding: Deciding): Promise<SealedAct> {
    return this.#do(scope, deciding, async (writer, person, found, incident) => {
      const { decided, assessment, seconded } = found
      if (decided === null || decided.outcome !== deciding.outcome)
        throw new EvidentiaError('conflict', 'That is not what was decided last.', {
          remedy: 'Read the incident again.',
        })
      if (seconded !== null) throw new EvidentiaError('conflict', 'It was confirmed already.')
      const { acts } = await this.#parts.incidents.find(writer, deciding.incident)
      const account = acts.find(({ entry }) => entry === decided.entry)?.by.id
      if (decided.person === person || account === scope.actor.id)
        throw new EvidentiaError('not-permitted', 'You decided it, so somebody else must confirm it.', {
          remedy: 'Ask a colleague whose role includes it.',
        })
      const sealed = await writer.seal('breach-seconded', { ...deciding, decidedBy: decided.person, person })
      const decision = {
        outcome: deciding.outcome,
        at: sealed.recordedAt,
        by: decided.person,
        second: person,
      }
      const { standing } = judgeBreach({ ...assessment, decision })
      if (standing === 'presumed') throw new EvidentiaError('internal', 'What was decided does not hold by the rule.')
      const id = `decision-${deciding.party}`
      const version = (incident.facts.find((fact) => fact.id === id)?.versions.length ?? 0) + 1
      await writer.seal('incident-fact-recorded', {
        incident: deciding.incident,
        fact: {
          id,
          version,
          withdrawn: false,
          ...(version === 1 ? {} : { reason: `Version ${deciding.version} of the assessment was decided.` }),
          kind: 'decision',
          party: deciding.party,
          at: sealed.recordedAt,
          outcome: standing,
          decidedBy: decided.person,
          secondedBy: person,
        },
      })
      return sealed
    })
  }

  async #do(
    scope: Scope,
    deciding: Deciding,
    work: (
      writer: Writer,
      person: string,
      assessment: AssessmentView,
      incident: IncidentRecord,
    ) => Promise<Omit<SealedAct, 'incident'>>,
  ): Promise<SealedAct> {
    const { transactions, documents, incidents } = this.#parts
    return transactions.write(scope, async (writer) => {
      const { incident } = await incidents.find(writer, deciding.incident)
      const [program, today] = await readProgram(documents, writer)
      const person = await findYou(writer, scope, program)
      if (person === null || !isPersonThere(program, person, today))
        throw new EvidentiaError('not-permitted', 'That is the word of a person the program names, signed in.', {
          remedy: 'Sign in; and have yourself recorded as a person of the program, under the same e-mail address.',
        })
      const found = incident.assessments.find(({ party }) => party === deciding.party)
      if (found === undefined || found.version !== deciding.version)
        throw new EvidentiaError('conflict', `The newest assessment of ${deciding.party} is not that one.`, {
          place: { field: 'version' },
          remedy: 'Read the incident again.',
        })
      return { incident: deciding.incident, ...(await work(writer, person, found, incident)) }
    })
  }
}
