import { Link } from '@tanstack/react-router'
import { useAsOf } from '../../app/as-of.ts'
import { useAnswer } from '../../client/answers.ts'
import { useOrganization } from '../../client/organization.ts'
import { Empty } from '../../widgets/empty.tsx'
import { Section } from '../../widgets/page.tsx'
import { readEdge, type Edge, type End } from './system-body.ts'
import classes from './system.module.css'

/** What a system is tied to: data that flows in and out, and everything it depends on or that depends on it. */
export function SystemEdges({ system }: { readonly system: string }) {
  const { asOf } = useAsOf()
  const flows = useAnswer('listDocuments', { query: { kind: 'flow', asOf, limit: 500 } })
  const dependencies = useAnswer('listDocuments', { query: { kind: 'dependency', asOf, limit: 500 } })
  const edges = [...(flows.data?.items ?? []), ...(dependencies.data?.items ?? [])].flatMap(({ id, body }) =>
    body === null ? [] : [readEdge(id, body)],
  )
  const isHere = ({ kind, id }: End) => kind === 'system' && id === system
  return (
    <div className={classes['edges']}>
      <EdgeSection title="Out of it" edges={edges.filter(({ from }) => isHere(from))} end={({ to }) => to} />
      <EdgeSection title="Into it" edges={edges.filter(({ to }) => isHere(to))} end={({ from }) => from} />
    </div>
  )
}

interface EdgeSectionProps {
  readonly title: string
  readonly edges: readonly Edge[]
  /** The end that is not this system. */
  readonly end: (edge: Edge) => End
}

function EdgeSection({ title, edges, end }: EdgeSectionProps) {
  return (
    <Section title={title}>
      {edges.length === 0 ? (
        <Empty title="Nothing recorded." />
      ) : (
        <ul className={classes['edgeList']}>
          {edges.map((edge) => (
            <li key={edge.id}>
              <EndLink end={end(edge)} /> <span className="soft">{edge.what}</span>
            </li>
          ))}
        </ul>
      )}
    </Section>
  )
}

function EndLink({ end }: { readonly end: End }) {
  const org = useOrganization()
  if (end.kind === 'vendor') return <span>{end.id} (vendor)</span>
  return (
    <Link to="/o/$org/systems/$system" params={{ org, system: end.id }}>
      {end.id}
    </Link>
  )
}
