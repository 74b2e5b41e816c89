import { createHash } from 'node:crypto'
import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { projectNode } from './install.mjs'
import { SetupError, root, run, timed } from './progress.mjs'

/** What the web app is built from: a change anywhere here makes the built app old. */
const sources = ['packages/web', 'packages/core', 'packages/ledger']
const page = join(root, 'packages/web/dist/index.html')
const stampFile = join(root, 'node_modules/.evidentia-web')

/** Builds the web app when it is missing or older than its sources. */
export async function ensureWebBuilt() {
  const wanted = fingerprint()
  if (existsSync(page) && existsSync(stampFile) && readFileSync(stampFile, 'utf8') === wanted) return
  await timed('Building the web app', 'Web app built', async () => {
    const vite = join(root, 'node_modules/vite/bin/vite.js')
    const { ok, output } = await run(projectNode, [vite, 'build', 'packages/web', '--logLevel', 'error'], {
      NO_COLOR: '1',
      FORCE_COLOR: '0',
    })
    if (!ok) throw new SetupError(`The web app does not build:\n${output.trim()}`)
  })
  writeFileSync(stampFile, wanted)
}

function fingerprint() {
  const hash = createHash('sha256')
  hash.update(readFileSync(join(root, 'package-lock.json')))
  for (const folder of sources) {
    for (const file of filesBelow(folder))
      hash
        .update(`${file}\0`)
        .update(readFileSync(join(root, file)))
        .update('\0')
  }
  return `${hash.digest('hex')}\n`
}

function filesBelow(folder) {
  return readdirSync(join(root, folder), { withFileTypes: true })
    .toSorted((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      if (['dist', 'node_modules', 'e2e', 'vectors', 'test-results'].includes(entry.name)) return []
      const path = `${folder}/${entry.name}`
      if (entry.isDirectory()) return filesBelow(path)
      return entry.isFile() && !/\.test\.tsx?$|\.tsbuildinfo$/.test(entry.name) ? [path] : []
    })
}
