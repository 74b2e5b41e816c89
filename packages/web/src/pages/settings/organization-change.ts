import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useOrganization } from '../../client/organization.ts'

/** A change within the organization; afterwards everything shown of it is asked again. */
export function useOrganizationChange<T, A>(change: (given: A, organization: string) => Promise<T>) {
  const organization = useOrganization()
  const queryClient = useQueryClient()
  return useMutation({
    mutationFn: async (given: A) => change(given, organization),
    onSuccess: async () => queryClient.invalidateQueries({ queryKey: [organization] }),
  })
}
