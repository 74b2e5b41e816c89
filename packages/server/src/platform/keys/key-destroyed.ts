import { EvidentiaError } from '@evidentia/core'

/** An artifact cannot be read because the key that sealed it was destroyed; the log says so. */
export class KeyDestroyed extends EvidentiaError {
  readonly key: string

  constructor(key: string) {
    super('gone', `The key ${key} that sealed this artifact was destroyed, so nobody can read it.`, {
      remedy: 'Its digest and receipt still stand; the log says who destroyed the key, when and why.',
    })
    this.key = key
  }
}
