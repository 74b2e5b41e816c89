import { parentPort, workerData } from 'node:worker_threads'
import { takeApart } from './mime.ts'

/** The thread that takes one message apart: it has no environment, no database and no keys. Null: it could not. */
if (workerData instanceof Uint8Array)
  takeApart(new Uint8Array(workerData)).then(
    (parts) => parentPort?.postMessage(parts, []),
    () => parentPort?.postMessage(null, []),
  )
