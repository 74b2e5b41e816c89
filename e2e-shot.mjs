import { chromium } from 'playwright-core'
import { readFileSync, existsSync } from 'node:fs'
const base = 'http://127.0.0.1:7977'
const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox'] })
const link = /http:\/\/\S+\/sign-in#\S+/.exec(readFileSync('/tmp/chk/server.log', 'utf8'))[0]
const state = '/tmp/chk/state.json'
const context = await browser.newContext({
  viewport: { width: 1366, height: 860 },
  timezoneId: 'America/Chicago',
  ...(existsSync(state) ? { storageState: state } : {}),
})
const page = await context.newPage()
page.on('console', (m) => {
  if (['error', 'warning'].includes(m.type())) console.log('CONSOLE', m.text())
})
page.on('pageerror', (e) => console.log('PAGEERROR', String(e)))
if (!existsSync(state)) {
  await page.goto(link)
  await page.getByRole('heading', { name: 'What needs a person now' }).waitFor()
  await context.storageState({ path: state })
}
const { run } = await import(process.argv[2])
await run({ page, base, browser, context })
await browser.close()
