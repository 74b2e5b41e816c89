import { useSearch } from '@tanstack/react-router'
import { useToday } from '../client/organization.ts'
import { useAnswer } from '../client/answers.ts'
import { yearOf } from '../time/calendar.ts'

export interface Period {
  readonly from: string
  readonly to: string
}

/** The period of the address, else the organization's observation period, else this year; undefined until it is known. */
export function usePeriod(): Period | undefined {
  const { from, to } = useSearch({ from: '/o/$org' })
  const today = useToday()
  const isChosen = from !== undefined && to !== undefined
  const overview = useAnswer('readOverview', { query: {} }, { enabled: !isChosen })
  if (isChosen) return { from, to }
  if (overview.data !== undefined) return overview.data.organization.observationPeriod ?? yearOf(today)
  return overview.error === null ? undefined : yearOf(today)
}
