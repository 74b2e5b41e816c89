import {
  addDays,
  addMonths,
  contracts,
  type Contracts,
  dateOfDayNumber,
  dayNumber,
  daysBetween,
  describeOccurrence,
  EvidentiaError,
  judgePeriod,
  type Program,
  type Received,
  type Row,
} from '@evidentia/core'
import { pageOfList } from '../../platform/http/cursor.ts'
import { operation, type Operation } from '../../platform/http/operation.ts'
import type { Scope } from '../../platform/db/transactions.ts'
import type { RowFilter } from './selection.ts'
import type { StandingService } from './service.ts'

interface Parts {
  readonly standings: StandingService
  /** The controls that serve a framework. */
  readonly controlsServing: (framework: string) => readonly string[]
  readonly controlsOfArea: (area: string) => readonly string[]
  readonly namePeople: (program: Program, ids: Iterable<string | null>) => Record<string, string>
  /** Every row as of a day, as known at an instant: computed from the facts and not from what is kept. */
  readonly listRows: (scope: Scope, asOf: string, knownAt: string | undefined) => Promise<readonly Row[]>
}

const longestPeriodDays = 1100

/** What follows from timelines: a period, a forecast, readiness over time, and what was believed otherwise. */
export function standingRoutes({
  standings,
  controlsServing,
  controlsOfArea,
  namePeople,
  listRows,
}: Parts): Operation[] {
  const filterOf = (
    query: Received<Contracts['listPeriod']>['query'] | Received<Contracts['listForecast']>['query'],
  ): RowFilter => ({
    ...query,
    area: query.area === undefined || query.area === '' ? undefined : query.area.split(','),
    controls: narrow(query.control === undefined ? undefined : [query.control], query.framework, controlsServing),
  })
  return [
    operation(contracts.listPeriod, async ({ scope, query }) => {
      refuseLong(query.from, query.to)
      const { organization } = scope
      const followed = await standings.catchUp(organization)
      const { keys, next } = await standings.listOwed(
        organization,
        filterOf(query),
        query.from,
        query.to,
        afterOf(query.cursor),
        query.limit,
      )
      const { knowledge, rows } = await standings.open(organization, keys)
      const asOf = followed.today
      const judged = rows.flatMap((row) => judgePeriod(knowledge, row, { from: query.from, to: query.to }, asOf) ?? [])
      const items = judged.map(({ view, occurrences, changes }) => ({
        key: view.row.key,
        control: view.row.control,
        controlTitle: view.obligation.control.title,
        requirement: view.row.requirement,
        requirementTitle: view.obligation.requirement.title,
        subjectName: view.obligation.subjectName,
        owner: view.obligation.owner,
        occurrences: occurrences.map(describeOccurrence),
        changes: changes.map(({ on, what }) => ({ on, what: [...what] })),
        missed: occurrences.filter(({ status }) => status === 'missing').length,
      }))
      const people = namePeople(
        followed.program.history.on(asOf),
        items.flatMap(({ owner, occurrences }) => [owner, ...occurrences.map((o) => o.owner)]),
      )
      const nextCursor = next === null ? null : Buffer.from(next).toString('base64url')
      return { items, next: nextCursor, period: { from: query.from, to: query.to }, people }
    }),
    operation(contracts.listForecast, async ({ scope, query }) => {
      const { organization } = scope
      const { today } = await standings.catchUp(organization)
      const until = query.until ?? addMonths(today, 3)
      const filter: RowFilter = { ...filterOf(query), dueFrom: today, dueBy: until }
      const page = await standings.list(organization, {
        filter,
        sort: 'due',
        descends: false,
        cursor: query.cursor,
        limit: query.limit,
        counted: false,
      })
      const items = page.rows.flatMap((row) => (row.due === null ? [] : [forecastOf(row, row.due)]))
      return {
        items,
        next: page.next,
        total: page.total,
        until,
        people: namePeople(
          page.program,
          items.map(({ owner }) => owner),
        ),
      }
    }),
    operation(contracts.readReadiness, async ({ scope, query }) => {
      refuseLong(query.from, query.to)
      const controls = narrow(
        query.area === undefined ? undefined : controlsOfArea(query.area),
        query.framework,
        controlsServing,
      )
      const { system, vendor, owner, from, to } = query
      const turns = await standings.listTurns(scope.organization, { system, vendor, owner, controls }, from, to)
      const { today } = await standings.catchUp(scope.organization)
      return { days: sumTurns(turns, from, to < today ? to : today) }
    }),
    operation(contracts.listDifferences, async ({ scope, query }) => {
      const { asOf, knownAt, knownLater } = query
      const [before, after] = [await listRows(scope, asOf, knownAt), await listRows(scope, asOf, knownLater)]
      return pageOfList(compareRows(before, after), query)
    }),
  ]
}

function forecastOf(row: Row, due: string) {
  const { key, control, controlTitle, requirement, requirementTitle, system, vendor, subjectName } = row
  const { owner, status, systemOfRecord, artifact } = row
  const named = { key, control, controlTitle, requirement, requirementTitle, system, vendor, subjectName }
  return { ...named, owner, status, systemOfRecord, artifact, due, missedFrom: addDays(due, 1) }
}

function narrow(
  controls: readonly string[] | undefined,
  framework: string | undefined,
  controlsServing: Parts['controlsServing'],
): readonly string[] | undefined {
  if (framework === undefined) return controls
  const serving = controlsServing(framework)
  return controls === undefined ? serving : controls.filter((control) => serving.includes(control))
}

function refuseLong(from: string, to: string): void {
  if (from > to)
    throw new EvidentiaError('invalid-input', 'The period ends before it starts.', { place: { field: 'to' } })
  if (daysBetween(from, to) <= longestPeriodDays) return
  throw new EvidentiaError('invalid-input', `The period has more than ${longestPeriodDays} days.`, {
    place: { field: 'to' },
    remedy: 'Ask for at most three years at a time.',
  })
}

function afterOf(cursor: string | undefined): string {
  return cursor === undefined ? '' : Buffer.from(cursor, 'base64url').toString('utf8')
}

type Turns = Awaited<ReturnType<StandingService['listTurns']>>

/** The counts of every day from what turned on it. */
function sumTurns(turns: Turns, from: string, to: string) {
  const byDay = Map.groupBy(turns, ({ day }) => day)
  const counts = new Map<Turns[number]['status'], number>()
  const states = { collected: 0, reviewed: 0, accepted: 0 }
  const days = []
  for (let n = dayNumber(from); n <= dayNumber(to); n += 1) {
    const day = dateOfDayNumber(n)
    for (const { status, state, change } of byDay.get(day) ?? []) {
      counts.set(status, (counts.get(status) ?? 0) + change)
      const isInOrder = status === 'current' || status === 'due-soon'
      if (isInOrder && state !== null && state !== 'rejected') states[state] += change
    }
    days.push({ day, counts: Object.fromEntries([...counts].filter(([, count]) => count > 0)), ...states })
  }
  return days
}

/** The rows that two answers about the same day tell differently, in the order of keys. */
function compareRows(before: readonly Row[], after: readonly Row[]) {
  const earlier = new Map(before.map((row) => [row.key, row]))
  const later = new Map(after.map((row) => [row.key, row]))
  return [...new Set([...earlier.keys(), ...later.keys()])].toSorted().flatMap((key) => {
    const [a, b] = [earlier.get(key), later.get(key)]
    const named = a ?? b
    if (named === undefined || JSON.stringify(sideOf(a)) === JSON.stringify(sideOf(b))) return []
    const { control, controlTitle, requirementTitle, subjectName } = named
    return [{ key, control, controlTitle, requirementTitle, subjectName, before: sideOf(a), after: sideOf(b) }]
  })
}

function sideOf(row: Row | undefined) {
  if (row === undefined) return null
  const { status, due, reasons, lastEvidence } = row
  return { status, due, reasons, lastEvidence }
}
