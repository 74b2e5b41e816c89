import { connect } from 'node:net'

const patienceMs = 20_000

/**
 * Speaks SMTP without TLS, word by word: each of `lines` is sent once the server has answered the one before, the first once it has
 * greeted. Gives the last line of every answer; the connection ends after the last, or when the server ends it.
 */
export async function speakSmtp(port: number | null, lines: readonly (string | Buffer)[]): Promise<string[]> {
  const socket = connect(port ?? 0, '127.0.0.1')
  const answers: string[] = []
  let rest = ''
  return new Promise((done, fail) => {
    const timer = setTimeout(() => socket.destroy(new Error(`No answer after ${answers.join(' | ')}`)), patienceMs)
    socket.on('error', fail)
    socket.on('close', () => {
      clearTimeout(timer)
      done(answers)
    })
    socket.on('data', (chunk) => {
      rest += chunk.toString('latin1')
      const complete = rest.split('\r\n')
      rest = complete.pop() ?? ''
      for (const line of complete.filter((one) => !/^\d{3}-/.test(one))) {
        const next = lines[answers.length]
        answers.push(line)
        if (next === undefined) socket.end()
        else socket.write(next)
      }
    })
  })
}
