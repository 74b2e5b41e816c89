import { useSyncExternalStore } from 'react'

/** A yes or no that any part of the page may read and set. */
export interface Flag {
  readonly read: () => boolean
  readonly set: (value: boolean) => void
  readonly subscribe: (listener: () => void) => () => void
}

/** A flag that lives as long as the page, or in this browser where `key` names a place in its storage. */
export function createFlag(initial: boolean, key?: string): Flag {
  let value = key === undefined ? initial : (readStored(key) ?? initial)
  const listeners = new Set<() => void>()
  return {
    read: () => value,
    set: (next) => {
      value = next
      if (key !== undefined) store(key, next)
      for (const listener of listeners) listener()
    },
    subscribe: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}

export function useFlag(flag: Flag): boolean {
  return useSyncExternalStore(flag.subscribe, flag.read)
}

function readStored(key: string): boolean | null {
  try {
    const text = localStorage.getItem(key)
    return text === null ? null : text === 'on'
  } catch {
    // Storage is switched off in this browser: the flag lives as long as the page.
    return null
  }
}

function store(key: string, value: boolean): void {
  try {
    localStorage.setItem(key, value ? 'on' : 'off')
  } catch {
    // As above.
  }
}
