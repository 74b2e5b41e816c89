import type { QueryClient } from '@tanstack/react-query'
import {
  createRootRouteWithContext,
  createRoute,
  lazyRouteComponent,
  notFound,
  redirect,
  retainSearchParams,
} from '@tanstack/react-router'
import { sessionQuery } from '../client/session.ts'
import { NotFoundDoorway } from '../pages/error/not-found-page.tsx'
import { readAsOfSearch, readNextSearch } from './page-search.ts'
import { Shell } from './shell.tsx'

export interface RouterContext {
  readonly queryClient: QueryClient
}

export const root = createRootRouteWithContext<RouterContext>()({ notFoundComponent: NotFoundDoorway })

async function requireSession({ context, location }: { context: RouterContext; location: { href: string } }) {
  const session = await context.queryClient.ensureQueryData(sessionQuery)
  if (session.user === null) redirect({ to: '/sign-in', search: { next: location.href }, throw: true })
  return session
}

export const signIn = createRoute({
  getParentRoute: () => root,
  path: '/sign-in',
  validateSearch: readNextSearch,
  component: lazyRouteComponent(() => import('../pages/sign-in/sign-in-page.tsx'), 'SignInPage'),
})
export const choose = createRoute({
  getParentRoute: () => root,
  path: '/',
  beforeLoad: requireSession,
  component: lazyRouteComponent(() => import('../pages/organizations/choose-page.tsx'), 'ChoosePage'),
})
export const create = createRoute({
  getParentRoute: () => root,
  path: '/create',
  beforeLoad: requireSession,
  component: lazyRouteComponent(() => import('../pages/organizations/create-page.tsx'), 'CreatePage'),
})
export const account = createRoute({
  getParentRoute: () => root,
  path: '/account',
  beforeLoad: requireSession,
  component: lazyRouteComponent(() => import('../pages/account/account-page.tsx'), 'AccountPage'),
})

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
