import { isAllowedSender, mailSenderSchema, slugSchema } from '@evidentia/core'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { addressOf, readAddress } from './address.ts'

const slug = fc
  .stringMatching(/^[a-z0-9](?:[a-z0-9-]{0,20}[a-z0-9])?$/)
  .filter((text) => slugSchema.safeParse(text).success)

it('gives every mailbox of every organization an address of its own, in either case', () => {
  fc.assert(
    fc.property(slug, slug, (organization, mailbox) => {
      const named = { organization, mailbox }
      const address = addressOf(named, 'mail.example')
      expect(readAddress(address, 'Mail.Example')).toEqual(named)
      expect(readAddress(address.toUpperCase(), 'mail.example')).toEqual(named)
      expect(readAddress(address, 'other.example')).toBeNull()
    }),
  )
})

it.each(['', '@mail.example', 'box@mail.example', 'box.acme', 'a.b.c@mail.example', 'box.acme@mail.example@x.example'])(
  'takes "%s" for no mailbox',
  (address) => expect(readAddress(address, 'mail.example')).toBeNull(),
)

it('allows an address or exactly its domain, and no other that looks like it', () => {
  const allowed = ['Reports@Backup.example', '@elsewhere.example']
  for (const sender of ['reports@backup.example', 'anybody@Elsewhere.example'])
    expect(isAllowedSender(allowed, sender)).toBe(true)
  for (const sender of [
    '',
    'reports',
    '@elsewhere.example',
    'x@sub.elsewhere.example',
    'x@elsewhere.example.evil.example',
    'other@backup.example',
    'reports@backup.example@evil.example',
    'xreports@backup.example',
  ])
    expect(isAllowedSender(allowed, sender), sender).toBe(false)
})

it('takes an address or a domain as a sender, and nothing that would allow more', () => {
  for (const text of ['a@b.example', '@b.example', "o'neil+tag@b-c.example"])
    expect(mailSenderSchema.safeParse(text).success, text).toBe(true)
  for (const text of [
    '',
    '@',
    'b.example',
    '*@b.example.',
    '@*.example',
    '@example',
    'a b@b.example',
    'a@b@c.example',
    '<a@b.example>',
    'a@b.example\n',
  ])
    expect(mailSenderSchema.safeParse(text).success, text).toBe(false)
})
