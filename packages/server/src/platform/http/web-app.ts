import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import fastifyStatic from '@fastify/static'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { createNonce, setSecurityHeaders } from './security-headers.ts'

const dist = fileURLToPath(new URL('../../../../web/dist/', import.meta.url))
const noncePlaceholder = '%CSP_NONCE%'

/** Serves the built web app: its assets, and its page for every address that is not the API's. */
export async function serveWebApp(app: FastifyInstance): Promise<void> {
  await app.register(fastifyStatic, {
    root: dist,
    serve: existsSync(dist),
    index: false,
    wildcard: true,
    setHeaders: (reply, path) => {
      const isNamedByContent = path.includes('/assets/')
      void reply.header('cache-control', isNamedByContent ? 'public, max-age=31536000, immutable' : 'no-cache')
    },
  })
  app.get('/', (request, reply) => sendPage(request, reply))
}

/** The page of the web app, with this answer's nonce in it. */
export async function sendPage(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  const page = await readFile(`${dist}index.html`, 'utf8').catch(() => null)
  if (page === null) {
    return reply
      .code(503)
      .type('text/plain; charset=utf-8')
      .send('The web app has not been built yet; run npm start in the repository, or npx vite build packages/web.\n')
  }
  const nonce = createNonce()
  setSecurityHeaders(request, reply, nonce)
  return reply
    .type('text/html; charset=utf-8')
    .header('cache-control', 'no-store')
    .send(page.replaceAll(noncePlaceholder, nonce))
}
