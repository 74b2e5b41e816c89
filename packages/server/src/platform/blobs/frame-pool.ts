import { frameSize } from './sealed-frames.ts'

/** As many as may be written at the same time without a new one; each 64 KiB. */
const kept = 32
const free: Buffer[] = []

/** A buffer for one frame of plaintext. Allocating one for every small artifact was a tenth of the work of recording it. */
export function borrowFrame(): Buffer {
  return free.pop() ?? Buffer.allocUnsafeSlow(frameSize)
}

export function returnFrame(frame: Buffer): void {
  if (free.length < kept) free.push(frame)
}

/**
 * Gives the memory of a buffer back now, not whenever garbage is collected: while a large file streams, tens of megabytes of
 * written frames would wait for that. Nobody may use the buffer afterwards. A buffer that shares its memory is left alone.
 */
export function releaseMemory({ buffer, byteLength }: Buffer): void {
  if (buffer instanceof ArrayBuffer && buffer.byteLength === byteLength && !buffer.detached) buffer.transfer(0)
}
