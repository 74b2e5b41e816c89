import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { useAnswer } from '../../client/answers.ts'
import { useOrganization } from '../../client/organization.ts'
import { ButtonLink } from '../../widgets/button-link.tsx'
import { FilterSelect } from '../../widgets/filter-select.tsx'
import { Page } from '../../widgets/page.tsx'
import { ResultsTable } from './results-table.tsx'
import { VerdictFilter } from './verdict-filter.tsx'
import { Waiting } from './waiting.tsx'

/** What checks answered, newest first, narrowed by what stands in the address. */
export function CheckResultsPage() {
  const org = useOrganization()
  const search = useSearch({ from: '/o/$org/check-results' })
  const navigate = useNavigate({ from: '/o/$org/check-results' })
  const checks = useAnswer('listChecks', { query: { limit: 500 } })
  const { row, evidence } = search
  const isNarrowed = row !== undefined || evidence !== undefined
  return (
    <Page
      title="Check results"
      layout="full"
      above={
        <Link to="/o/$org/checks" params={{ org }}>
          Checks
        </Link>
      }
      lead={
        isNarrowed ? (
          <>
            Of <code>{row ?? evidence}</code>.
          </>
        ) : (
          'Sealed in the log when they were given, and never removed.'
        )
      }
      actions={
        <>
          {isNarrowed && (
            <ButtonLink variant="default" to="/o/$org/check-results" params={{ org }} search={{}}>
              Show all
            </ButtonLink>
          )}
          <FilterSelect
            label="Check"
            any="All checks"
            value={search.check}
            options={(checks.data?.items ?? []).map(({ id, title }) => [id, title ?? id])}
            onChange={(check) => void navigate({ search: (old) => ({ ...old, check }), replace: true })}
          />
          <VerdictFilter
            value={search.verdict}
            onChange={(verdict) => void navigate({ search: (old) => ({ ...old, verdict }), replace: true })}
          />
        </>
      }
    >
      <Waiting />
      <ResultsTable query={search} />
    </Page>
  )
}
