import {
  type Catalog,
  compareUpgrade,
  composeCrosswalk,
  type Contracts,
  type Decision,
  EvidentiaError,
  type Framework,
  isOperatedOn,
  previewEdition,
  type Received,
  type Requirement,
} from '@evidentia/core'
import type { Scope } from '../../platform/db/transactions.ts'
import type { Answered, Question } from '../matrix/service.ts'
import { findFramework, lineOf, viewFromRequirement } from './requirement.ts'

type Query<K extends keyof Contracts> = Received<Contracts[K]>['query']

interface Parts {
  readonly catalog: Catalog
  /** The assessment of a day. */
  readonly ask: (scope: Scope, question: Question) => Promise<Answered>
  readonly namePeople: (program: Answered['program'], ids: Iterable<string | null>) => Record<string, string>
}

/** The catalog's links seen from both ends and over time, with where the programme stands. Every answer is that of a day. */
export class CrosswalkService {
  readonly #parts: Parts

  constructor(parts: Parts) {
    this.#parts = parts
  }

  async readRequirement(scope: Scope, framework: string, requirement: string, question: Question) {
    const { catalog, ask, namePeople } = this.#parts
    const answered = await ask(scope, question)
    const { named, ...view } = viewFromRequirement(catalog, framework, requirement, answered)
    const { decision } = view
    const people = [...named, decision?.decidedBy ?? null, decision?.approvedBy ?? null]
    return { ...view, people: namePeople(answered.program, people) }
  }

  /** Every line that a query asks for, and the coverage of its frameworks, whatever the lines are narrowed to. */
  async compose(scope: Scope, query: Omit<Query<'listCrosswalk'>, 'cursor' | 'limit'>) {
    const { catalog, ask } = this.#parts
    const answered = await ask(scope, query)
    const { assessment, program } = answered
    const frameworks = this.listFrameworks(answered, query.frameworks)
    const { lines, coverage } = composeCrosswalk(catalog, program, assessment.rows, frameworks, assessment.asOf)
    const areas = query.area === undefined || query.area === '' ? null : query.area.split(',')
    const needle = query.q?.toLowerCase() ?? ''
    return {
      asOf: assessment.asOf,
      frameworks,
      lines: lines
        .filter(
          ({ control, adopted, cells }) =>
            (areas === null || areas.includes(control.area)) &&
            (query.adopted === undefined || adopted === (query.adopted === 'yes')) &&
            [control.title, control.id, ...cells.flatMap(({ requirements }) => requirements)]
              .join('\n')
              .toLowerCase()
              .includes(needle),
        )
        .map(({ control, adopted, worst, cells }) => ({
          control: control.id,
          title: control.title,
          area: control.area,
          adopted,
          worst,
          cells: cells.map(({ framework, requirements }) => ({ framework, requirements: [...requirements] })),
        })),
      coverage: coverage.map((one) => ({ ...one, title: findFramework(catalog, one.framework).shortTitle })),
    }
  }

  /** The frameworks asked for, separated by commas, or those the organization is judged by. Throws `not-found`. */
  listFrameworks({ organization }: Answered, asked: string | undefined): string[] {
    const { catalog } = this.#parts
    return asked === undefined || asked === ''
      ? (organization?.frameworks ?? []).filter((id) => catalog.frameworks.has(id))
      : [...new Set(asked.split(','))].map((id) => findFramework(catalog, id).id)
  }

  async previewEdition(scope: Scope, id: string, { before: given, asOf }: Query<'previewEdition'>) {
    const { catalog, ask } = this.#parts
    const after = findFramework(catalog, id)
    const { assessment, program, organization } = await ask(scope, { asOf })
    const before =
      given === undefined ? findInForce(catalog, organization?.frameworks ?? [], after) : findFramework(catalog, given)
    if (before !== null && before.family !== after.family)
      throw new EvidentiaError(
        'invalid-input',
        `${before.shortTitle} and ${after.shortTitle} are not editions of the same framework.`,
        { place: { field: 'before' } },
      )
    const { difference, ...effects } = previewEdition(catalog, program, before, after, assessment.asOf)
    const old = (one: Requirement) => lineOf(before ?? after, one)
    const next = (one: Requirement) => lineOf(after, one)
    return {
      asOf: assessment.asOf,
      before: before?.id ?? null,
      after: after.id,
      added: difference.added.map(next),
      removed: difference.removed.map(old),
      moved: difference.moved.map(({ from, to }) => ({ from: from.map(old), to: next(to) })),
      changed: difference.changed.map((one) => ({
        before: old(one.before),
        after: next(one.after),
        fields: [...one.fields],
      })),
      unchanged: difference.unchanged,
      served: [...effects.served],
      open: effects.open.map(({ requirement, controls }) => ({ requirement, controls: [...controls] })),
      notReached: [...effects.notReached],
      idle: [...effects.idle],
      undecided: [...effects.undecided],
    }
  }

  async previewUpgrade(scope: Scope, id: string, { version, asOf }: Query<'previewUpgrade'>) {
    const { catalog, ask } = this.#parts
    const newest = catalog.controls.get(id)
    if (newest === undefined) throw new EvidentiaError('not-found', `The catalog has no control "${id}".`)
    const { program } = await ask(scope, { asOf })
    const tailoring = program.control.get(id)
    if (tailoring === undefined)
      throw new EvidentiaError('not-found', `The organization has not adopted the control "${id}" on that day.`, {
        remedy: 'Adopt it; it begins with the newest version.',
      })
    const to = version ?? newest.version
    const [base, next] = [tailoring.version, to].map((one) => catalog.versions.get(`${id}@${one}`))
    if (base === undefined || next === undefined)
      throw new EvidentiaError(
        'not-found',
        `The catalog has no version ${base === undefined ? tailoring.version : to} of the control "${id}".`,
      )
    return {
      control: id,
      operated: tailoring.version,
      to,
      versions: [...catalog.versions.values()]
        .filter((one) => one.id === id)
        .map((one) => one.version)
        .toSorted((a, b) => a - b),
      changes: compareUpgrade(base, tailoring, next),
    }
  }

  /** Every addressable specification of the frameworks in force that day. */
  async listDecisions(scope: Scope, { asOf, state, q }: Query<'listDecisions'>) {
    const { catalog, ask, namePeople } = this.#parts
    const { assessment, program, organization } = await ask(scope, { asOf })
    const day = assessment.asOf
    const decided = new Map([...program.decision.values()].map((d) => [`${d.framework} ${d.requirement}`, d]))
    const needle = q?.toLowerCase() ?? ''
    const lines = (organization?.frameworks ?? [])
      .flatMap((id) => catalog.frameworks.get(id) ?? [])
      .filter((framework) => framework.status === 'in-force')
      .flatMap((framework) =>
        framework.requirements
          .filter(({ designation }) => designation === 'addressable')
          .map((requirement) => {
            const decision = decided.get(`${framework.id} ${requirement.id}`) ?? null
            return {
              framework: framework.id,
              frameworkTitle: framework.shortTitle,
              requirement: requirement.id,
              title: requirement.title,
              state: stateOf(decision, day),
              decision,
              controls: (catalog.served.get(framework.id)?.get(requirement.id) ?? [])
                .map(({ control }) => control.id)
                .filter((control) => isOperatedOn(program, control, day)),
            }
          }),
      )
      .filter(
        (line) =>
          (state === undefined || line.state === state) &&
          `${line.requirement}\n${line.title}\n${line.decision?.rationale ?? ''}`.toLowerCase().includes(needle),
      )
    const people = lines.flatMap(({ decision }) => [decision?.decidedBy ?? null, decision?.approvedBy ?? null])
    return { asOf: day, lines, people: namePeople(program, people) }
  }
}

/** As the findings have it: a decision counts from its day on, and until the day by which it was to be looked at again. */
function stateOf(decision: Decision | null, day: string): 'undecided' | 'decided' | 'review-due' {
  if (decision === null || decision.decided > day) return 'undecided'
  return decision.review < day ? 'review-due' : 'decided'
}

function findInForce(catalog: Catalog, frameworks: readonly string[], after: Framework): Framework | null {
  return (
    frameworks
      .flatMap((id) => catalog.frameworks.get(id) ?? [])
      .find(({ id, family }) => family === after.family && id !== after.id) ?? null
  )
}
