import { contracts } from '@evidentia/core'
import { operation, type Operation } from '../../platform/http/operation.ts'
import type { PasskeyService } from '../credentials/passkeys.ts'
import type { SessionService } from './service.ts'

export function sessionRoutes(sessions: SessionService, passkeys: PasskeyService): Operation[] {
  return [
    operation(contracts.readSession, async ({ caller }) => sessions.describe(caller.type === 'user' ? caller : null)),
    operation(contracts.redeemLink, async ({ client, body, answer }) => {
      const { token, session } = await sessions.redeemLink(client, body.token)
      answer.setSession(token)
      return session
    }),
    operation(contracts.signIn, async ({ client, body, answer }) => {
      const result = await sessions.signIn(client, body.email, body.password, body.code)
      if ('needs' in result) return result
      answer.setSession(result.token)
      return result.session
    }),
    operation(contracts.beginPasskeySignIn, async ({ client }) => passkeys.beginSignIn(client)),
    operation(contracts.finishPasskeySignIn, async ({ client, body, answer }) => {
      const { token, session } = await sessions.signInWithPasskey(client, body.challenge, body.response)
      answer.setSession(token)
      return session
    }),
    operation(contracts.signOut, async ({ caller, client, answer }) => {
      await sessions.signOut(caller, client)
      answer.clearSession()
    }),
    operation(contracts.listSessions, async ({ caller }) => ({ items: await sessions.list(caller) })),
    operation(contracts.endSession, async ({ caller, client, params }) => sessions.end(caller, client, params.session)),
  ]
}
