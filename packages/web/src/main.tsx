import '@mantine/core/styles.css'
import './styles/tokens.css'
import './styles/base.css'
import './styles/print.css'
import { MantineProvider } from '@mantine/core'
import { MutationCache, QueryCache, QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { createRoot } from 'react-dom/client'
import { createAppRouter } from './app/router.tsx'
import { readStyleNonce } from './app/style-nonce.ts'
import { cssVariables, theme } from './app/theme.ts'
import { installTrustedTypes } from './app/trusted-types.ts'
import { ProblemError } from './client/problem.ts'
import { sessionQuery } from './client/session.ts'

installTrustedTypes()
const nonce = readStyleNonce()

// A 401 means the session ended elsewhere or by idling: ask again who is signed in, and the router leads to the sign-in page.
function noticeSignOut(error: Error): void {
  if (!(error instanceof ProblemError) || error.status !== 401) return
  void queryClient.invalidateQueries({ queryKey: sessionQuery.queryKey }).then(async () => router.invalidate())
}

const queryClient: QueryClient = new QueryClient({
  queryCache: new QueryCache({ onError: noticeSignOut }),
  mutationCache: new MutationCache({ onError: noticeSignOut }),
  defaultOptions: {
    queries: {
      staleTime: 15_000,
      retry: (failures, error) =>
        failures < 2 && error instanceof ProblemError && (error.status === 0 || error.status === 503),
    },
  },
})
const router = createAppRouter(queryClient)

const root = document.querySelector('#root')
if (root === null) throw new Error('The page has no element with the id "root".')
createRoot(root).render(
  <MantineProvider
    theme={theme}
    cssVariablesResolver={cssVariables}
    defaultColorScheme="auto"
    getStyleNonce={() => nonce}
  >
    <QueryClientProvider client={queryClient}>
      <RouterProvider router={router} />
    </QueryClientProvider>
  </MantineProvider>,
)
