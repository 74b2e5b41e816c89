import { findMissedFlips, sealPackageToFlip } from './flip-bits.ts'

/** `npm run bitflips`: every single bit of a 64 KiB package, some minutes. `npm test` takes a random part of them. */
const sealed = await sealPackageToFlip()
const total = sealed.length * 8
const step = 1 << 15
const missed: number[] = []
for (let start = 0; start < total; start += step) {
  const bits = Array.from({ length: step }, (_, at) => start + at)
  missed.push(...(await findMissedFlips(sealed, bits)))
  console.log(`${start + step} of ${total} bits flipped, ${missed.length} not found or not located`)
}
if (missed.length > 0) {
  console.log(`Missed: ${missed.slice(0, 100).join(', ')}`)
  process.exitCode = 1
}
