import type { FastifyReply, FastifyRequest } from 'fastify'
import { EvidentiaError } from '@evidentia/core'
import { sessionLifetimeMs } from '../auth/sessions.ts'

// The prefix __Host- makes the browser refuse the cookie from any other host, path or plain HTTP; it needs HTTPS.
const secureName = '__Host-evidentia'
const plainName = 'evidentia'

export function readSessionCookie(request: FastifyRequest): string | undefined {
  return request.cookies[isSecure(request) ? secureName : plainName]
}

export function writeSessionCookie(request: FastifyRequest, reply: FastifyReply, token: string): void {
  const secure = isSecure(request)
  void reply.setCookie(secure ? secureName : plainName, token, {
    path: '/',
    httpOnly: true,
    sameSite: 'strict',
    secure,
    maxAge: sessionLifetimeMs / 1000,
  })
}

export function clearSessionCookie(request: FastifyRequest, reply: FastifyReply): void {
  const secure = isSecure(request)
  void reply.clearCookie(secure ? secureName : plainName, { path: '/', httpOnly: true, sameSite: 'strict', secure })
}

/** Scheme, host and port the client used. */
export function originOfRequest(request: FastifyRequest): string {
  return `${isSecure(request) ? 'https' : 'http'}://${request.host}`
}

/**
 * Refuses a change that another site's page asks this browser for. SameSite=Strict already keeps the cookie away from it;
 * this also covers sign-in itself, and neighbours on the same host name.
 */
export function refuseForeignOrigin(request: FastifyRequest): void {
  if (request.method === 'GET' || request.method === 'HEAD' || request.headers.authorization !== undefined) return
  const site = request.headers['sec-fetch-site']
  const { origin } = request.headers
  const isOwn =
    site === undefined
      ? origin === undefined
        ? readSessionCookie(request) === undefined
        : hostOf(origin) === request.host
      : site === 'same-origin' || site === 'none'
  if (!isOwn)
    throw new EvidentiaError('not-permitted', 'This request does not come from a page of this server.', {
      remedy: 'Use the web app, or an API key.',
    })
}

export function isSecure(request: FastifyRequest): boolean {
  return request.protocol === 'https' || request.server.publicOrigin?.startsWith('https:') === true
}

function hostOf(origin: string): string | null {
  return URL.canParse(origin) ? new URL(origin).host : null
}
