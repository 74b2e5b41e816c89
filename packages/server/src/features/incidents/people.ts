import { dateOfInstant, EvidentiaError, isPersonThere, type Program, programOn } from '@evidentia/core'
import type { Reader, Scope } from '../../platform/db/transactions.ts'
import type { DocumentService } from '../documents/service.ts'
import * as store from './store.ts'

/** The people of the program and what incidents name besides, on one day. */
export async function readProgram(
  documents: DocumentService,
  reader: Reader,
): Promise<[program: Program, today: string]> {
  const today = dateOfInstant(new Date().toISOString(), await documents.findTimeZone(reader))
  return [programOn(await documents.listOfKinds(reader, ['person', 'system']), today), today]
}

/** Whom of the program's people an account is, by its e-mail address; null for a key and for who is none of them. */
export async function findYou(reader: Reader, { actor }: Scope, program: Program): Promise<string | null> {
  if (actor.type !== 'user') return null
  const email = await store.findEmail(reader, actor.id)
  return [...program.person.values()].find((person) => person.email.toLowerCase() === email)?.id ?? null
}

/** Refuses people of a field who are not there today. */
export function refuseStrangers(
  program: Program,
  today: string,
  named: Readonly<Record<string, string | undefined>>,
): void {
  for (const [field, person] of Object.entries(named)) {
    if (person === undefined || isPersonThere(program, person, today)) continue
    throw new EvidentiaError('invalid-input', `The program has nobody called "${person}" who is there today.`, {
      place: { field },
      remedy: 'Name somebody who has not left.',
    })
  }
}
