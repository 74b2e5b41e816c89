import { Link, useLocation, useParams } from '@tanstack/react-router'
import { useAnswer } from '../../client/answers.ts'
import { useOrganization } from '../../client/organization.ts'
import { PageAnswer } from '../../widgets/page-answer.tsx'
import { MappingEditor } from './mapping-editor.tsx'

/** Makes a mapping, of a table that was chosen before where there was one. */
export function NewMappingPage() {
  const { state } = useLocation()
  const types = useAnswer('readMappable', {})
  return (
    <PageAnswer of={types}>
      {(mappable) => <MappingEditor types={mappable.types} saved={null} file={state.table ?? null} above={<Above />} />}
    </PageAnswer>
  )
}

/** Changes a mapping: what was read by it stays, what comes is read by the new version. */
export function MappingPage() {
  const { mapping } = useParams({ from: '/o/$org/mappings/$mapping' })
  const types = useAnswer('readMappable', {})
  const versions = useAnswer('readDocument', { params: { kind: 'mapping', id: mapping }, query: { limit: 1 } })
  return (
    <PageAnswer of={types}>
      {(mappable) => (
        <PageAnswer of={versions}>
          {({ items }) => (
            <MappingEditor
              key={items[0]?.entry}
              types={mappable.types}
              saved={{ id: mapping, body: items[0]?.body ?? {} }}
              file={null}
              above={<Above />}
            />
          )}
        </PageAnswer>
      )}
    </PageAnswer>
  )
}

function Above() {
  const org = useOrganization()
  return (
    <Link to="/o/$org/mappings" params={{ org }}>
      Mappings
    </Link>
  )
}
