import { useMemo } from 'react'
import { useAnswer } from '../../client/answers.ts'
import { usePermission } from '../../client/organization.ts'

/** Short titles of the frameworks by id. */
export function useFrameworkTitles(): { readonly [id: string]: string } {
  const frameworks = useAnswer('listFrameworks', { query: { limit: 100 } }, { enabled: usePermission('catalog:read') })
  return useMemo(
    () => Object.fromEntries((frameworks.data?.items ?? []).map(({ id, shortTitle }) => [id, shortTitle])),
    [frameworks.data],
  )
}
