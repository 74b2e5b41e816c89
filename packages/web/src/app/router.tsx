import type { QueryClient } from '@tanstack/react-query'
import {
  createRootRouteWithContext,
  createRoute,
  createRouter,
  lazyRouteComponent,
  notFound,
  redirect,
  retainSearchParams,
} from '@tanstack/react-router'
import { sessionQuery } from '../client/session.ts'
import { ErrorPage } from '../pages/error/error-page.tsx'
import { NotFoundDoorway, NotFoundPage } from '../pages/error/not-found-page.tsx'
import { PageSkeleton } from '../widgets/page-skeleton.tsx'
import { readControlSearch, readEvidenceSearch, readListSearch, readMatrixSearch } from './list-search.ts'
import { readAsOfSearch, readNextSearch } from './page-search.ts'
import { Shell } from './shell.tsx'

interface RouterContext {
  readonly queryClient: QueryClient
}

const root = createRootRouteWithContext<RouterContext>()({ notFoundComponent: NotFoundDoorway })

async function requireSession({ context, location }: { context: RouterContext; location: { href: string } }) {
  const session = await context.queryClient.ensureQueryData(sessionQuery)
  if (session.user === null) redirect({ to: '/sign-in', search: { next: location.href }, throw: true })
  return session
}

const signIn = createRoute({
  getParentRoute: () => root,
  path: '/sign-in',
  validateSearch: readNextSearch,
  component: lazyRouteComponent(() => import('../pages/sign-in/sign-in-page.tsx'), 'SignInPage'),
})
const choose = createRoute({
  getParentRoute: () => root,
  path: '/',
  beforeLoad: requireSession,
  component: lazyRouteComponent(() => import('../pages/organizations/choose-page.tsx'), 'ChoosePage'),
})
const create = createRoute({
  getParentRoute: () => root,
  path: '/create',
  beforeLoad: requireSession,
  component: lazyRouteComponent(() => import('../pages/organizations/create-page.tsx'), 'CreatePage'),
})
const account = createRoute({
  getParentRoute: () => root,
  path: '/account',
  beforeLoad: requireSession,
  component: lazyRouteComponent(() => import('../pages/account/account-page.tsx'), 'AccountPage'),
})

const organization = createRoute({
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
const overview = createRoute({
  getParentRoute: () => organization,
  path: '/',
  component: lazyRouteComponent(() => import('../pages/overview/overview-page.tsx'), 'OverviewPage'),
})
const matrix = createRoute({
  getParentRoute: () => organization,
  path: 'matrix',
  validateSearch: readMatrixSearch,
  component: lazyRouteComponent(() => import('../pages/matrix/matrix-page.tsx'), 'MatrixPage'),
})
const controls = createRoute({
  getParentRoute: () => organization,
  path: 'controls',
  validateSearch: readListSearch,
  component: lazyRouteComponent(() => import('../pages/controls/controls-page.tsx'), 'ControlsPage'),
})
const control = createRoute({
  getParentRoute: () => organization,
  path: 'controls/$control',
  validateSearch: readControlSearch,
  component: lazyRouteComponent(() => import('../pages/controls/control-page.tsx'), 'ControlPage'),
})
const systems = createRoute({
  getParentRoute: () => organization,
  path: 'systems',
  validateSearch: readListSearch,
  component: lazyRouteComponent(() => import('../pages/systems/systems-page.tsx'), 'SystemsPage'),
})
const system = createRoute({
  getParentRoute: () => organization,
  path: 'systems/$system',
  component: lazyRouteComponent(() => import('../pages/systems/system-page.tsx'), 'SystemPage'),
})
const evidence = createRoute({
  getParentRoute: () => organization,
  path: 'evidence',
  validateSearch: readEvidenceSearch,
  component: lazyRouteComponent(() => import('../pages/evidence/evidence-list-page.tsx'), 'EvidenceListPage'),
})
const evidenceItem = createRoute({
  getParentRoute: () => organization,
  path: 'evidence/$evidence',
  component: lazyRouteComponent(() => import('../pages/evidence/evidence-page.tsx'), 'EvidencePage'),
})
const frameworks = createRoute({
  getParentRoute: () => organization,
  path: 'frameworks',
  component: lazyRouteComponent(() => import('../pages/frameworks/frameworks-page.tsx'), 'FrameworksPage'),
})
const framework = createRoute({
  getParentRoute: () => organization,
  path: 'frameworks/$framework',
  validateSearch: readListSearch,
  component: lazyRouteComponent(() => import('../pages/frameworks/framework-page.tsx'), 'FrameworkPage'),
})
const log = createRoute({
  getParentRoute: () => organization,
  path: 'log',
  validateSearch: readListSearch,
  component: lazyRouteComponent(() => import('../pages/log/log-page.tsx'), 'LogPage'),
})
const settings = createRoute({
  getParentRoute: () => organization,
  path: 'settings',
  component: lazyRouteComponent(() => import('../pages/settings/settings-page.tsx'), 'SettingsPage'),
})

const tree = root.addChildren([
  signIn,
  choose,
  create,
  account,
  organization.addChildren([
    overview,
    matrix,
    controls,
    control,
    systems,
    system,
    evidence,
    evidenceItem,
    frameworks,
    framework,
    log,
    settings,
  ]),
])

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
}
