import type { Program } from '../program/program.ts'

/** The people named for a finding, the first who is there first. */
export interface Named {
  /** Whom somebody assigned it to. */
  readonly assigned?: string | null
  readonly owner: string | null
  readonly backupOwner: string | null
}

export interface Answering {
  readonly owner: string | null
  /** Why it is not who was named first, in a sentence; null where it is. */
  readonly note: string | null
}

/**
 * Who answers for a finding on `day`, from the day on which somebody leaves: whom it was assigned to, else its owner, else the backup owner,
 * else the compliance lead, so that no gap is nobody's while anybody named is there (R-GAP-1, R-CTL-2).
 */
export function whoAnswers({ assigned = null, owner, backupOwner }: Named, program: Program, day: string): Answering {
  const roles = [...program.organization.values()][0]?.roles
  const inLine = [
    { person: assigned, as: 'to whom it was assigned' },
    { person: owner, as: 'the owner' },
    { person: backupOwner, as: 'the backup owner' },
    { person: roles?.['compliance-lead']?.owner ?? null, as: 'the compliance lead' },
  ].flatMap(({ person, as }) => (person === null ? [] : [{ person, as }]))
  const [first] = inLine
  if (first === undefined) return { owner: null, note: null }
  const found = inLine.find(({ person }) => isPersonThere(program, person, day))
  if (found === first) return { owner: first.person, note: null }
  const gone = tellAbsence(program, first.person)
  if (found === undefined) return { owner: null, note: `${gone} Nobody else who is named is there.` }
  return { owner: found.person, note: `${gone} ${nameOf(program, found.person)}, ${found.as}, answers for it.` }
}

/** Whether a person of the programme is there on `day`. On the day somebody leaves they are not. */
export function isPersonThere(program: Program, person: string, day: string): boolean {
  const known = program.person.get(person)
  return known !== undefined && (known.left === undefined || known.left > day)
}

export function nameOf(program: Program, person: string): string {
  return program.person.get(person)?.name ?? person
}

function tellAbsence(program: Program, person: string): string {
  const left = program.person.get(person)?.left
  return left === undefined ? `The program has no person ${person}.` : `${nameOf(program, person)} left on ${left}.`
}
