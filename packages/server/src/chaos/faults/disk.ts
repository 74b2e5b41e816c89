import { execFile } from 'node:child_process'
import { chmod, mkdir, mkdtemp, rm, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'

const run = promisify(execFile)

/** An ext4 of its own in a file, behind a loop device while it is mounted. */
export class LoopDisk {
  readonly mount: string
  readonly #folder: string
  readonly #file: string
  #device: string | null = null

  private constructor(folder: string) {
    this.#folder = folder
    this.#file = join(folder, 'disk')
    this.mount = join(folder, 'mount')
  }

  static async make(mib: number): Promise<LoopDisk> {
    const folder = await mkdtemp(join(tmpdir(), 'evidentia-disk-'))
    // PostgreSQL runs as another user and has to pass.
    await chmod(folder, 0o711)
    const disk = new LoopDisk(folder)
    await mkdir(disk.mount)
    await writeFile(disk.#file, '')
    await truncate(disk.#file, mib * 1024 * 1024)
    await run('mkfs.ext4', ['-q', '-F', disk.#file])
    return disk
  }

  /** Mounting replays the journal, as after a power cut. */
  async attach(): Promise<void> {
    const { stdout } = await run('losetup', ['--find', '--show', this.#file])
    this.#device = stdout.trim()
    await run('mount', ['-t', 'ext4', this.#device, this.mount])
    await chmod(this.mount, 0o711)
  }

  /** Takes the disk away from whoever uses it, without writing its journal out. */
  async cut(): Promise<void> {
    await run('xfs_io', ['-x', '-c', 'shutdown', this.mount])
  }

  /** Unmounts. Idempotent. */
  async detach(): Promise<void> {
    if (this.#device === null) return
    for (let tries = 1; ; tries += 1) {
      try {
        await run('umount', [this.mount])
        break
      } catch (error) {
        // What was killed may take a moment to let go.
        if (tries === 100) throw error
        await sleep(50)
      }
    }
    await run('losetup', ['-d', this.#device])
    this.#device = null
  }

  /** Replays the journal and looks at everything. Throws when fsck.ext4 finds what it cannot safely mend by itself. */
  async check(): Promise<void> {
    await run('fsck.ext4', ['-f', '-p', this.#file]).catch((error: unknown) => {
      // 1 is that the journal was replayed.
      if (!(error instanceof Error && 'code' in error && error.code === 1)) throw error
    })
  }

  async remove(): Promise<void> {
    await this.detach()
    await rm(this.#folder, { recursive: true, force: true })
  }
}
