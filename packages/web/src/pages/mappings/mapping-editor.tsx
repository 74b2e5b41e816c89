import { Button, Group, MultiSelect, NativeSelect, TextInput } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState, type ReactNode } from 'react'
import { call } from '../../client/call.ts'
import { useOrganization, useToday } from '../../client/organization.ts'
import { previewMapping } from '../../client/upload.ts'
import { useUpload } from '../../upload/upload-context.ts'
import { Page, Section } from '../../widgets/page.tsx'
import { Problem } from '../../widgets/problem.tsx'
import { wordsOf } from '../../widgets/words.ts'
import { OwnerField } from '../connections/owner-field.tsx'
import { slugOf } from '../organizations/organization-draft.ts'
import { useOrganizationChange } from '../settings/organization-change.ts'
import { FieldsTable } from './fields-table.tsx'
import {
  draftOf,
  emptyDraft,
  guessDelimiter,
  isFilled,
  mappingOf,
  proposeFields,
  proposeKey,
  type Mappable,
  type MappingDraft,
} from './mapping-draft.ts'
import { MappedRecords } from './mapped-records.tsx'
import { TableChoice } from './table-choice.tsx'
import classes from './mappings.module.css'

interface MappingEditorProps {
  readonly types: readonly Mappable[]
  readonly saved: { readonly id: string; readonly body: Readonly<Record<string, unknown>> } | null
  readonly file: File | null
  readonly above: ReactNode
}

/** A table, what its columns mean, and the records that this gives, as they would be. */
export function MappingEditor({ types, saved, file: given, above }: MappingEditorProps) {
  const org = useOrganization()
  const today = useToday()
  const navigate = useNavigate()
  const openUpload = useUpload()
  const [file, setFile] = useState(given)
  const [draft, setDraft] = useState<MappingDraft>(() => (saved === null ? emptyDraft : draftOf(saved.body)))
  const [name, setName] = useState(textIn(saved?.body, 'name'))
  const [owner, setOwner] = useState<string | null>(textIn(saved?.body, 'owner') || null)
  const type = types.find((one) => one.type === draft.recordType) ?? null
  const mapping = type === null ? null : mappingOf(draft, type)
  const [asked] = useDebouncedValue(
    JSON.stringify({ delimiter: draft.delimiter, sheet: draft.sheet, headerRow: draft.headerRow, mapping }),
    250,
  )
  const preview = useQuery({
    queryKey: [org, 'previewMapping', file?.name, file?.size, file?.lastModified, asked],
    queryFn: async () => (file === null ? null : previewMapping(JSON.parse(asked), file, org)),
    enabled: file !== null,
    placeholderData: keepPreviousData,
    retry: false,
    staleTime: Infinity,
  })
  const seen = preview.data ?? null
  const columns = seen !== null && seen.columns.length > 0 ? seen.columns : textsIn(saved?.body, 'columns')
  const table = { columns, words: seen?.words ?? [] }
  const id = saved?.id ?? slugOf(name)
  const save = useOrganizationChange(async (_: null, organization) =>
    call(
      'recordDocument',
      {
        params: { kind: 'mapping', id },
        body: { effective: today, body: { id, name: name.trim(), columns, mapping, owner } },
      },
      { organization },
    ),
  )
  const choose = async (chosen: File): Promise<void> => {
    const start = await chosen.slice(0, 4096).text()
    setFile(chosen)
    if (saved === null) setDraft((one) => ({ ...one, delimiter: start.startsWith('PK') ? ',' : guessDelimiter(start) }))
  }
  const chooseType = (recordType: string): void => {
    const next = types.find((one) => one.type === recordType)
    const fields = next === undefined ? {} : proposeFields(next, table)
    setDraft({ ...draft, recordType, fields, key: next === undefined ? [] : proposeKey(next, fields) })
  }
  const missing = missingPart({ name, id, owner, columns, type, seen })
  return (
    <Page
      title={saved === null ? 'Map a table' : textIn(saved.body, 'name')}
      above={above}
      lead="Say once what the columns of a table mean. Nothing is guessed: a field that is not mapped stays unsaid, and a value without a meaning refuses the file."
    >
      <Section title="The table">
        <TableChoice
          file={file}
          draft={draft}
          seen={seen}
          isLooking={preview.isFetching}
          error={preview.error}
          onFile={(chosen) => void choose(chosen)}
          onChange={setDraft}
        />
      </Section>
      {columns.length > 0 && (
        <Section title="What its columns mean">
          <div className={classes['fields']}>
            <NativeSelect
              label="Each row is"
              required
              data={[
                { value: '', label: 'Choose a record type' },
                ...types.map((one) => ({ value: one.type, label: wordsOf(one.type) })),
              ]}
              value={draft.recordType}
              onChange={(event) => chooseType(event.currentTarget.value)}
            />
            {type !== null && (
              <>
                <MultiSelect
                  label="Named by"
                  description="Two rows with the same name refuse the file."
                  required
                  data={type.fields.filter((field) => isFilled(draft.fields[field.name])).map((field) => field.name)}
                  value={[...draft.key]}
                  onChange={(key) => setDraft({ ...draft, key })}
                />
                <TextInput
                  label="Time zone of times without an offset"
                  placeholder="America/Chicago"
                  value={draft.timeZone}
                  onChange={(event) => setDraft({ ...draft, timeZone: event.currentTarget.value })}
                />
              </>
            )}
          </div>
          {type !== null && (
            <FieldsTable type={type} table={table} draft={draft} faults={seen?.faults ?? []} onChange={setDraft} />
          )}
        </Section>
      )}
      {type !== null && seen !== null && (
        <Section title="What it gives">
          <MappedRecords seen={seen} type={type} draft={draft} />
        </Section>
      )}
      {type !== null && (
        <Section title={saved === null ? 'Save it' : 'Save the change'}>
          <form
            className={classes['form']}
            onSubmit={(event) => {
              event.preventDefault()
              save.mutate(null)
            }}
          >
            <div className={classes['fields']}>
              <TextInput
                label="Name"
                required
                maxLength={120}
                value={name}
                onChange={(event) => setName(event.currentTarget.value)}
              />
              <OwnerField value={owner} onChange={setOwner} />
            </div>
            <Group gap="sm">
              <Button type="submit" disabled={missing !== null} loading={save.isPending}>
                Save the mapping
              </Button>
              <span className="soft" aria-live="polite">
                {missing ?? 'The next table with these columns is read by it.'}
              </span>
            </Group>
            {save.error !== null && <Problem error={save.error} />}
            {save.isSuccess && (
              <Group gap="sm" role="status">
                <span>Saved. Tables with these columns are read by it from today on.</span>
                {file !== null && (
                  <Button variant="default" onClick={() => openUpload({ files: [file] })}>
                    Record this file
                  </Button>
                )}
                <Button variant="default" onClick={() => void navigate({ to: '/o/$org/mappings', params: { org } })}>
                  All mappings
                </Button>
              </Group>
            )}
          </form>
        </Section>
      )}
    </Page>
  )
}

interface Whole {
  readonly name: string
  readonly id: string
  readonly owner: string | null
  readonly columns: readonly string[]
  readonly type: Mappable | null
  readonly seen: { readonly faults: readonly unknown[]; readonly refusal: object | null } | null
}

/** The first thing that keeps it from being saved, as a sentence. */
function missingPart({ name, id, owner, columns, type, seen }: Whole): string | null {
  if (columns.length === 0) return 'Choose a table.'
  if (type === null) return 'Say what each row is.'
  if (seen !== null && seen.faults.length > 0) return 'Map what is still missing.'
  if (seen !== null && seen.refusal !== null) return 'Mend what refuses this table.'
  if (name.trim() === '' || id === '') return 'Give it a name.'
  return owner === null ? 'Say who owns it.' : null
}

function textIn(body: Readonly<Record<string, unknown>> | undefined, name: string): string {
  const value = body?.[name]
  return typeof value === 'string' ? value : ''
}

function textsIn(body: Readonly<Record<string, unknown>> | undefined, name: string): string[] {
  const value = body?.[name]
  return Array.isArray(value) ? value.map(String) : []
}
