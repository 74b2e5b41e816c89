import type { RecordBody, Sourced } from '@evidentia/core'

type Person = Sourced<'person'>

/** People of an HR roster, found by what other systems call them. */
export interface PeopleDirectory {
  /** Everybody that one of `names` fits: an employee number, an address, its part before the @, a user name. */
  find(names: readonly (string | null)[]): readonly Person[]
}

export function directoryOf(people: readonly Person[]): PeopleDirectory {
  const byName = new Map<string, Person[]>()
  for (const person of people)
    for (const name of new Set(namesOf(person.body))) {
      const namesakes = byName.get(name)
      if (namesakes === undefined) byName.set(name, [person])
      else namesakes.push(person)
    }
  return {
    find: (names) => [
      ...new Set(names.flatMap((name) => (name === null ? [] : (byName.get(name.trim().toLowerCase()) ?? [])))),
    ],
  }
}

function namesOf({ employeeId, email, username }: RecordBody<'person'>): string[] {
  const names = [employeeId, email, email?.split('@')[0], username]
  return names.flatMap((name) => (name == null ? [] : [name.toLowerCase()]))
}

/** The names under which an account may be somebody's. */
export function namesOfAccount({ employeeId, email, username }: RecordBody<'account'>): (string | null)[] {
  return employeeId === null ? [email, username] : [employeeId]
}

/** Whether the person no longer works here on `asOf`: the last day itself counts as left. */
export function hasLeft({ body }: Person, asOf: string): boolean {
  return body.terminated === null ? body.status === 'terminated' : body.terminated <= asOf
}
