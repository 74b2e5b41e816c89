import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type Manifest, namedFiles, publish } from './manifest.ts'

const license = fileURLToPath(new URL('../../LICENSE', import.meta.url))
const notShipped =
  /(?:^|\/)(?:node_modules|e2e|fixtures|testing|chaos|test-vectors|second-opinion|test-results|\.tsc)\/|\.(?:test|e2e)\.|\.tsbuildinfo$/
const notShippedAtTop = /^(?:package\.json|tsconfig.*\.json|.+\.config\.ts|dist\/\.)/

/**
 * Lays out one package as it is published: compiled code in `dist`, data beside it, and a package.json that names
 * compiled files only. Data kept under `src` lands at the same place under `dist`, where compiled code looks for it.
 * Throws a sentence when a named file is missing, which means the package was not built.
 */
export function stagePackage(source: string, target: string): void {
  const original: Manifest = JSON.parse(readFileSync(join(source, 'package.json'), 'utf8'))
  const manifest = publish(original)
  // A web app's sources, page and public files are all inside its build.
  const isApp = existsSync(join(source, 'index.html'))
  for (const path of filesBelow(source, '')) {
    if (notShipped.test(path) || notShippedAtTop.test(path) || (isApp && !/^(?:dist\/|README)/.test(path))) continue
    if (path.startsWith('src/') && /\.tsx?$/.test(path)) continue
    copy(join(source, path), join(target, path.replace(/^src\//, 'dist/')))
  }
  copy(license, join(target, 'LICENSE'))
  writeFileSync(join(target, 'package.json'), `${JSON.stringify(manifest, undefined, 2)}\n`)
  for (const file of namedFiles(manifest)) {
    if (!existsSync(join(target, file))) {
      throw new Error(`${original.name} names ${file}, which is not there: run npm run build first.`)
    }
  }
}

function copy(from: string, to: string): void {
  mkdirSync(dirname(to), { recursive: true })
  cpSync(from, to)
}

function filesBelow(root: string, folder: string): readonly string[] {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = folder + entry.name
    if (entry.isDirectory()) return entry.name === 'node_modules' ? [] : filesBelow(root, `${path}/`)
    return entry.isFile() ? [path] : []
  })
}
