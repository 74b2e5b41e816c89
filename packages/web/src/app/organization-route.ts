import type { QueryClient } from '@tanstack/react-query'
import { createRootRouteWithContext, createRoute, notFound, redirect, retainSearchParams } from '@tanstack/react-router'
import { sessionQuery } from '../client/session.ts'
import { NotFoundDoorway } from '../pages/error/not-found-page.tsx'
import { readAsOfSearch } from './page-search.ts'
import { Shell } from './shell.tsx'

export interface RouterContext {
  readonly queryClient: QueryClient
}

export const root = createRootRouteWithContext<RouterContext>()({ notFoundComponent: NotFoundDoorway })

/** Who is signed in; whoever is not is led to the page for it, and back afterwards. */
export async function requireSession({ context, location }: { context: RouterContext; location: { href: string } }) {
  const session = await context.queryClient.ensureQueryData(sessionQuery)
  if (session.user === null) redirect({ to: '/sign-in', search: { next: location.href }, throw: true })
  return session
}

/** Everything below one organization; one the reader does not belong to is not there. */
export const organization = createRoute({
  getParentRoute: () => root,
  path: '/o/$org',
  validateSearch: readAsOfSearch,
  search: { middlewares: [retainSearchParams(['asOf', 'from', 'to'])] },
  beforeLoad: async (at) => {
    const session = await requireSession(at)
    if (!session.organizations.some(({ slug }) => slug === at.params.org)) notFound({ throw: true })
  },
  component: Shell,
  notFoundComponent: NotFoundDoorway,
})
