import { Button, Group, Loader, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useAnswer, type Answer } from '../client/answers.ts'
import { Link } from '@tanstack/react-router'
import { useOrganization, usePermission } from '../client/organization.ts'
import { inspectFile } from '../client/upload.ts'
import { formatRange } from '../time/format.ts'
import { counted, wordsOf } from '../widgets/words.ts'
import type { UploadDraft } from './upload-draft.ts'
import { targetOf } from './upload-target.ts'

interface FileMatchProps {
  readonly file: File
  readonly draft: UploadDraft
  readonly onChange: (change: Partial<UploadDraft>) => void
  readonly onLeave: () => void
}

const shownTargets = 6
/** What is inspected at once, before anybody said that it is to be sent: larger files are judged when they are sealed. */
const inspectedBytes = 20_000_000

/** Says what the file is by its content, and proposes what it proves and for which days. The person decides. */
export function FileMatch({ file, draft, onChange, onLeave }: FileMatchProps) {
  const organization = useOrganization()
  const found = useQuery({
    queryKey: [organization, 'inspectFile', file.name, file.size, file.lastModified],
    queryFn: async () => inspectFile(file, organization),
    enabled: file.size > 0 && file.size <= inspectedBytes,
    retry: false,
    staleTime: Infinity,
  })
  if (found.isFetching)
    return (
      <Group gap="xs" role="status">
        <Loader size="xs" />
        <Text size="sm">Looking at what it is…</Text>
      </Group>
    )
  // Looking is a courtesy: where it fails, nothing is proposed, and sealing says what is wrong.
  if (found.data === undefined) return null
  if (found.data.importer === null) return <Unknown file={file} onLeave={onLeave} />
  return <Match found={found.data} importer={found.data.importer} draft={draft} onChange={onChange} />
}

/** A file that nobody knows; a table among them can be mapped. */
function Unknown({ file, onLeave }: Pick<FileMatchProps, 'file' | 'onLeave'>) {
  const org = useOrganization()
  const mayMap = usePermission('program:write')
  return (
    <Text size="sm">
      No importer knows it: it is kept as a file, without records.{' '}
      {mayMap && /\.(?:csv|tsv|txt|xlsx)$/i.test(file.name) && (
        <Link to="/o/$org/mappings/new" params={{ org }} state={{ table: file }} onClick={onLeave}>
          Map its columns first
        </Link>
      )}
    </Text>
  )
}

function Match({
  found: { records, skipped, period, refusal, fits },
  importer,
  draft,
  onChange,
}: Pick<FileMatchProps, 'draft' | 'onChange'> & {
  readonly found: Answer<'inspectFile'>
  readonly importer: NonNullable<Answer<'inspectFile'>['importer']>
}) {
  const rows = useAnswer('listMatrix', { query: { limit: 500 } }, { enabled: fits.length > 0 })
  const chosen = new Set(draft.targets.map(({ key }) => key))
  const proposed = (rows.data?.items ?? [])
    .filter(({ control, requirement }) => fits.includes(`${control}/${requirement}`))
    .map(targetOf)
    .filter(({ key }) => !chosen.has(key))
  if (refusal !== null)
    return (
      <Text size="sm" role="alert">
        It looks like {importer.title} and cannot be read: {refusal.sentence} {refusal.remedy}
      </Text>
    )
  const counts = Object.entries(records).map(([type, count]) => counted(count, wordsOf(type).toLowerCase()))
  const isOtherPeriod = period !== null && (draft.from !== period.from || draft.to !== period.to)
  return (
    <div role="group" aria-label="What the file is">
      <Text size="sm">
        {importer.title}: {counts.join(', ') || 'no records'}
        {skipped > 0 && `, ${counted(skipped, 'part')} not read`}.
      </Text>
      <Group gap="xs" mt={4}>
        {proposed.slice(0, shownTargets).map((target) => (
          <Button
            key={target.key}
            size="compact-sm"
            variant="default"
            onClick={() =>
              onChange({
                targets: [...draft.targets, target],
                source: draft.source === '' ? target.systemOfRecord : draft.source,
              })
            }
          >
            Proves: {target.label}
          </Button>
        ))}
        {isOtherPeriod && (
          <Button size="compact-sm" variant="default" onClick={() => onChange({ from: period.from, to: period.to })}>
            Speaks of {formatRange(period)}
          </Button>
        )}
      </Group>
    </div>
  )
}
