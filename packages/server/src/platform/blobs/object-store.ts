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

/** What of the store's own keeps an object from being deleted. */
export interface ObjectLock {
  readonly until: Date | null
  readonly isHeld: boolean
}

/**
 * Durable bytes by name, `<organization>/<folder>/<name>`. `put` and `putSmall` return only when the bytes would survive a
 * power cut. Objects are never overwritten with other content.
 */
export interface ObjectStore {
  /** Where the objects are, for people. */
  readonly description: string
  /** Whether it keeps artifacts from being deleted, so that every one of them has to be in it. */
  readonly locks: boolean
  /** Refuses (ConfigurationError) a place that cannot do what is promised. */
  prepare(): Promise<void>
  /**
   * Stores an artifact, where the store can locked against deletion until `lockUntil`: null is the store's own default, and a
   * time that is over asks for no lock.
   */
  put(name: string, source: ObjectSource, lockUntil: Date | null): Promise<void>
  /** What keeps an object now; null in a store without locks. Fails with `unavailable` when there is no such object. */
  readLock(name: string): Promise<ObjectLock | null>
  /** Locks an object at least until `until`; never shortens. Does nothing in a store without locks. */
  extendLock(name: string, until: Date): Promise<void>
  /** Places or lifts the legal hold of the store; it keeps an object beside its lock. Does nothing in a store without them. */
  setHold(name: string, isHeld: boolean): Promise<void>
  /** Stores a few bytes that may be deleted again, as wrapped keys are. */
  putSmall(name: string, bytes: Uint8Array): Promise<void>
  has(name: string): Promise<boolean>
  /** Makes durable what `has` has found: whoever put it may have been cut off between putting it and making it so. */
  settle(name: string): Promise<void>
  /** Fails with `unavailable` on the first step when there is no such object. */
  open(name: string): AsyncIterable<Uint8Array>
  /** False when a lock keeps the object; true when it is gone, or never was. */
  remove(name: string): Promise<boolean>
  /** Removes what is below `prefix`, which ends with a slash; what a lock keeps, stays. */
  removeAll(prefix: string): Promise<void>
  /** Every object whose name begins with `prefix`, which ends with a slash. */
  list(prefix: string): AsyncIterable<StoredObject>
}
