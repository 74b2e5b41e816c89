import type { QueryClient } from '@tanstack/react-query'
import { createRouter } from '@tanstack/react-router'
import { ErrorPage } from '../pages/error/error-page.tsx'
import { NotFoundPage } from '../pages/error/not-found-page.tsx'
import { PageSkeleton } from '../widgets/page-skeleton.tsx'
import { organizationRoutes } from './organization-routes.ts'
import { account, choose, create, organization, root, signIn } from './root-routes.tsx'

const tree = root.addChildren([signIn, choose, create, account, organization.addChildren(organizationRoutes)])

export function createAppRouter(queryClient: QueryClient) {
  return createRouter({
    routeTree: tree,
    context: { queryClient },
    defaultPreload: 'intent',
    defaultPendingComponent: PageSkeleton,
    defaultPendingMs: 300,
    defaultErrorComponent: ErrorPage,
    defaultNotFoundComponent: NotFoundPage,
    scrollRestoration: true,
    // A page about another thing starts empty, and never shows the last one's answers under a new address.
    defaultRemountDeps: ({ params }) => params,
  })
}

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof createAppRouter>
  }
  interface HistoryState {
    /** A table that goes along to where its columns are mapped. */
    table?: File
  }
}
