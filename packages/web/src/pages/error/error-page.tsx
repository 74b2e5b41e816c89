import type { ErrorComponentProps } from '@tanstack/react-router'
import { useRouter } from '@tanstack/react-router'
import { Retry } from '../../widgets/answer.tsx'
import { Page } from '../../widgets/page.tsx'
import { Problem } from '../../widgets/problem.tsx'

/** A page that could not be shown. */
export function ErrorPage({ error }: ErrorComponentProps) {
  const router = useRouter()
  return (
    <Page title="This page could not be shown">
      <Problem error={error} action={<Retry onRetry={() => void router.invalidate()} />} />
    </Page>
  )
}
