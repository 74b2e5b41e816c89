import { Loader, NativeSelect, NumberInput, Text } from '@mantine/core'
import type { Answer } from '../../client/answers.ts'
import { FileDrop } from '../../upload/file-drop.tsx'
import { Problem } from '../../widgets/problem.tsx'
import { SimpleTable } from '../../widgets/simple-table.tsx'
import type { MappingDraft } from './mapping-draft.ts'
import classes from './mappings.module.css'

interface TableChoiceProps {
  readonly file: File | null
  readonly draft: MappingDraft
  readonly seen: Answer<'previewMapping'> | null
  readonly isLooking: boolean
  readonly error: Error | null
  readonly onFile: (file: File) => void
  readonly onChange: (draft: MappingDraft) => void
}

const delimiters = [
  { value: ',', label: 'Comma' },
  { value: ';', label: 'Semicolon' },
  { value: '\t', label: 'Tab' },
  { value: '|', label: 'Vertical bar' },
] as const

/** Chooses a table, says how it is laid out, and shows its first rows. */
export function TableChoice({ file, draft, seen, isLooking, error, onFile, onChange }: TableChoiceProps) {
  const sheets = seen?.sheets ?? null
  return (
    <div className={classes['form']}>
      <FileDrop files={file === null ? [] : [file]} many={false} onFiles={([first]) => first && onFile(first)} />
      {file === null ? (
        <Text size="sm" className="soft">
          A CSV or Excel file with one row for each thing. It is only looked at, and kept nowhere.
        </Text>
      ) : (
        <div className={classes['fields']}>
          {sheets === null ? (
            <NativeSelect
              label="Columns are separated by"
              data={delimiters}
              value={draft.delimiter}
              onChange={(event) => {
                const chosen = delimiters.find(({ value }) => value === event.currentTarget.value)
                if (chosen !== undefined) onChange({ ...draft, delimiter: chosen.value })
              }}
            />
          ) : (
            <NativeSelect
              label="Sheet"
              data={[{ value: '', label: 'The first' }, ...sheets.map((value) => ({ value, label: value }))]}
              value={draft.sheet ?? ''}
              onChange={(event) => onChange({ ...draft, sheet: event.currentTarget.value || null })}
            />
          )}
          <NumberInput
            label="Row with the names of the columns"
            min={1}
            max={50}
            clampBehavior="strict"
            allowDecimal={false}
            value={draft.headerRow}
            onChange={(value) => onChange({ ...draft, headerRow: typeof value === 'number' && value > 0 ? value : 1 })}
          />
        </div>
      )}
      {isLooking && seen === null && <Loader size="xs" aria-label="Looking at the table" />}
      {error !== null && <Problem error={error} />}
      {seen !== null && seen.columns.length === 0 && seen.refusal !== null && (
        <Text size="sm" role="alert" className={classes['refusal']}>
          {seen.refusal.sentence} {seen.refusal.remedy}
        </Text>
      )}
      {seen !== null && seen.columns.length > 0 && (
        <SimpleTable
          label="First rows"
          head={seen.columns.map((name, at) => (name === '' ? `Column ${at + 1}` : name))}
          rows={seen.rows.slice(0, 5).map((row, at) => ({
            key: String(at),
            cells: seen.columns.map((_, cell) => row[cell] ?? ''),
          }))}
        />
      )}
    </div>
  )
}
