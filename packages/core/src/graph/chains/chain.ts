import type { Path } from '../path.ts'

export type ChainKind =
  | 'sign-in-elsewhere'
  | 'support-behind-jump-host'
  | 'interface-behind-gateway'
  | 'subservice-organization'
  | 'ai-behind-service'

/** A chain before its links are judged. */
export interface FoundChain {
  readonly kind: ChainKind
  readonly path: Path
  /** The systems its end opens the way to, where there are such. */
  readonly reaches: readonly string[]
}

/** What one link of a chain lacks, or is not known to have. */
export interface MissingLink {
  readonly node: string
  readonly lacks: 'owner' | 'baa' | 'logs'
  /** False where nothing says: not proven missing, and not taken as there. */
  readonly known: boolean
  readonly because: string
}

/** A dependency that no single document states, with the path that proves it and what its links lack. */
export interface HiddenChain extends FoundChain {
  readonly missing: readonly MissingLink[]
}
