import { z } from 'zod'

/** The address of a system as a setting: a base without a query, credentials or a slash at its end. */
export function addressSetting(title: string, description: string, fallback?: string) {
  const address = z
    .url({ protocol: /^https?$/, error: 'write an address as https://example.org' })
    .refine((text) => {
      const url = URL.parse(text)
      return url !== null && url.username === '' && url.password === '' && url.search === '' && url.hash === ''
    }, 'leave out credentials, query and fragment')
    .transform((text) => text.replace(/\/+$/, ''))
  return (fallback === undefined ? address : address.default(fallback)).meta({ title, description })
}
