import { contracts } from '@evidentia/core'
import { operation, type Operation } from '../../platform/http/operation.ts'
import type { PasskeyService } from './passkeys.ts'
import type { CredentialService } from './service.ts'

export function credentialRoutes(credentials: CredentialService, passkeys: PasskeyService): Operation[] {
  return [
    operation(contracts.setPassword, async ({ caller, client, body, answer }) => {
      answer.setSession(await credentials.setPassword(caller, client, body.password, body.current))
    }),
    operation(contracts.beginTotp, async ({ caller }) => credentials.beginTotp(caller)),
    operation(contracts.confirmTotp, async ({ caller, client, body }) =>
      credentials.confirmTotp(caller, client, body.code),
    ),
    operation(contracts.beginPasskey, async ({ caller, client }) => passkeys.beginRegistration(caller, client)),
    operation(contracts.addPasskey, async ({ caller, client, body }) =>
      passkeys.finishRegistration(caller, client, body.challenge, body.name, body.response),
    ),
  ]
}
