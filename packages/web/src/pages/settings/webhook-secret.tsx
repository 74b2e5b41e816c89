import { Button, CopyButton } from '@mantine/core'
import type { Answer as Answered } from '../../client/answers.ts'
import classes from './settings.module.css'

/** A secret, once, with the address it is for. */
export function SecretShown({ made: { secret, address } }: { readonly made: Answered<'makeWebhookSecret'> }) {
  return (
    <div className={classes['secret']} role="status">
      <p>Give the sender this address and secret. The secret is shown only now, and the one before it has ended.</p>
      <code>{address}</code>
      <code>{secret}</code>
      <CopyButton value={secret}>
        {({ copied, copy }) => (
          <Button variant="default" onClick={copy}>
            {copied ? 'Copied' : 'Copy the secret'}
          </Button>
        )}
      </CopyButton>
    </div>
  )
}
