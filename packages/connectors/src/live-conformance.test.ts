import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { collect, type Collected } from './collection/collect.ts'
import type { Collector, CollectContext } from './collection/collector.ts'
import { connectors } from './registry.ts'
import { fileOf, importAll } from './testing/file.ts'
import type { FakeSystem, RunningSystem } from './testing/systems/fake-system.ts'
import { runSystem } from './testing/systems/fake-system.ts'
import { systems } from './testing/systems/index.ts'

// What every collector has to do, held against a system that speaks as its vendor's own specification says. AWS is held against a
// simulator, directories and databases against real ones, each beside its connector.

describe.each(systems.map((system) => ({ connector: system.connector, system })))(
  'collecting from $connector',
  ({ system }) => {
    const collector = collectorOf(system.connector)
    const datasets = collector.datasets.map(({ id }) => id)
    let running: RunningSystem

    beforeAll(async () => {
      running = await runSystem(system)
    })
    afterEach(() => running.fail({ times: 0, status: 200 }))
    afterAll(async () => running.stop())

    async function run(dataset: string, secrets = system.secrets, more: Partial<CollectContext> = {}) {
      const chunks: Uint8Array[] = []
      const collected = await collect({
        connector: system.connector,
        collector,
        dataset,
        connected: { settings: system.settings(running.address), secrets },
        context: { ...contextOf(running), ...more },
        write: (chunk) => void chunks.push(chunk),
      })
      const artifact = Buffer.concat(chunks)
      return { collected, artifact, read: async () => readArtifact(collector, dataset, artifact) }
    }

    it('reads everything there is, page by page, and makes every type of record it declares', async () => {
      expect(Object.keys(system.holds).toSorted()).toEqual(datasets.toSorted())
      for (const [dataset, counts] of Object.entries(system.holds)) {
        const { collected, read } = await run(dataset)
        expect(collected, dataset).toMatchObject({ unread: [], failure: null })
        const { records, skipped } = await read()
        expect(countTypes(records), dataset).toEqual(counts)
        expect(
          skipped.filter(({ part }) => part === undefined),
          dataset,
        ).toEqual([])
        expect(Object.keys(counts).toSorted()).toEqual(importerOf(collector, dataset).recordTypes.toSorted())
      }
    })

    it('asks only what the vendor specifies, and says beforehand what', async () => {
      for (const dataset of datasets) await run(dataset)
      expect(running.faults).toEqual([])
      expect(running.requests.length).toBeGreaterThan(datasets.length)
      for (const dataset of datasets)
        expect(collector.requestsOf(dataset, system.settings(running.address)).length).toBeGreaterThan(0)
    })

    it.each(datasets)('waits where it is asked to, and tries again what is passing: %s', async (dataset) => {
      const whole = await (await run(dataset)).read()
      running.fail({ times: 1, status: 429, headers: { 'retry-after': '0' } })
      expect(bodiesOf(await (await run(dataset)).read())).toEqual(bodiesOf(whole))
      running.fail({ times: 3, status: 503 })
      expect(bodiesOf(await (await run(dataset)).read())).toEqual(bodiesOf(whole))
      running.fail({ times: 1, status: 200, hangs: true })
      expect(bodiesOf(await (await run(dataset)).read())).toEqual(bodiesOf(whole))
    })

    it.each(datasets)(
      'says that it could not read a system that stays down, and never that nothing is there: %s',
      async (dataset) => {
        running.fail({ times: 1000, status: 500 })
        const { collected, read } = await run(dataset)
        expect(problemsOf(collected)).toContain('unreachable')
        const { skipped } = await read()
        expect(skipped.filter(({ part }) => part === undefined).length).toBeGreaterThan(0)
      },
    )

    it.each(datasets)('says that its credentials have expired: %s', async (dataset) => {
      const expired = Object.fromEntries(Object.keys(system.secrets).map((name) => [name, 'expired-and-secret']))
      const { collected, read, artifact } = await run(dataset, expired)
      expect(collected.failure, JSON.stringify(collected)).toMatchObject({ kind: 'credentials' })
      expect((await read()).records).toEqual([])
      expect(artifact.toString()).not.toContain('expired-and-secret')
    })

    it('names the one resource that it may not read, and reads the rest', async () => {
      const { dataset, path, about } = system.resource
      running.fail({ path, times: 1000, status: 403 })
      const { collected, read } = await run(dataset)
      expect(collected.unread.map((one) => [one.about, one.kind])).toContainEqual([about, 'permission'])
      const { skipped } = await read()
      expect(skipped).toContainEqual(expect.objectContaining({ field: about, reason: expect.stringContaining('403') }))
    })

    it('gives the same records when it is run again, whatever its clock says', async () => {
      const late = { now: () => new Date(Date.now() + 90 * 60_000).toISOString() }
      for (const dataset of datasets)
        expect(bodiesOf(await (await run(dataset, system.secrets, late)).read())).toEqual(
          bodiesOf(await (await run(dataset)).read()),
        )
    })

    it('keeps no secret in what it leaves', async () => {
      for (const dataset of datasets) {
        const { artifact, collected } = await run(dataset)
        for (const secret of Object.values(system.secrets)) {
          expect(artifact.toString()).not.toContain(secret)
          expect(JSON.stringify(collected)).not.toContain(secret)
        }
      }
    })
  },
)

it('has a system for every collector, or a test of its own', () => {
  const own = ['aws', 'http-json', 'ldap', 'sql']
  const live = connectors.flatMap(({ id, collector }) => (collector === undefined ? [] : [id]))
  const held = [...systems.map(({ connector }) => connector), ...own]
  expect(live.filter((id) => !held.includes(id))).toEqual([])
})

function collectorOf(id: FakeSystem['connector']): Collector {
  const found = connectors.find((connector) => connector.id === id)?.collector
  if (found === undefined) throw new TypeError(`${id} has no collector`)
  return found
}

function contextOf({ http }: RunningSystem): CollectContext {
  return {
    http,
    ldap: { search: () => expect.unreachable('it asks no directory') },
    sql: { rows: () => expect.unreachable('it asks no database') },
    signal: new AbortController().signal,
    now: () => new Date().toISOString(),
  }
}

function importerOf(collector: Collector, dataset: string) {
  const found = collector.datasets.find(({ id }) => id === dataset)
  if (found === undefined) throw new TypeError(`there is no dataset ${dataset}`)
  return found.importer
}

async function readArtifact(collector: Collector, dataset: string, artifact: Uint8Array) {
  return importAll(importerOf(collector, dataset), fileOf(`${dataset}.json`, artifact))
}

function countTypes(records: readonly { readonly type: string }[]): Record<string, number> {
  return Object.fromEntries([...Map.groupBy(records, ({ type }) => type)].map(([type, all]) => [type, all.length]))
}

/** Records without what a run says of itself: where they stand in the artifact, and when they were looked at. */
function bodiesOf({ records }: Awaited<ReturnType<typeof readArtifact>>): unknown[] {
  const volatile = ['observedAt', 'mergedAt', 'closedAt', 'created']
  return records.map(({ type, key, body }) => ({
    type,
    key,
    body: Object.fromEntries(Object.entries(body).filter(([name]) => !volatile.includes(name))),
  }))
}

function problemsOf({ failure, unread }: Collected): string[] {
  return [...(failure === null ? [] : [failure.kind]), ...unread.map(({ kind }) => kind)]
}
