const ROUNDS = 5
/** Where the reference itself varies more than this, the machine was too busy for a verdict. */
const SPREAD_LIMIT = 2

/** One run of one side. `megabytes`: the most memory the process held, where that is measured. */
export interface Sample {
  readonly seconds: number
  readonly megabytes?: number
}

/** A figure is a ratio: ours to a reference on the same machine in the same minute, so that it means something elsewhere. */
export interface Figure {
  readonly name: string
  readonly reference: string
  /** The ratio must not be above this. */
  readonly goal: number
  readonly goalMegabytes?: number
  /** What is not measured: making what both sides work on, and letting go of it, also where the figure is passed over. */
  prepare?(): void | Promise<void>
  runOurs(): Promise<Sample>
  runReference(): Promise<Sample>
  finish?(): void | Promise<void>
}

export interface Measurement {
  readonly name: string
  readonly reference: string
  /** Medians in seconds, and their ratio. */
  readonly ours: number
  readonly theirs: number
  readonly ratio: number
  readonly goal: number
  /** Slowest by fastest run of the reference. */
  readonly spread: number
  readonly megabytes: number | null
  readonly goalMegabytes: number | null
  readonly verdict: 'met' | 'missed' | 'none: the reference varied too much'
}

/** Runs the two sides in turn, after one round of each that does not count. */
export async function measure(figure: Figure): Promise<Measurement> {
  const ours: Sample[] = []
  const theirs: Sample[] = []
  await figure.prepare?.()
  try {
    await figure.runReference()
    await figure.runOurs()
    for (let round = 0; round < ROUNDS; round += 1) {
      theirs.push(await figure.runReference())
      ours.push(await figure.runOurs())
    }
  } finally {
    await figure.finish?.()
  }
  const seconds = theirs.map((sample) => sample.seconds)
  const spread = Math.max(...seconds) / Math.min(...seconds)
  const ratio = median(ours.map((sample) => sample.seconds)) / median(seconds)
  const most = Math.max(...ours.map((sample) => sample.megabytes ?? 0))
  const isMet = ratio <= figure.goal && most <= (figure.goalMegabytes ?? Number.POSITIVE_INFINITY)
  return {
    name: figure.name,
    reference: figure.reference,
    ours: median(ours.map((sample) => sample.seconds)),
    theirs: median(seconds),
    ratio,
    goal: figure.goal,
    spread,
    megabytes: most === 0 ? null : most,
    goalMegabytes: figure.goalMegabytes ?? null,
    verdict: spread > SPREAD_LIMIT ? 'none: the reference varied too much' : isMet ? 'met' : 'missed',
  }
}

/** Seconds that some work takes. */
export async function time(work: () => void | Promise<void>): Promise<Sample> {
  const started = performance.now()
  await work()
  return { seconds: (performance.now() - started) / 1000 }
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((left, right) => left - right)
  return sorted[Math.floor(sorted.length / 2)] ?? 0
}
