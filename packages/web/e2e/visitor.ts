import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core'

export interface Visitor {
  readonly page: Page
  readonly context: BrowserContext
  /** Everything the browser complained about: console errors, uncaught errors, refused content. */
  readonly complaints: readonly string[]
}

/** Opens the machine's Chromium: `EVIDENTIA_CHROMIUM`, or Debian's. */
export async function openBrowser(): Promise<Browser> {
  const isRoot = process.getuid?.() === 0
  return chromium.launch({
    executablePath: process.env['EVIDENTIA_CHROMIUM'] ?? '/usr/bin/chromium',
    args: isRoot ? ['--no-sandbox'] : [],
  })
}

type ContextOptions = NonNullable<Parameters<Browser['newContext']>[0]>

/** A person at a browser of their own, whose every complaint is noted. */
export async function visit(browser: Browser, options: ContextOptions = {}): Promise<Visitor> {
  // Somewhere else than the sample organization, where it is tomorrow first: its day counts, and not theirs.
  const place = { viewport: { width: 1366, height: 860 }, timezoneId: 'Pacific/Kiritimati' }
  const context = await browser.newContext({ ...place, ...options })
  const complaints: string[] = []
  // A refusal by the content security policy or by Trusted Types is an event of the document, beside its line in the console.
  await context.addInitScript(() => {
    document.addEventListener('securitypolicyviolation', ({ effectiveDirective, blockedURI, sourceFile }) => {
      console.error(`policy violation: ${effectiveDirective} ${blockedURI} ${sourceFile}`)
    })
  })
  const page = await context.newPage()
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text())
  })
  page.on('pageerror', (error) => complaints.push(String(error)))
  return { page, context, complaints }
}

/** The owner of a server that just started, signed in by the link it printed and on the first page of the sample. */
export async function visitAsOwner(browser: Browser, link: string): Promise<Visitor> {
  const visitor = await visit(browser)
  await visitor.page.goto(link)
  await visitor.page.getByRole('heading', { name: 'What needs a person now' }).waitFor()
  return visitor
}
