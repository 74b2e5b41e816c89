import { Command, CommanderError } from 'commander'
import { describeAsk } from './ask/command.ts'
import { describeAssess } from './assess/command.ts'
import { describeCatalog } from './catalog/command.ts'
import { describeCheck } from './check/command.ts'
import { describeClocks } from './clocks/command.ts'
import type { ExitCode } from './command.ts'
import { describeExport } from './export/command.ts'
import { describeInspect } from './inspect/command.ts'
import { describeKeygen } from './keygen/command.ts'
import { explainError } from './output/explain-error.ts'
import type { Terminal } from './output/terminal.ts'
import { describePopulation } from './population/command.ts'
import { describePush } from './push/command.ts'
import { describeRerun } from './rerun/command.ts'
import { describeVerify } from './verify/command.ts'
import { readVersion } from './version.ts'

/** Runs one command to its end. Never throws: whatever goes wrong is one sentence on the error stream, and 1 or 2. */
export async function runCommandLine(argv: readonly string[], terminal: Terminal): Promise<ExitCode> {
  let exitCode: ExitCode = 0
  const answer = (code: ExitCode) => {
    exitCode = code
  }
  const evidentia = new Command('evidentia')
    .description('Assess a compliance program from files, deposit evidence, and verify what was sealed, offline.')
    .version(readVersion())
    .exitOverride()
    .configureOutput({
      writeOut: (text) => terminal.print(text),
      writeErr: (text) => terminal.complain(text),
    })
    .showHelpAfterError('Run evidentia --help to see what there is.')
  for (const describe of [
    describeAssess,
    describeAsk,
    describeCheck,
    describeClocks,
    describeVerify,
    describePopulation,
    describeRerun,
    describePush,
    describeInspect,
    describeKeygen,
    describeCatalog,
    describeExport,
  ]) {
    // Subcommands do not inherit these two when added whole.
    evidentia.addCommand(describe(terminal, answer).copyInheritedSettings(evidentia))
  }
  try {
    await evidentia.parseAsync(argv, { from: 'user' })
    return exitCode
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2
    const { sentence, exitCode: refused } = explainError(error)
    terminal.complain(`evidentia: ${sentence}\n`)
    return refused
  }
}
