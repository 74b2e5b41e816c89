#!/usr/bin/env node
import { runCommandLine } from './command-line.ts'
import { openTerminal } from './output/terminal.ts'

process.exitCode = await runCommandLine(process.argv.slice(2), openTerminal(process.stdout, process.stderr))
