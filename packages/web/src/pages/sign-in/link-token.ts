/**
 * The token of a one-time link, from the fragment of the address, which is dropped at once. A fragment is never sent to a
 * server, so the token is in no log and no referrer.
 */
export function takeLinkToken(): string | null {
  const token = location.hash.slice(1)
  if (token.length < 20) return null
  history.replaceState(history.state, '', `${location.pathname}${location.search}`)
  return token
}
