import type { Writable } from 'node:stream'

/** Where a command writes: results to `print`, refusals and asides to `complain`. */
export interface Terminal {
  print(text: string): void
  complain(text: string): void
}

/** A terminal over two streams. A reader that closes early (`| head`) is no error. */
export function openTerminal(out: Writable, errors: Writable): Terminal {
  for (const stream of [out, errors]) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EPIPE') throw error
    })
  }
  return {
    print: (text) => void out.write(text),
    complain: (text) => void errors.write(text),
  }
}
