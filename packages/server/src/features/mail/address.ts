/** What a mailbox is named by within the installation. */
export interface MailboxName {
  readonly organization: string
  readonly mailbox: string
}

/** `<mailbox>.<organization>@<host name>`, by short names. None of them has a dot, so it can be taken apart again. */
export function addressOf({ organization, mailbox }: MailboxName, host: string): string {
  return `${mailbox}.${organization}@${host}`
}

/** The mailbox an address names; null for any other host, as nothing is passed on, and for what can be no mailbox. */
export function readAddress(address: string, host: string): MailboxName | null {
  const at = address.lastIndexOf('@')
  if (address.slice(at + 1).toLowerCase() !== host.toLowerCase()) return null
  const [mailbox, organization, ...more] = address.slice(0, at).toLowerCase().split('.')
  if (mailbox === undefined || organization === undefined || more.length > 0) return null
  return { mailbox, organization }
}
