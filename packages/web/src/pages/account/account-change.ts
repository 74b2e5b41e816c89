import { useMutation, useQueryClient } from '@tanstack/react-query'
import { sessionQuery } from '../../client/session.ts'

/** A change of the account; afterwards everything shown about it is asked again. */
export function useAccountChange<T, A>(change: (given: A) => Promise<T>) {
  const queryClient = useQueryClient()
  return useMutation({
    mutationFn: change,
    onSuccess: async () => {
      await queryClient.fetchQuery({ ...sessionQuery, staleTime: 0 })
      await queryClient.invalidateQueries({ queryKey: ['account'] })
    },
  })
}
