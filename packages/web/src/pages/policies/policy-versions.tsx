import { Button } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { readFile } from '../../client/call.ts'
import { useOrganization } from '../../client/organization.ts'
import { TextDiff } from '../../markdown/text-diff.tsx'
import { Instant, Day } from '../../time/day.tsx'
import { formatDate } from '../../time/format.ts'
import { Problem } from '../../widgets/problem.tsx'
import { saveFile } from '../../widgets/save-file.ts'
import { SimpleTable } from '../../widgets/simple-table.tsx'
import type { PolicyVersion } from './policy-page.tsx'
import classes from './policy.module.css'

interface PolicyVersionsProps {
  readonly policy: string
  readonly versions: readonly PolicyVersion[]
  readonly people: { readonly [id: string]: string }
}

/** Every version, newest first, with its file and what changed in it. */
export function PolicyVersions({ policy, versions, people }: PolicyVersionsProps) {
  const org = useOrganization()
  const [shown, setShown] = useState<number | null>(null)
  const pdf = useMutation({
    mutationFn: async (version: PolicyVersion) => {
      const file = await readFile('readPolicyPdf', { params: { policy, sha256: version.sha256 } }, org)
      saveFile(`${policy}-${version.effective}.pdf`, 'application/pdf', file)
    },
  })
  const ordered = versions.toSorted((a, b) => b.entry - a.entry)
  const index = ordered.findIndex(({ entry }) => entry === shown)
  const [version, before] = [ordered[index], ordered[index + 1]]
  return (
    <div className={classes['stack']}>
      <SimpleTable
        label="Versions"
        head={['From', 'Recorded', 'Author', 'Approval', 'Log entry', 'Read']}
        rows={ordered.map((item, place) => ({
          key: String(item.entry),
          cells: [
            <Day key="from" date={item.effective} />,
            <Instant key="recorded" at={item.recordedAt} />,
            people[item.body.author] ?? item.body.author,
            item.body.approval === undefined
              ? 'Draft'
              : `${people[item.body.approval.by] ?? item.body.approval.by}, ${formatDate(item.body.approval.on)}`,
            <Link key="entry" to="/o/$org/log" params={{ org }}>
              {item.entry}
            </Link>,
            <div key="read" className={classes['form']}>
              <Button
                variant="default"
                size="compact-sm"
                loading={pdf.isPending && pdf.variables === item}
                aria-label={`PDF of the version of entry ${item.entry}`}
                onClick={() => pdf.mutate(item)}
              >
                PDF
              </Button>
              {place < ordered.length - 1 && (
                <Button
                  variant="default"
                  size="compact-sm"
                  aria-expanded={shown === item.entry}
                  aria-label={`Changes of the version of entry ${item.entry}`}
                  onClick={() => setShown(shown === item.entry ? null : item.entry)}
                >
                  Changes
                </Button>
              )}
            </div>,
          ],
        }))}
      />
      {pdf.error !== null && <Problem error={pdf.error} />}
      {version !== undefined && before !== undefined && (
        <TextDiff
          against={`the version of log entry ${before.entry}`}
          before={before.body.text}
          after={version.body.text}
        />
      )}
    </div>
  )
}
