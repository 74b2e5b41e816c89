import { Button, Group } from '@mantine/core'
import { useState } from 'react'
import { call } from '../../client/call.ts'
import { useOrganization, usePermission } from '../../client/organization.ts'
import { Instant } from '../../time/day.tsx'
import { ButtonLink } from '../../widgets/button-link.tsx'
import { Confirm } from '../../widgets/confirm.tsx'
import { Fact, Facts } from '../../widgets/facts.tsx'
import { StatementButton } from '../evidence/statement-button.tsx'
import { useOrganizationChange } from '../settings/organization-change.ts'
import { draftAgain } from './population-draft.ts'
import type { PopulationView } from './population-page.tsx'

/** Who attested what, whether auditors see it, and what may be done about both. */
export function PopulationActions({ population }: { readonly population: PopulationView }) {
  const { attestations, shared } = population
  return (
    <>
      <Facts>
        <Fact name="Attested">
          {attestations.length === 0 ? 'By nobody yet' : null}
          {attestations.map(({ says, by, at, sentence }) => (
            <div key={at}>
              {says === 'empty' ? 'Rightly empty' : 'Complete and accurate'}, says {by}, <Instant at={at} />: {sentence}
            </div>
          ))}
        </Fact>
        <Fact name="Auditors">
          {shared === null ? (
            'Do not see it yet'
          ) : (
            <>
              See it since {shared.by} shared it, <Instant at={shared.at} />
            </>
          )}
        </Fact>
      </Facts>
      <Group gap="xs" mt="sm" data-print="hidden">
        <Attest population={population} />
        <Share population={population} />
        <DrawAgain population={population} />
      </Group>
    </>
  )
}

function Attest({ population: { id, items } }: { readonly population: PopulationView }) {
  if (!usePermission('populations:attest')) return null
  const says = items === 0 ? 'empty' : 'complete'
  return (
    <StatementButton
      action={says === 'empty' ? 'Attest that it is empty' : 'Attest that it is complete'}
      title="Attest this population"
      label={says === 'empty' ? 'How you know that there was nothing' : 'What you compared it with'}
      required
      state={async (sentence, organization) =>
        call('attestPopulation', { params: { population: id }, body: { says, sentence } }, { organization })
      }
    >
      {says === 'empty'
        ? 'Your name is sealed with it: there was nothing in this period, and that is not because nobody looked.'
        : 'Your name is sealed with it: these are all the records there are, and they are accurate. What is open is listed below; say what you make of it.'}
    </StatementButton>
  )
}

function Share({ population: { id, shared, standing } }: { readonly population: PopulationView }) {
  const [isOpen, setOpen] = useState(false)
  const mayShare = usePermission('populations:share')
  const share = useOrganizationChange(async (_: null, organization) =>
    call('sharePopulation', { params: { population: id }, body: {} }, { organization }),
  )
  if (!mayShare || shared !== null) return null
  return (
    <>
      <Button variant="default" onClick={() => setOpen(true)}>
        Share with auditors
      </Button>
      {isOpen && (
        <Confirm
          title="Share this population"
          action="Share it"
          change={share}
          onConfirm={() => share.mutate(null, { onSuccess: () => setOpen(false) })}
          onClose={() => {
            share.reset()
            setOpen(false)
          }}
        >
          Auditors see it from then on, with its items and its card, and packages carry it. That is not taken back; a
          new population can take its place. {standing === 'attested' ? '' : 'Nobody has attested it yet.'}
        </Confirm>
      )}
    </>
  )
}

function DrawAgain({ population: { id, definition, supersededBy } }: { readonly population: PopulationView }) {
  const org = useOrganization()
  if (!usePermission('populations:freeze') || supersededBy !== null) return null
  return (
    <ButtonLink
      variant="default"
      to="/o/$org/populations/new"
      params={{ org }}
      search={{ draft: draftAgain(definition, id) }}
    >
      Draw it again
    </ButtonLink>
  )
}
