import { once } from 'node:events'
import { type ChildProcess, fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import type { Figure, Sample } from './measure.ts'

const program = fileURLToPath(new URL('../../packages/server/src/testing/bench-assessment.ts', import.meta.url))

/** The goal of a page request, in seconds, as a reference that does not vary. */
const pageGoal = 0.2

/** What an assessment costs where 300 controls apply to 1,000 systems, over a million evidence items. */
export async function assessFigures(): Promise<readonly Figure[]> {
  // Records of a million accounts are held at once while they are judged.
  const child = fork(program, {
    execArgv: ['--max-old-space-size=8192'],
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  })
  const { built, rows } = await hear<{ built: number; rows: number }>(child)
  console.error(`${rows} rows were followed through the year in ${built.toFixed(0)} s.`)
  const run = async (work: string): Promise<Sample> => {
    child.send({ work })
    return hear<Sample>(child)
  }
  const side = (work: string) => async () => run(work)
  return [
    {
      name: 'count the whole matrix of a past day, 300 controls x 1,000 systems',
      reference: 'one scan of the 1,000,000 evidence items, grouped by row and counted by control',
      goal: 3,
      runOurs: side('matrix'),
      runReference: side('scan'),
    },
    {
      name: 'from one new evidence item to its new row among 1,000,000 items',
      reference: 'the same among 10,000',
      goal: 1.3,
      runOurs: side('newRowLarge'),
      runReference: side('newRowSmall'),
    },
    {
      name: 'judge 1,000,000 accounts against 100,000 people, each with its reason',
      reference: 'the same anti-join as one SQL statement, each with its verdict',
      goal: 2,
      runOurs: side('leavers'),
      runReference: side('antiJoin'),
    },
    {
      name: 'a page of the matrix, 20 readers at once, 95th percentile',
      reference: '200 ms',
      goal: 1,
      runOurs: side('pages'),
      runReference: async () => Promise.resolve({ seconds: pageGoal }),
    },
    // Last, since the clock of these rows is then ahead.
    {
      name: 'a midnight that turns 400 rows among 300,000',
      reference: 'a midnight that turns 400 rows among 3,000',
      goal: 1.3,
      runOurs: side('nightLarge'),
      runReference: side('nightSmall'),
      finish: async () => {
        const exited = once(child, 'exit')
        child.send({ work: 'stop' })
        await exited
      },
    },
  ]
}

async function hear<Message>(child: ChildProcess): Promise<Message> {
  const heard = new AbortController()
  try {
    const [message] = await Promise.race([
      once(child, 'message', heard),
      once(child, 'exit', heard).then(() => {
        throw new Error('The server under measurement ended; what it wrote is above.')
      }),
    ])
    return message
  } finally {
    heard.abort()
  }
}
