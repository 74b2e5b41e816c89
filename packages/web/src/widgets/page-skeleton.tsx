import { Skeleton, Stack } from '@mantine/core'

/** What stands where a page will be. */
export function PageSkeleton() {
  return (
    <Stack gap="sm" p="lg" role="status" aria-label="Loading">
      <Skeleton height={26} width={220} />
      <Skeleton height={14} width={420} maw="90%" />
      <Skeleton height={180} mt="sm" />
      <Skeleton height={120} />
    </Stack>
  )
}
