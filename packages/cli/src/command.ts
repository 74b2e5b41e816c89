import type { Command } from 'commander'
import type { Terminal } from './output/terminal.ts'

/** 0 it ran, 1 what it was given was refused, 2 it was called in a way it does not understand. */
export type ExitCode = 0 | 1 | 2

/** How a command is made known: its options, and the work that loads only when it is asked for. */
export type DescribeCommand = (terminal: Terminal, answer: (code: ExitCode) => void) => Command
