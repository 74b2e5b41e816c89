import { parentPort } from 'node:worker_threads'
import { readWords } from './read-words.ts'
import type { TextRequest } from './text-reader.ts'

/** The thread that reads texts: it is sent bytes and answers words, and has no environment, no database and no keys. */
parentPort?.on('message', ({ name, bytes }: TextRequest) => {
  readWords(name, bytes).then(
    (words) => parentPort?.postMessage(words, []),
    // A file that cannot be read has no words; its bytes are kept as they are.
    () => parentPort?.postMessage([], []),
  )
})
