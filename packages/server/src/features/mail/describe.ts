import type { contracts, Mailbox, Returned } from '@evidentia/core'
import type { MailConfig } from '../../mail-config.ts'

type View = Returned<(typeof contracts)['listMailboxes']>['items'][number]

/** A mailbox as it stands: its address, or what keeps mail from arriving. */
export function describeMailbox(
  { id, name, source, senders, shows }: Mailbox,
  config: MailConfig | null,
  addressAt: (host: string) => string,
): View {
  const view = { id, name, source, senders: [...senders], shows }
  if (config === null)
    return {
      ...view,
      address: null,
      problem: { sentence: 'This server takes in no mail.', remedy: 'Ask the operator to set EVIDENTIA_MAIL_PORT.' },
    }
  const problem =
    shows === 'none' && !config.isUnprovenAllowed
      ? {
          sentence: 'The mailbox asks for no proof of its senders, so nothing is taken in.',
          remedy: 'Ask for DKIM or SPF, or ask the operator to set EVIDENTIA_MAIL_UNPROVEN.',
        }
      : null
  return { ...view, address: addressAt(config.name), problem }
}
