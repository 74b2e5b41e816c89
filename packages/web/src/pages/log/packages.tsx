import { Button, Group } from '@mantine/core'
import { IconDownload, IconPackageExport } from '@tabler/icons-react'
import { useMutation } from '@tanstack/react-query'
import { useEffect } from 'react'
import { useAnswer, type Answer as Answered } from '../../client/answers.ts'
import { call, readPackageContent } from '../../client/call.ts'
import { useOrganization } from '../../client/organization.ts'
import { Instant } from '../../time/day.tsx'
import { Answer } from '../../widgets/answer.tsx'
import { Problem } from '../../widgets/problem.tsx'
import { saveFile } from '../../widgets/save-file.ts'
import { SimpleTable } from '../../widgets/simple-table.tsx'
import { counted, wordsOf } from '../../widgets/words.ts'
import { useOrganizationChange } from '../settings/organization-change.ts'
import classes from './log.module.css'

type Package = Answered<'listPackages'>['items'][number]

const pollMs = 2000

/** Packages of the log and its evidence, for whoever may take them along. */
export function Packages() {
  const packages = useAnswer('listPackages', {})
  const make = useOrganizationChange(async (_: null, organization) =>
    call('makePackage', { body: {} }, { organization }),
  )
  const { refetch } = packages
  const isMaking = packages.data?.items.some(({ state }) => state === 'waiting' || state === 'making') ?? false
  useEffect(() => {
    if (!isMaking) return
    const timer = setInterval(() => void refetch(), pollMs)
    return () => clearInterval(timer)
  }, [isMaking, refetch])
  return (
    <details className={classes['checkpoint']}>
      <summary>Packages: the log and its evidence in one file that an auditor can verify offline.</summary>
      <Group mt="xs" mb="xs">
        <Button
          variant="default"
          leftSection={<IconPackageExport size={15} aria-hidden />}
          loading={make.isPending}
          onClick={() => make.mutate(null)}
        >
          Make a package of everything
        </Button>
      </Group>
      {make.error !== null && <Problem error={make.error} />}
      <Answer of={packages} loading={null}>
        {({ items }) =>
          items.length > 0 && (
            <SimpleTable
              label="Packages"
              head={['Asked for', 'By', 'State', 'Holds', 'File']}
              rows={items.map((item) => ({
                key: item.id,
                cells: [
                  <Instant key="at" at={item.requested} />,
                  item.by.name,
                  <State key="state" item={item} />,
                  item.content === null
                    ? ''
                    : `${counted(item.content.entries, 'entry', 'entries')}, ${counted(item.content.artifacts, 'file')}`,
                  item.content === null ? '' : <Download key="file" item={item} />,
                ],
              }))}
            />
          )
        }
      </Answer>
    </details>
  )
}

function State({ item: { state, progress, problem } }: { readonly item: Package }) {
  const howFar = state === 'making' && progress.total > 0 ? `, ${progress.done} of ${progress.total} files` : ''
  return <span aria-live="polite">{problem ?? `${wordsOf(state)}${howFar}`}</span>
}

function Download({ item }: { readonly item: Package }) {
  const organization = useOrganization()
  const download = useMutation({
    mutationFn: async () =>
      saveFile(
        `evidentia-${item.id.slice(0, 8)}.zip`,
        'application/zip',
        await readPackageContent(item.id, organization),
      ),
  })
  return (
    <>
      <Button
        variant="default"
        size="xs"
        leftSection={<IconDownload size={14} aria-hidden />}
        loading={download.isPending}
        onClick={() => download.mutate()}
      >
        Download
      </Button>
      {download.error !== null && <Problem error={download.error} />}
    </>
  )
}
