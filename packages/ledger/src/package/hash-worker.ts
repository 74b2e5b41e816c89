import { readSync } from 'node:fs'
import { parentPort, workerData } from 'node:worker_threads'
import { FileWindow } from '../container/file-window.ts'
import { PackageReader } from './package-reader.ts'

// The other end of `HashThread`: reads every byte of the package whose open file it is given, by its descriptor, so that
// both threads read the same file whatever its name comes to mean.
const [descriptor, size]: readonly number[] = workerData
if (descriptor === undefined || size === undefined) throw new TypeError('The thread was started without a file.')
const file = {
  // There is nothing else to do here meanwhile, so waiting costs nothing and asks no thread of the pool.
  read: async (buffer: Uint8Array, offset: number, length: number, position: number) => ({
    bytesRead: readSync(descriptor, buffer, offset, length, position),
  }),
}
const reader = await PackageReader.open(new FileWindow(file, size))
parentPort?.postMessage(await reader.hashAll(), [])
