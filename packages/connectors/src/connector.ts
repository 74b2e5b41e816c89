import type { Check, Importer } from '@evidentia/core'
import type { Collector } from './collection/collector.ts'

/** What Evidentia knows about one system of record: the files it understands and what it asserts about them. */
export interface Connector {
  /** The name of its folder. */
  readonly id: string
  readonly name: string
  /** What is read, in one sentence for a person. */
  readonly reads: string
  readonly importers: readonly Importer[]
  readonly checks: readonly Check[]
  /** How it is read over the network, where it is. */
  readonly collector?: Collector
}
