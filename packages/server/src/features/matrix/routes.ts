import { contracts, EvidentiaError, type FindingItem } from '@evidentia/core'
import type { Scope } from '../../platform/db/transactions.ts'
import { pageOfList } from '../../platform/http/cursor.ts'
import { operation, type Operation } from '../../platform/http/operation.ts'
import { describeControl, describeFramework, describeRequirements, listControls } from './library.ts'
import type { StandingService } from '../standings/service.ts'
import { isKept, listKept, summarizeKept } from './kept.ts'
import { selectRows } from './rows.ts'
import { type MatrixService, peopleOf, type Question } from './service.ts'

/** The findings that need somebody, the most pressing first. */
type ListPressing = (
  scope: Scope,
  question: { readonly asOf?: string | undefined; readonly knownAt?: string | undefined },
  limit: number,
) => Promise<{
  readonly items: FindingItem[]
  readonly total: number
  readonly people: Record<string, string>
}>

/** The overview names the most pressing; the matrix and the findings page have the rest. */
const overviewLimit = 50

export function matrixRoutes(
  matrix: MatrixService,
  standings: StandingService,
  listPressing: ListPressing,
): Operation[] {
  const { catalog } = matrix
  const summarize = async (scope: Scope, query: Question) => {
    if (await isKept(standings, scope.organization, query)) {
      const kept = await summarizeKept(standings, scope.organization, query.asOf, overviewLimit)
      return { ...kept, ...(await matrix.readTotals(scope)) }
    }
    const { assessment, program, header, evidenceTotal, logSize, lastRecordedAt } = await matrix.ask(scope, query)
    const dueSoon = assessment.rows
      .filter((row) => row.status === 'due-soon')
      .toSorted((a, b) => ((a.due ?? '') < (b.due ?? '') ? -1 : 1))
    return {
      asOf: assessment.asOf,
      program,
      summary: assessment.summary,
      dueSoon: dueSoon.slice(0, overviewLimit),
      dueSoonTotal: dueSoon.length,
      header,
      evidenceTotal,
      logSize,
      lastRecordedAt,
    }
  }
  return [
    operation(contracts.readOverview, async ({ scope, query }) => {
      const { header, asOf, summary, program, dueSoon, dueSoonTotal, ...totals } = await summarize(scope, query)
      const [organization] = program.organization.values()
      const findings = await listPressing(scope, query, overviewLimit)
      return {
        organization: {
          ...header,
          timeZone: organization?.timeZone ?? 'UTC',
          observationPeriod: organization?.observationPeriod ?? null,
        },
        asOf,
        summary,
        findings: findings.items,
        dueSoon: [...dueSoon],
        findingTotal: findings.total,
        dueSoonTotal,
        ...totals,
        people: { ...peopleOf(program, dueSoon), ...findings.people },
      }
    }),
    operation(contracts.listMatrix, async ({ scope, query }) => {
      if (await isKept(standings, scope.organization, query))
        return listKept(standings, scope.organization, query, catalog)
      const { assessment, program } = await matrix.ask(scope, query)
      const page = pageOfList(selectRows(assessment.rows, query), query)
      return { ...page, asOf: assessment.asOf, summary: assessment.summary, people: peopleOf(program, assessment.rows) }
    }),
    operation(contracts.listControls, async ({ scope, query }) =>
      pageOfList(listControls(catalog, await matrix.ask(scope, query), query.q, query.area), query),
    ),
    operation(contracts.readControl, async ({ scope, params, query }) =>
      describeControl(catalog, params.control, await matrix.ask(scope, query)),
    ),
    operation(contracts.listFrameworks, async ({ scope, query }) => {
      const { organization } = await matrix.ask(scope, {})
      return pageOfList(
        [...catalog.frameworks.values()].map((framework) =>
          describeFramework(framework, organization?.frameworks.includes(framework.id) === true),
        ),
        query,
      )
    }),
    operation(contracts.readFramework, async ({ scope, params, query }) => {
      const framework = catalog.frameworks.get(params.framework)
      if (framework === undefined)
        throw new EvidentiaError('not-found', `The catalog has no framework "${params.framework}".`)
      const answered = await matrix.ask(scope, query)
      const enabled = answered.organization?.frameworks.includes(framework.id) === true
      return {
        asOf: answered.assessment.asOf,
        framework: describeFramework(framework, enabled),
        requirements: describeRequirements(catalog, framework, answered),
      }
    }),
  ]
}
