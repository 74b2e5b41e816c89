import { runCommandLine } from '../command-line.ts'

/** Runs the command line as a user would, keeping what it wrote. */
export async function run(...argv: string[]) {
  let out = ''
  let errors = ''
  const code = await runCommandLine(argv, {
    print: (text) => {
      out += text
    },
    complain: (text) => {
      errors += text
    },
  })
  return { code, out, errors }
}
