import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, describe, expect, test } from 'vitest'
import { type Manifest, namedFiles, publish } from './manifest.ts'
import { stagePackage } from './stage.ts'

const packages = fileURLToPath(new URL('../../packages', import.meta.url))
const staging = mkdtempSync(join(tmpdir(), 'evidentia-stage-'))
afterAll(() => rmSync(staging, { recursive: true, force: true }))

describe('a published package.json', () => {
  test('names compiled files with their declarations instead of sources', () => {
    const published = publish({
      name: 'x',
      exports: { '.': './src/index.ts', './data/*': './data/*' },
      bin: { x: './src/main.ts' },
      devDependencies: { y: '1.0.0' },
    })
    expect(published).toEqual({
      name: 'x',
      exports: { '.': { types: './dist/index.d.ts', default: './dist/index.js' }, './data/*': './data/*' },
      bin: { x: './dist/main.js' },
      publishConfig: { access: 'public' },
    })
    expect(namedFiles(published)).toEqual(['./dist/index.d.ts', './dist/index.js', './dist/main.js'])
  })
})

describe('a staged package', () => {
  test.each(readdirSync(packages))('of %s holds every file it names, and neither sources nor tests', (name) => {
    const target = join(staging, name)
    stagePackage(join(packages, name), target)
    const manifest: Manifest = JSON.parse(readFileSync(join(target, 'package.json'), 'utf8'))
    expect(namedFiles(manifest).filter((file) => !existsSync(join(target, file)))).toEqual([])
    const files = readdirSync(target, { recursive: true, encoding: 'utf8' })
    expect(files.filter((file) => /\.test\.|^src\/|(?<!\.d)\.ts$/.test(file))).toEqual([])
  })

  test('is refused with a sentence when the package was not built', () => {
    const source = join(staging, 'unbuilt')
    mkdirSync(source)
    writeFileSync(join(source, 'package.json'), JSON.stringify({ name: 'x', exports: { '.': './src/index.ts' } }))
    expect(() => stagePackage(source, join(staging, 'refused'))).toThrow(
      'x names ./dist/index.d.ts, which is not there: run npm run build first.',
    )
  })
})
