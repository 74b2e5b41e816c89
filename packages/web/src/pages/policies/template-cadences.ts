import type { Cadence, PolicyTemplate } from '@evidentia/core'
import { useQueries } from '@tanstack/react-query'
import type { Answer } from '../../client/answers.ts'
import { call } from '../../client/call.ts'
import { useOrganization } from '../../client/organization.ts'
import { listCadences } from './template-preview.ts'

/** How often the evidence a template speaks of is owed by this organization, by `<control>/<evidence requirement>`. */
export function useCadences(template: PolicyTemplate): ReadonlyMap<string, Cadence> {
  const organization = useOrganization()
  const names = listCadences(template)
  const controls = [...new Set(names.map((name) => name.split('/')[0] ?? ''))]
  const answers = useQueries({
    queries: controls.map((control) => ({
      queryKey: [organization, 'readControl', { params: { control }, query: {} }],
      queryFn: async ({ signal }: { readonly signal: AbortSignal }) =>
        call('readControl', { params: { control }, query: {} }, { organization, signal }),
    })),
  })
  return new Map(
    answers
      .flatMap(({ data }) => (data === undefined ? [] : cadencesOf(data)))
      .filter(([name]) => names.includes(name)),
  )
}

function cadencesOf({ control, tailoring }: Answer<'readControl'>): readonly (readonly [string, Cadence])[] {
  return control.evidence.map(({ id, cadence }) => [
    `${control.id}/${id}`,
    tailoring?.evidence?.[id]?.cadence ?? cadence,
  ])
}
