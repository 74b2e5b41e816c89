import { Alert } from '@mantine/core'
import { IconAlertTriangle } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { describeError, ProblemError } from '../client/problem.ts'
import classes from './problem.module.css'

/** What went wrong, in one sentence, with the request's id to quote and an action where there is one. */
export function Problem({ error, action }: { readonly error: unknown; readonly action?: ReactNode }) {
  const request = error instanceof ProblemError ? error.request : null
  return (
    <Alert
      role="alert"
      variant="outline"
      icon={<IconAlertTriangle size={18} aria-hidden />}
      className={classes['problem'] ?? ''}
      data-tone="bad"
    >
      <p>{describeError(error)}</p>
      {request !== null && <p className={classes['request']}>Request {request}</p>}
      {action}
    </Alert>
  )
}
