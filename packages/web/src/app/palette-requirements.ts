import { useQueries } from '@tanstack/react-query'
import { useAnswer } from '../client/answers.ts'
import { call } from '../client/call.ts'
import { useOrganization } from '../client/organization.ts'
import { matchRequirements, type FoundRequirement } from './requirement-match.ts'

const shortestText = 3
const minuteMilliseconds = 60_000

/** Requirements of the frameworks the organization is judged by whose identifier or title matches a text. */
export function useRequirementsByText(text: string, enabled: boolean): readonly FoundRequirement[] {
  const organization = useOrganization()
  const isAsking = enabled && text.length >= shortestText
  const frameworks = useAnswer('listFrameworks', { query: { limit: 100 } }, { enabled: isAsking })
  const chosen = (frameworks.data?.items ?? []).filter((framework) => framework.enabled)
  const requirements = useQueries({
    queries: chosen.map(({ id, shortTitle }) => ({
      queryKey: [organization, 'palette-requirements', id],
      queryFn: async ({ signal }: { readonly signal: AbortSignal }) => {
        const answer = await call('readFramework', { params: { framework: id }, query: {} }, { organization, signal })
        return answer.requirements.map((requirement): FoundRequirement => ({
          framework: id,
          frameworkTitle: shortTitle,
          id: requirement.id,
          title: requirement.title,
        }))
      },
      enabled: isAsking,
      staleTime: 10 * minuteMilliseconds,
    })),
    combine: (answers) => answers.flatMap(({ data }) => data ?? []),
  })
  return isAsking ? matchRequirements(requirements, text) : []
}
