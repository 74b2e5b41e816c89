import { Link, useNavigate, useParams, useSearch } from '@tanstack/react-router'
import { useAsOf } from '../../app/as-of.ts'
import { useAnswer, type Answer } from '../../client/answers.ts'
import { useOrganization, usePermission } from '../../client/organization.ts'
import { ButtonLink } from '../../widgets/button-link.tsx'
import { Fact, Facts } from '../../widgets/facts.tsx'
import { PageAnswer } from '../../widgets/page-answer.tsx'
import { Page, Section } from '../../widgets/page.tsx'
import { wordsOf } from '../../widgets/words.ts'
import { draftOf } from './check-draft.ts'
import { sentenceOf, valueWords } from './check-words.ts'
import { CheckVersions } from './check-versions.tsx'
import { ResultsTable } from './results-table.tsx'
import { VerdictFilter } from './verdict-filter.tsx'
import { Waiting } from './waiting.tsx'
import classes from './checks.module.css'

type CheckView = Answer<'readCheck'>

/** One check: what it asserts, of what, where it is asked for, and what it answered. */
export function CheckPage() {
  const { check } = useParams({ from: '/o/$org/checks/$check' })
  const answer = useAnswer('readCheck', { params: { check }, query: useAsOf() })
  return <PageAnswer of={answer}>{(data) => <Loaded check={data} />}</PageAnswer>
}

function Loaded({ check }: { readonly check: CheckView }) {
  const org = useOrganization()
  const mayWrite = usePermission('program:write')
  const { definition, id } = check
  return (
    <Page
      title={check.title ?? wordsOf(id)}
      above={
        <Link to="/o/$org/checks" params={{ org }}>
          Checks
        </Link>
      }
      lead={sentenceOf(check)}
      actions={
        mayWrite &&
        definition !== null && (
          <ButtonLink
            variant="default"
            to="/o/$org/checks/new"
            params={{ org }}
            search={{ draft: draftOf(definition) }}
          >
            Write the next version
          </ButtonLink>
        )
      }
    >
      <Waiting />
      <Section title="What it is">
        <About check={check} />
      </Section>
      {definition !== null && <CheckVersions check={id} />}
      <Results check={id} />
    </Page>
  )
}

function Results({ check }: { readonly check: string }) {
  const { verdict } = useSearch({ from: '/o/$org/checks/$check' })
  const navigate = useNavigate({ from: '/o/$org/checks/$check' })
  return (
    <Section
      title="What it answered"
      aside={
        <VerdictFilter
          value={verdict}
          onChange={(next) =>
            void navigate({ search: (old) => ({ ...old, verdict: next }), replace: true, resetScroll: false })
          }
        />
      }
    >
      <div className={classes['items']}>
        <ResultsTable query={{ check, verdict }} />
      </div>
    </Section>
  )
}

function About({
  check: { id, version, own, population, joins, parameters, usedBy, definition },
}: {
  readonly check: CheckView
}) {
  return (
    <Facts>
      <Fact name="Id and version">
        <code>{id}</code>, version {version}, written by {own ? 'you' : 'the product'}
      </Fact>
      <Fact name="Judges">
        {population.length === 0
          ? 'The program itself'
          : `Every record of type ${population.join(', ')} in the evidence of a row`}
      </Fact>
      {joins.length > 0 && <Fact name="Joins">The newest records of type {joins.join(', ')} anywhere</Fact>}
      {Object.entries(parameters).map(([name, parameter]) => (
        <Fact key={name} name={`Parameter ${name}`}>
          {parameter.title}: {valueWords(parameter.default)}
          {parameter.type === 'integer' && ` ${parameter.unit}, from ${parameter.minimum} to ${parameter.maximum}`}
        </Fact>
      ))}
      <Fact name="Asked for by">
        {usedBy.length === 0
          ? 'No control in operation, so it does not run'
          : usedBy.map((requirement) => <Requirement key={requirement} id={requirement} />)}
      </Fact>
      {definition?.appliesTo !== undefined && (
        <Fact name="Applies to">
          <code className={classes['expression']}>{definition.appliesTo}</code>
        </Fact>
      )}
      {definition !== null && (
        <Fact name="Expression">
          <code className={classes['expression']}>{definition.expression}</code>
        </Fact>
      )}
    </Facts>
  )
}

function Requirement({ id }: { readonly id: string }) {
  const org = useOrganization()
  const [control = ''] = id.split('/')
  return (
    <div>
      <Link to="/o/$org/controls/$control" params={{ org, control }}>
        {id}
      </Link>
    </div>
  )
}
