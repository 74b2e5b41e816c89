import type { CheckDefinition } from '../program/check-definition.ts'
import type { Tailoring } from '../program/tailoring.ts'
import type { Check } from './check.ts'
import type { Parameters } from './parameters.ts'
import { findValueFault } from './parameters.ts'

/** Something in a tailoring that its checks do not declare. */
export interface TailoringFault {
  /** Path within the body, `evidence.account-listing.checks.access-keys-rotated`. */
  readonly path: readonly string[]
  readonly sentence: string
}

/** The parameters of each check that can be named: the installed ones and every definition ever recorded, newest last. */
export function listDeclared(
  installed: readonly Check[],
  definitions: readonly CheckDefinition[],
): ReadonlyMap<string, Parameters> {
  return new Map([
    ...definitions.map(({ id, parameters = {} }) => [id, parameters] as const),
    ...installed.map(({ id, parameters }) => [id, parameters] as const),
  ])
}

/** What a tailoring says of checks that do not exist, of parameters they do not have, and of values these do not allow. */
export function findCheckFaults(
  { evidence = {} }: Pick<Tailoring, 'evidence'>,
  declared: ReadonlyMap<string, Parameters>,
): TailoringFault[] {
  return Object.entries(evidence).flatMap(([requirement, { checks = {} }]) =>
    Object.entries(checks).flatMap(([id, { parameters = {} }]): TailoringFault[] => {
      const path = ['evidence', requirement, 'checks', id]
      const own = declared.get(id)
      if (own === undefined) return [{ path, sentence: `there is no check "${id}"` }]
      return Object.entries(parameters).flatMap(([name, value]) => {
        const parameter = Object.hasOwn(own, name) ? own[name] : undefined
        const fault =
          parameter === undefined
            ? `the check ${id} has no parameter "${name}"`
            : describe(name, findValueFault(parameter, value))
        return fault === null ? [] : [{ path: [...path, 'parameters', name], sentence: fault }]
      })
    }),
  )
}

function describe(name: string, fault: string | null): string | null {
  return fault === null ? null : `the value of ${name} is not allowed: ${fault}`
}
