/** A durable object and when it was stored. */
export interface StoredObject {
  readonly name: string
  readonly size: number
  readonly storedAt: Date
}

/** A file of this machine that is to become an object. The store may move it away. */
export interface ObjectSource {
  readonly path: string
  readonly size: number
}

/**
 * Durable bytes by name, `<organization>/<folder>/<name>`. `put` and `putSmall` return only when the bytes would survive a
 * power cut. Objects are never overwritten with other content.
 */
export interface ObjectStore {
  /** Where the objects are, for people. */
  readonly description: string
  /** Refuses (ConfigurationError) a place that cannot do what is promised. */
  prepare(): Promise<void>
  /** Stores an artifact, locked against deletion where the store can. */
  put(name: string, source: ObjectSource): Promise<void>
  /** Stores a few bytes that may be deleted again, as wrapped keys are. */
  putSmall(name: string, bytes: Uint8Array): Promise<void>
  has(name: string): Promise<boolean>
  /** Fails with `unavailable` on the first step when there is no such object. */
  open(name: string): AsyncIterable<Uint8Array>
  /** False when a lock keeps the object; true when it is gone, or never was. */
  remove(name: string): Promise<boolean>
  /** Removes what is below `prefix`, which ends with a slash; what a lock keeps, stays. */
  removeAll(prefix: string): Promise<void>
  /** Every object whose name begins with `prefix`, which ends with a slash. */
  list(prefix: string): AsyncIterable<StoredObject>
}
