import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { bundleMain } from './pack/bundle.ts'
import { stagePackage } from './pack/stage.ts'

const root = fileURLToPath(new URL('..', import.meta.url))

/** Builds every package and writes one publishable tarball each into `release/`. */
async function pack(): Promise<void> {
  const target = join(root, 'release')
  rmSync(target, { recursive: true, force: true })
  mkdirSync(target)
  execFileSync('npm', ['run', 'build'], { cwd: root, stdio: 'inherit' })
  const staging = mkdtempSync(join(tmpdir(), 'evidentia-pack-'))
  try {
    for (const name of readdirSync(join(root, 'packages'))) {
      const folder = join(staging, name)
      stagePackage(join(root, 'packages', name), folder)
      // The command that people run cold.
      if (name === 'cli') await bundleMain(join(root, 'packages', name), folder)
      execFileSync('npm', ['pack', '--silent', '--pack-destination', target], { cwd: folder, stdio: 'inherit' })
    }
  } finally {
    rmSync(staging, { recursive: true, force: true })
  }
}

if (import.meta.main) await pack()
