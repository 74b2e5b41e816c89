import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client'

/** What the operator's Prometheus reads. Names no organization and no person. */
export class Metrics {
  readonly #registry = new Registry()
  readonly #requests: Histogram<'operation' | 'status'>
  readonly #appends: Counter<'kind'>
  readonly #jobs: Counter<'queue' | 'outcome'>
  readonly #mail: Counter<'outcome'>
  readonly ready: Gauge

  constructor() {
    collectDefaultMetrics({ register: this.#registry, prefix: 'evidentia_' })
    const registers = [this.#registry]
    this.#requests = new Histogram({
      name: 'evidentia_request_seconds',
      help: 'Requests by operation and status.',
      labelNames: ['operation', 'status'],
      buckets: [0.005, 0.02, 0.1, 0.5, 2, 10],
      registers,
    })
    this.#appends = new Counter({
      name: 'evidentia_log_transactions_total',
      help: 'Committed transactions that sealed a fact, by kind.',
      labelNames: ['kind'],
      registers,
    })
    this.#jobs = new Counter({
      name: 'evidentia_jobs_total',
      help: 'Finished jobs.',
      labelNames: ['queue', 'outcome'],
      registers,
    })
    this.#mail = new Counter({
      name: 'evidentia_mail_total',
      help: 'Answers to mail: recorded, recorded before (duplicate), refused, or asked to come again (delayed).',
      labelNames: ['outcome'],
      registers,
    })
    this.ready = new Gauge({ name: 'evidentia_ready', help: '1 once the first start is finished.', registers })
  }

  countRequest(operation: string, status: number, seconds: number): void {
    this.#requests.observe({ operation, status: String(status) }, seconds)
  }

  countSealed(kinds: Iterable<string>): void {
    for (const kind of kinds) this.#appends.inc({ kind })
  }

  countJob(queue: string, outcome: 'done' | 'failed'): void {
    this.#jobs.inc({ queue, outcome })
  }

  countMail(outcome: 'recorded' | 'duplicate' | 'refused' | 'delayed'): void {
    this.#mail.inc({ outcome })
  }

  async text(): Promise<string> {
    return this.#registry.metrics()
  }

  get contentType(): string {
    return this.#registry.contentType
  }
}
