import { Button, Group } from '@mantine/core'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import type { Answer } from '../../client/answers.ts'
import { usePermission } from '../../client/organization.ts'
import { Day } from '../../time/day.tsx'
import { formatDate } from '../../time/format.ts'
import { Fact, Facts } from '../../widgets/facts.tsx'
import { Section } from '../../widgets/page.tsx'
import { AdoptEdition } from './adopt-edition.tsx'
import { EditionPreview } from './edition-preview.tsx'
import classes from './framework.module.css'

type Framework = Answer<'readFramework'>['framework']

/** Which edition this is, where it comes from, and what being judged by it would change. */
export function FrameworkEdition({ framework }: { readonly framework: Framework }) {
  const { preview } = useSearch({ from: '/o/$org/frameworks/$framework' })
  const navigate = useNavigate({ from: '/o/$org/frameworks/$framework' })
  const mayRead = usePermission('program:read')
  const mayAdopt = usePermission('program:write')
  const [isAdopting, setAdopting] = useState(false)
  const { effective, source } = framework
  const isOpen = preview === 'yes' && mayRead
  return (
    <Section
      title="Edition"
      aside={
        <span className="soft">
          {framework.enabled ? 'This organization is judged by it' : 'This organization is not judged by it'}
        </span>
      }
    >
      <Facts>
        <Fact name="Edition">{framework.edition}</Fact>
        {effective !== undefined && (
          <Fact name="In effect">{`${effective.from === undefined ? '' : `From ${formatDate(effective.from)}`}${effective.to === undefined ? '' : ` to ${formatDate(effective.to)}`}`}</Fact>
        )}
        <Fact name="Source">
          {source.title}
          {source.reference !== undefined && `, ${source.reference}`}. Compared with it on <Day date={source.checked} />
          .{source.confidence !== undefined && ` Confidence: ${source.confidence}`}
        </Fact>
        <Fact name="License">{framework.licence}</Fact>
        <Fact name="Counting">{framework.counting}</Fact>
      </Facts>
      {!framework.enabled && mayRead && (
        <Group gap="xs" mt="sm" data-print="hidden">
          <Button
            variant="default"
            aria-expanded={isOpen}
            onClick={() =>
              void navigate({
                search: (old) => ({ ...old, preview: isOpen ? undefined : 'yes' }),
                replace: true,
                resetScroll: false,
              })
            }
          >
            {isOpen ? 'Hide what it would change' : 'Show what it would change'}
          </Button>
          {mayAdopt && (
            <Button variant="default" onClick={() => setAdopting(true)}>
              Be judged by it from a day
            </Button>
          )}
        </Group>
      )}
      {isOpen && !framework.enabled && (
        <div className={classes['preview']}>
          <EditionPreview framework={framework} />
        </div>
      )}
      {isAdopting && <AdoptEdition framework={framework} onClose={() => setAdopting(false)} />}
    </Section>
  )
}
