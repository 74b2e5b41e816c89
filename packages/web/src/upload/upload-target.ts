import type { Proves, Row } from '@evidentia/core'

/** One thing a file may prove, with the words a person knows it by. */
export interface UploadTarget {
  readonly key: string
  readonly label: string
  readonly proves: Proves
  readonly systemOfRecord: string
}

/** What an upload starts with; the person decides about all of it. */
export interface UploadStart {
  readonly targets?: readonly UploadTarget[]
  readonly effective?: { readonly from: string; readonly to: string }
  readonly files?: readonly File[]
  /** The evidence this upload corrects. */
  readonly supersedes?: { readonly id: string; readonly name: string }
}

type Provable = Pick<
  Row,
  'key' | 'control' | 'requirement' | 'requirementTitle' | 'system' | 'vendor' | 'subjectName' | 'systemOfRecord'
>

/** The row of the matrix as something to prove. */
export function targetOf(row: Provable): UploadTarget {
  return {
    key: row.key,
    label: `${row.requirementTitle}, ${row.subjectName}`,
    systemOfRecord: row.systemOfRecord,
    proves: {
      requirement: `${row.control}/${row.requirement}`,
      ...(row.system === null ? {} : { system: row.system }),
      ...(row.vendor === null ? {} : { vendor: row.vendor }),
    },
  }
}
