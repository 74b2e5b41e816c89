import type { Answer } from '../../client/answers.ts'
import { useNarrow } from '../../table/narrow.ts'
import { formatCount } from '../../time/format.ts'
import { SimpleTable } from '../../widgets/simple-table.tsx'
import classes from './crosswalk.module.css'

/** How far each framework is covered, in counts of requirements. No percentage: adopted is not operating, and neither is proof. */
export function CrosswalkCoverage({ coverage }: { readonly coverage: Answer<'listCrosswalk'>['coverage'] }) {
  // Where there is little room the table comes first.
  const isNarrow = useNarrow()
  return (
    <details open={!isNarrow} className={classes['coverage']}>
      <summary>How far each framework is covered</summary>
      <SimpleTable
        label="Coverage by framework"
        head={['Framework', 'Requirements', 'Reached', 'Adopted', 'Standing', 'With gaps', 'Not reached']}
        rows={coverage.map(({ framework, title, requirements, reached, adopted, standing, gaps, notReached }) => ({
          key: framework,
          cells: [title, ...[requirements, reached, adopted, standing, gaps, notReached].map(formatCount)],
        }))}
      />
      <details className={classes['meaning']}>
        <summary>What the columns mean</summary>
        Reached: a control of the library serves it. Adopted: at least one of those is adopted. Standing: everything
        those controls owe is there and in order. With gaps: something owed is not. Where adopted controls owe nothing
        on this day, a requirement is neither standing nor with gaps.
      </details>
    </details>
  )
}
