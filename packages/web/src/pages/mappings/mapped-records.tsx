import { Text } from '@mantine/core'
import type { Answer } from '../../client/answers.ts'
import { SimpleTable } from '../../widgets/simple-table.tsx'
import { counted, wordsOf } from '../../widgets/words.ts'
import { cellText } from '../evidence/record-cells.ts'
import { isFilled, type Mappable, type MappingDraft } from './mapping-draft.ts'
import classes from './mappings.module.css'

interface MappedRecordsProps {
  readonly seen: Answer<'previewMapping'>
  readonly type: Mappable
  readonly draft: MappingDraft
}

/** The first records as they would be, what is not read, and what refuses the table. */
export function MappedRecords({ seen: { records, total, skipped, refusal, faults }, type, draft }: MappedRecordsProps) {
  if (faults.length > 0)
    return (
      <Text size="sm">Nothing yet: {counted(faults.length, 'part')} of the mapping must be filled in or mended.</Text>
    )
  const fields = type.fields.map(({ name }) => name).filter((name) => isFilled(draft.fields[name]))
  const unread = skipped.filter(({ field }) => field !== null).map(({ field }) => field)
  return (
    <div className={classes['form']}>
      {refusal === null ? (
        <Text size="sm" role="status">
          {counted(total, `${wordsOf(type.type).toLowerCase()} record`)}, all rows read.
          {unread.length > 0 && ` Not read: ${unread.join(', ')}.`}
        </Text>
      ) : (
        <Text size="sm" role="alert" className={classes['refusal']}>
          This table is refused: {refusal.sentence} {refusal.remedy}
        </Text>
      )}
      {records.length > 0 && (
        <SimpleTable
          label="First records"
          head={['Name', ...fields]}
          rows={records.map(({ key, body }) => ({
            key,
            cells: [key, ...fields.map((name) => cellText({ ...body }, name))],
          }))}
        />
      )}
    </div>
  )
}
