import type { Reporter, TestCase, TestModule } from 'vitest/node'

export interface Tally {
  passed: number
  failed: number
  skipped: { title: string; why: string }[]
  /** Files that have begun and not ended: after a run out of time, one of these is why. */
  running: string[]
}

/** Counts one vitest run. A file that fails outside its tests, or an error nobody awaited, counts as one failure each. */
export class TallyReporter implements Reporter {
  readonly tally: Tally = { passed: 0, failed: 0, skipped: [], running: [] }
  private readonly save: (tally: Tally) => void

  /** `save` is called whenever a file begins or ends, so that a run that is stopped leaves its numbers. */
  constructor(save: (tally: Tally) => void) {
    this.save = save
  }

  onTestModuleStart(module: TestModule): void {
    this.tally.running.push(module.relativeModuleId)
    this.save(this.tally)
  }

  onTestModuleEnd(module: TestModule): void {
    this.tally.running = this.tally.running.filter((file) => file !== module.relativeModuleId)
    this.save(this.tally)
  }

  onTestCaseResult(test: TestCase): void {
    const result = test.result()
    if (result.state === 'passed') this.tally.passed += 1
    else if (result.state === 'failed') this.tally.failed += 1
    else if (result.state === 'skipped') {
      const title = `${test.module.relativeModuleId} > ${test.fullName}`
      this.tally.skipped.push({ title, why: result.note ?? reasonIn(title) })
    }
  }

  onTestRunEnd(modules: readonly TestModule[], unhandled: readonly unknown[]): void {
    const brokenFiles = modules.filter((module) => module.errors().length > 0)
    const brokenSuites = modules
      .flatMap((module) => [...module.children.allSuites()])
      .filter((suite) => suite.errors().length > 0)
    this.tally.failed += brokenFiles.length + brokenSuites.length + unhandled.length
    this.save(this.tally)
  }
}

/** A group skipped by a condition cannot carry a note, so its title says when it is skipped. */
function reasonIn(title: string): string {
  return title.includes('skipped') ? 'as its title says' : 'no reason given'
}
