import { type Catalog, isOperatedOn, rowStatuses, summarize } from '@evidentia/core'
import type { Answered } from '../matrix/service.ts'
import type { Column, Table } from './table.ts'

const columns: readonly Column[] = [
  { title: 'Framework', width: 11 },
  { title: 'Requirement', width: 18 },
  { title: 'Title', width: 20 },
  { title: 'Designation', width: 12 },
  { title: 'The control is', width: 10 },
  { title: 'Control', width: 18 },
  { title: 'Control title', width: 18 },
  { title: 'Adopted', width: 8 },
  { title: 'Rows', width: 14 },
  { title: 'Confidence', width: 11 },
  { title: 'Reviewed by', width: 12 },
  { title: 'Reason', width: 44 },
]

/** Every link of the frameworks with its reason, one line each; a requirement no control serves has a line that says so and why. */
export function tabulateCrosswalk(catalog: Catalog, answered: Answered, frameworks: readonly string[]): Table {
  const { assessment, program, header } = answered
  const byControl = Map.groupBy(assessment.rows, (row) => row.control)
  const standing = (control: string): string => {
    const counts = summarize(byControl.get(control) ?? [])
    return rowStatuses
      .flatMap((status) => (counts[status] === undefined ? [] : `${status} ${counts[status]}`))
      .join(', ')
  }
  const rows = frameworks
    .flatMap((id) => catalog.frameworks.get(id) ?? [])
    .flatMap((framework) =>
      framework.requirements.flatMap((requirement): string[][] => {
        const first = [framework.shortTitle, requirement.id, requirement.title, requirement.designation ?? '']
        const links = catalog.served.get(framework.id)?.get(requirement.id) ?? []
        if (links.length === 0) return [[...first, 'not reached', '', '', '', '', '', '', requirement.notReached ?? '']]
        return links.map(({ control, relationship, confidence, reviewer, rationale }) => [
          ...first,
          relationship,
          control.id,
          control.title,
          isOperatedOn(program, control.id, assessment.asOf) ? 'yes' : 'no',
          standing(control.id),
          confidence,
          reviewer === undefined ? 'nobody but its author' : `${reviewer.name}, ${reviewer.on}`,
          rationale,
        ])
      }),
    )
  return {
    title: 'Crosswalk',
    details: [
      ['Organization', header.name],
      ['As of', assessment.asOf],
      ['Frameworks', frameworks.join(', ')],
      ['Lines', String(rows.length)],
    ],
    columns,
    rows,
  }
}
