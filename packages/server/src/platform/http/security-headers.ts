import { randomBytes } from 'node:crypto'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { isSecure } from './session-cookie.ts'

/** A fresh nonce for one page. */
export function createNonce(): string {
  return randomBytes(16).toString('base64')
}

/** Headers of every answer. `nonce` is only given for the page of the web app. */
export function setSecurityHeaders(request: FastifyRequest, reply: FastifyReply, nonce: string | null): void {
  void reply.headers({
    'content-security-policy': nonce === null ? apiPolicy : pagePolicy(nonce),
    'x-content-type-options': 'nosniff',
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
    'referrer-policy': 'no-referrer',
    'permissions-policy': 'camera=(), geolocation=(), microphone=()',
    'x-request-id': request.id,
  })
  if (isSecure(request)) void reply.header('strict-transport-security', 'max-age=31536000; includeSubDomains')
}

const apiPolicy = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; sandbox"

function pagePolicy(nonce: string): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    `style-src 'self' 'nonce-${nonce}'`,
    "img-src 'self' data:",
    "connect-src 'self'",
    "font-src 'self'",
    "manifest-src 'self'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
  ].join('; ')
}
