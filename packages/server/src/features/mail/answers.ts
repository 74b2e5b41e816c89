import { describeProblem } from '../../platform/http/problem.ts'

/** What an SMTP client is answered with (RFC 5321 section 4.2). */
export class SmtpAnswer extends Error {
  readonly responseCode: number

  constructor(responseCode: number, sentence: string) {
    super(asReply(sentence))
    this.name = 'SmtpAnswer'
    this.responseCode = responseCode
  }
}

/** The answer to what failed: 5xx for what will be refused again, so that the sender is told; 451 for what passes, so that it is sent again. */
export function answerTo(error: unknown): SmtpAnswer {
  if (error instanceof SmtpAnswer) return error
  const { status, detail, remedy } = describeProblem(error, '')
  return new SmtpAnswer(codeOf(status), remedy === undefined ? detail : `${detail} ${remedy}`)
}

function codeOf(status: number): number {
  if (status >= 500 || status === 429) return 451
  if (status === 403) return 550
  return status === 413 ? 552 : 554
}

/** One line of ASCII: RFC 5321 section 4.5.3.1.5 allows 512 bytes with the code. */
export function asReply(sentence: string): string {
  return sentence
    .replaceAll(/\s+/g, ' ')
    .replaceAll(/[^\x20-\x7e]/g, '?')
    .slice(0, 480)
}
