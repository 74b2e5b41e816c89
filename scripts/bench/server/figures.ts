import { execFileSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { closeSync, fdatasyncSync, openSync, writeFileSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { type Figure, type Sample, time } from '../measure.ts'
import { commitFiles, makeRepository } from './git.ts'
import { sendArtifacts, sendBatches, sendStream } from './send.ts'
import { type Serving, startServing } from './serving.ts'

const callers = 16
const batch = 100
const streamed = 1024

/** What it costs to record evidence in a running server. Both sides of each figure are seconds for the same bytes. */
export function serverFigures(folder: string): readonly Figure[] {
  return [singleFigure(folder), rawFigure(folder), bulkFigure(folder), streamFigure(folder)]
}

function singleFigure(folder: string): Figure {
  const repository = join(folder, 'singles')
  const [sent, committed] = [160, 16]
  return {
    name: `record ${sent} artifacts of 4 KiB through the API, one per request, ${callers} callers`,
    reference: 'git add and git commit of each, core.fsync=all',
    goal: 1 / 35,
    ...withServer(async (serving) => time(async () => sendArtifacts(serving, sent, callers))),
    runReference: async () => {
      makeRepository(repository)
      const { seconds } = await time(() => {
        for (let at = 0; at < committed; at += 1) commitFiles(repository, 1)
      })
      return { seconds: (seconds * sent) / committed }
    },
  }
}

function rawFigure(folder: string): Figure {
  const [batches, repeated] = [2, 40]
  return {
    name: `record ${batches} batches of ${batch} artifacts of 4 KiB through the API, one batch per request`,
    reference: 'append and fdatasync of the same bytes, batch by batch',
    goal: 1 / 0.15,
    ...withServer(async (serving) => time(async () => sendBatches(serving, batches, batch))),
    runReference: async () => {
      const file = openSync(join(folder, 'raw'), 'w')
      const bytes = randomBytes(batch * 4096)
      // Too short to be timed once.
      const { seconds } = await time(() => {
        for (let at = 0; at < batches * repeated; at += 1) {
          writeSync(file, bytes)
          fdatasyncSync(file)
        }
      })
      closeSync(file)
      return { seconds: seconds / repeated }
    },
  }
}

function bulkFigure(folder: string): Figure {
  const repository = join(folder, 'bulk')
  const batches = 2
  return {
    name: `record ${batches} batches of ${batch} artifacts of 4 KiB through the API, one batch per request`,
    reference: 'one git commit of the same files for each batch, core.fsync=all',
    goal: 1 / 10,
    ...withServer(async (serving) => time(async () => sendBatches(serving, batches, batch))),
    runReference: async () => {
      makeRepository(repository)
      return time(() => {
        for (let at = 0; at < batches; at += 1) commitFiles(repository, batch)
      })
    },
  }
}

function streamFigure(folder: string): Figure {
  const [source, copy] = [join(folder, 'stream'), join(folder, 'stream-copy')]
  return {
    name: `stream one artifact of ${streamed} MiB through the API`,
    reference: 'the slower of openssl dgst -sha256 and dd conv=fsync',
    goal: 1 / 0.7,
    goalMegabytes: 64,
    ...withServer(async (serving) => {
      const before = serving.measureMemory()
      let most = before
      const { seconds } = await time(async () =>
        sendStream(serving, streamed, () => {
          most = Math.max(most, serving.measureMemory())
        }),
      )
      // What it grew by: the goal is that a stream's length does not show.
      return { seconds, megabytes: Math.max(1, most - before) }
    }),
    runReference: async () => {
      const piece = randomBytes(1024 * 1024)
      const file = openSync(source, 'w')
      for (let at = 0; at < streamed; at += 1) writeSync(file, piece)
      closeSync(file)
      const hashed = await time(() => void execFileSync('openssl', ['dgst', '-sha256', source]))
      const copied = await time(
        () => void execFileSync('dd', [`if=${source}`, `of=${copy}`, 'bs=1M', 'conv=fsync', 'status=none']),
      )
      writeFileSync(copy, '')
      return { seconds: Math.max(hashed.seconds, copied.seconds) }
    },
  }
}

/** A server of its own for one figure, warmed up. */
function withServer(work: (serving: Serving) => Promise<Sample>): Pick<Figure, 'prepare' | 'runOurs' | 'finish'> {
  let serving: Serving | null = null
  return {
    prepare: async () => {
      serving = await startServing()
      await sendArtifacts(serving, 160, callers)
      await sendBatches(serving, 4, batch)
    },
    runOurs: async () => {
      if (serving === null) throw new Error('There is no server to measure.')
      return work(serving)
    },
    finish: async () => serving?.stop(),
  }
}
