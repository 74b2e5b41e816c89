import { type Check, defineCheck, type Parameters, type RecordBody, type Sourced, type ValuesOf } from '@evidentia/core'
import { itemOf, judge, type Said, unknown, type Wording } from '../judgement.ts'

type State = Sourced<'configuration-state'>
type Body = RecordBody<'configuration-state'>
type Setting = NonNullable<Body['setting']>
type Value = NonNullable<Body['value']>

interface Plan<P extends Parameters> {
  readonly id: string
  readonly asserts: string
  readonly setting: Setting
  /** What has to have the setting: a resource of these kinds without it cannot be judged. Absent: what the evidence gives it for. */
  readonly kinds?: readonly NonNullable<Body['resourceKind']>[]
  readonly parameters?: P
  readonly wording: Wording
  /** Whether a value is as it has to be, and why it is not. */
  readonly judge: (value: Value, parameters: ValuesOf<P>) => { readonly met: boolean; readonly reason: string }
}

/** A check that one setting of every resource is as it has to be. */
export function settingCheck<const P extends Parameters>(plan: Plan<P>): Check {
  const { id, asserts, setting, kinds, wording } = plan
  return defineCheck({
    id,
    version: 1,
    asserts,
    population: ['configuration-state'],
    joins: [],
    shrinkage: 'silence',
    parameters: plan.parameters ?? ({} as P),
    evaluate({ population, parameters }) {
      const states = population('configuration-state')
      if (states === null) return unknown('The evidence carries no configuration that could be read.')
      const resources = Map.groupBy(states.filter(isSetting), ({ body }) => body.resource)
      const items = [...resources].flatMap(([resource, found]) => {
        const state = found.find(({ body }) => body.setting === setting)
        const [any] = found
        const name = state?.body.resourceName ?? any?.body.resourceName ?? resource
        if (state !== undefined) return [itemOf(name, state, judgeState(state))]
        const kind = any?.body.resourceKind ?? null
        if (any === undefined || kind === null || kinds?.includes(kind) !== true) return []
        return [
          itemOf(name, any, { verdict: 'unknown', reason: `the source does not say its ${setting}`, value: null }),
        ]
      })
      return judge(items, wording)

      function judgeState({ body: { value, observedAt } }: State): Said {
        if (value === null) return { verdict: 'unknown', reason: 'the source gives no value', value: null }
        const { met, reason } = plan.judge(value, parameters)
        const at = observedAt === null ? '' : ` as read at ${observedAt}`
        return { verdict: met ? 'met' : 'not-met', reason: `${reason}${at}`, value: String(value) }
      }
    },
  })
}

function isSetting({ body }: State): boolean {
  return body.setting !== null
}

/** Judges a setting that is on or off; anything but the two is not as it has to be. */
export function mustBe(wanted: boolean, yes: string, no: string) {
  return (value: Value): { met: boolean; reason: string } => ({
    met: value === wanted,
    reason: value === true ? yes : value === false ? no : `it is ${String(value)}`,
  })
}

/** Judges a number against the least it has to be. */
export function atLeast(value: Value, minimum: number, unit: string): { met: boolean; reason: string } {
  const found = typeof value === 'number' ? value : Number(value)
  return { met: found >= minimum, reason: `it is ${String(value)} ${unit}` }
}
