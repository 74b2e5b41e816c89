import { Button, Group, Modal, Stack, Text } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { call } from '../client/call.ts'
import { useMembership } from '../client/organization.ts'
import { sessionQuery } from '../client/session.ts'
import { Problem } from '../widgets/problem.tsx'

/** Asks before the sample is removed, and says what that does. */
export function RemoveSampleDialog({ opened, onClose }: { readonly opened: boolean; readonly onClose: () => void }) {
  const membership = useMembership()
  const queryClient = useQueryClient()
  const navigate = useNavigate()
  const removal = useMutation({
    mutationFn: async () => call('removeSample', {}, { organization: membership?.slug }),
    onSuccess: async () => {
      await queryClient.fetchQuery({ ...sessionQuery, staleTime: 0 })
      await navigate({ to: '/' })
      queryClient.removeQueries({ queryKey: [membership?.slug ?? ''] })
    },
  })
  return (
    <Modal opened={opened} onClose={onClose} title="Remove the sample?">
      <Stack gap="sm">
        <Text>
          This removes {membership?.name} with its program, all of its evidence files, its log and its API keys.
          Receipts from it stay verifiable offline; nothing else of it remains. It cannot be undone, and no other
          organization is touched.
        </Text>
        {removal.error !== null && <Problem error={removal.error} />}
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose} data-autofocus>
            Keep the sample
          </Button>
          <Button color="brick" loading={removal.isPending} onClick={() => removal.mutate()}>
            Remove the sample
          </Button>
        </Group>
      </Stack>
    </Modal>
  )
}
