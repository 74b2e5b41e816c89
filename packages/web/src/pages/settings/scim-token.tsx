import { Button, CopyButton } from '@mantine/core'
import type { Answer as Answered } from '../../client/answers.ts'
import classes from './settings.module.css'

/** A token, once, with the address it opens. */
export function TokenShown({ made: { token, address } }: { readonly made: Answered<'makeScimToken'> }) {
  return (
    <div className={classes['secret']} role="status">
      <p>
        Give the identity provider this address and token. The token is shown only now, and the one before it has ended.
      </p>
      <code>{address}</code>
      <CopyButton value={address}>
        {({ copied, copy }) => (
          <Button variant="default" onClick={copy}>
            {copied ? 'Copied' : 'Copy the address'}
          </Button>
        )}
      </CopyButton>
      <code>{token}</code>
      <CopyButton value={token}>
        {({ copied, copy }) => (
          <Button variant="default" onClick={copy}>
            {copied ? 'Copied' : 'Copy the token'}
          </Button>
        )}
      </CopyButton>
    </div>
  )
}
