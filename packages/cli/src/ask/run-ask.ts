import { readProgramFolder } from '@evidentia/connectors'
import type { GraphQuestion } from '@evidentia/core'
import { askGraph, buildWorkloadGraph, dateOfInstant, dateSchema, graphQuestions, sayAnswer } from '@evidentia/core'
import type { ExitCode } from '../command.ts'
import { openFolder } from '../folder/disk-folder.ts'
import { findOrganization } from '../folder/read-workload.ts'
import { Refusal } from '../output/explain-error.ts'
import { readOption } from '../output/options.ts'
import { plainText } from '../output/plain-text.ts'
import type { Terminal } from '../output/terminal.ts'
import type { AskOptions } from './command.ts'

/**
 * Prints the answer to one question about the workload in `dir`. JSON is `{question, asOf, from, answers, unknown, setAside}`; the answers
 * carry `path: {nodes, edges}`.
 */
export async function runAsk(name: string, dir: string, options: AskOptions, terminal: Terminal): Promise<ExitCode> {
  const question = readQuestionName(name)
  checkFrom(question, options.from)
  const given = options.asOf === undefined ? undefined : readOption('--as-of', dateSchema, options.asOf)
  const { documents } = await readProgramFolder(await openFolder(dir))
  const { timeZone } = findOrganization(documents)
  const graph = buildWorkloadGraph(documents, given ?? dateOfInstant(new Date().toISOString(), timeZone))
  const answer = askGraph(graph, question, options.from)
  if (options.json === true) {
    terminal.print(`${JSON.stringify(answer, null, 2)}\n`)
    return 0
  }
  const { answers, unknown, setAside } = answer
  const lines = [
    `${graphQuestions[question].words}${options.from === undefined ? '' : ` (${options.from})`}, as of ${graph.day}`,
    ...(answers.length === 0 ? ['', 'Nothing, by what the program records.'] : []),
    ...answers.flatMap((one) => {
      const [said = '', ...proof] = sayAnswer(question, one)
      return ['', said, ...proof.map((line) => `  ${line}`)]
    }),
    ...(unknown.length === 0 ? [] : ['', 'Not known:', ...unknown.map(({ sentence }) => `  ${sentence}`)]),
    ...(setAside.length === 0 ? [] : ['', 'Not followed, because one end is not part of the workload on that day:']),
    ...setAside.map(({ id, kind, missing }) => `  ${kind} ${id}: ${missing}`),
  ]
  terminal.print(`${lines.map(plainText).join('\n')}\n`)
  return 0
}

function readQuestionName(name: string): GraphQuestion {
  if (isQuestion(name)) return name
  throw new Refusal(2, `There is no question "${name}"; ask one of ${Object.keys(graphQuestions).join(', ')}.`)
}

function isQuestion(name: string): name is GraphQuestion {
  return Object.hasOwn(graphQuestions, name)
}

function checkFrom(question: GraphQuestion, from: string | undefined): void {
  const wanted = graphQuestions[question].from
  if (from === undefined && wanted === 'required')
    throw new Refusal(2, `${question} is asked about one system or vendor; name it with --from ID.`)
  if (from !== undefined && wanted === 'never')
    throw new Refusal(2, `${question} is asked about the whole workload; leave --from out.`)
}
