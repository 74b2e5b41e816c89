import { shown } from './refusal.ts'

// Paths through a JSON file, such as `Results[].Vulnerabilities[]`; with numbers they say where one value stands.

export const openArray = 0x5b
export const openObject = 0x7b

/** By path, with what byte a value begins that is entered there. */
export type Entrances = ReadonlyMap<string, readonly number[]>

export function entrancesOf(paths: readonly string[]): Entrances {
  const entrances = new Map<string, number[]>()
  const enter = (path: string, byte: number): unknown => entrances.set(path, [...(entrances.get(path) ?? []), byte])
  for (const path of paths) {
    let at = ''
    for (const step of path.match(/[^.[\]]+|\[\]/g) ?? []) {
      enter(at, step === '[]' ? openArray : openObject)
      at = pathOf(at, step)
    }
  }
  return entrances
}

export function pathOf(around: string, step: string): string {
  return step.startsWith('[') || around === '' ? around + step : `${around}.${step}`
}

export function placeOf(around: string, name: string | number): string {
  return typeof name === 'number' ? `${around}[${name}]` : pathOf(around, name)
}

/** A name with a mark of paths in it, or a long one, must not be taken for a path. */
export function plainName(name: string): string {
  return /^[^.[\]"]{1,80}$/.test(name) ? name : shown(name)
}
