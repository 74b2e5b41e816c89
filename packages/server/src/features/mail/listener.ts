import { randomUUID } from 'node:crypto'
import type { Readable } from 'node:stream'
import { EvidentiaError } from '@evidentia/core'
import type { Logger } from 'pino'
import type { SMTPServer, SMTPServerSession } from 'smtp-server'
import { ConfigurationError } from '../../configuration-error.ts'
import type { MailConfig } from '../../mail-config.ts'
import { answerTo, asReply, SmtpAnswer } from './answers.ts'
import { readCertificate } from '../../mail-certificate.ts'
import { Inbox } from './inbox.ts'
import type { Incoming, MailService } from './service.ts'
import { Sessions } from './sessions.ts'
import { Turns } from './turns.ts'

interface Parts {
  /** Null: no mail is taken in. */
  readonly config: MailConfig | null
  readonly mail: Pick<MailService, 'admit' | 'receive'>
  readonly logger: Logger
  readonly count: (outcome: MailOutcome) => void
}

export type MailOutcome = 'recorded' | 'duplicate' | 'refused' | 'delayed'

/** A session that was refused so often is a scanner's, and ends. */
const patience = 10
/** Messages that are judged and recorded at the same time. */
const atOnce = 2
/** Largest messages that are in memory at the same time. */
const heldAtOnce = 4
/** How long a message under way may take at most to arrive once the server is stopping. */
const closeMs = 20_000
/** What a session has no use for here: who sends is shown by DKIM and SPF, and addresses are told to nobody. */
const disabled = ['AUTH', 'VRFY', 'EXPN', 'HELP', 'WIZ', 'SHELL', 'DEBUG']

/** The SMTP server: speaks with clients, hands messages on, and answers with 250 only what is recorded. Nothing is ever passed on. */
export class MailListener {
  readonly #parts: Parts
  readonly #turns = new Turns(atOnce)
  readonly #going = new Set<Promise<unknown>>()
  #sessions = new Sessions(2)
  #inbox = new Inbox(0, 0)
  #server: SMTPServer | null = null
  #isStopping = false
  #stopBy = Infinity

  constructor(parts: Parts) {
    this.#parts = parts
  }

  /** The port on which mail is taken in; null while none is. */
  get port(): number | null {
    const address = this.#server?.server.address()
    return typeof address === 'object' && address !== null ? address.port : null
  }

  async start(): Promise<void> {
    const { config, logger } = this.#parts
    if (config === null) return
    const { SMTPServer } = await import('smtp-server')
    const certificate = config.tls === null ? null : await readCertificate(config.tls)
    this.#sessions = new Sessions(Math.max(1, Math.floor(config.connections / 2)))
    this.#inbox = new Inbox(config.limitBytes, heldAtOnce * config.limitBytes)
    const server = new SMTPServer({
      ...certificate,
      name: config.name,
      size: config.limitBytes,
      maxClients: config.connections,
      socketTimeout: config.idleMs,
      closeTimeout: Math.min(closeMs, config.idleMs),
      disableReverseLookup: true,
      authOptional: true,
      hideSMTPUTF8: true,
      disabledCommands: certificate === null ? [...disabled, 'STARTTLS'] : disabled,
      logger: false,
      onConnect: (session, done) => done(this.#greet(session)),
      onClose: (session) => this.#sessions.end(session.id),
      onMailFrom: (_, session, done) => done(this.#requireTls(session)),
      onRcptTo: ({ address }, session, done) => void this.#admit(address, session).then(done),
      onData: (stream, session, done) => {
        const taken = this.#take(stream, session).then(
          (sentence) => done(null, sentence),
          (error: unknown) => done(this.#refuse(error, session)),
        )
        this.#going.add(taken)
        void taken.finally(() => this.#finish(taken, session))
      },
    })
    // What goes wrong with one connection is its end, and told to nobody else.
    server.on('error', (error: Error) => logger.debug({ err: error }, 'mail connection failed'))
    await listen(server, config)
    this.#isStopping = false
    this.#stopBy = Infinity
    this.#server = server
  }

  /** Ends what is idle, finishes messages under way, and answers whatever else comes with 421: it will be sent again. */
  async stop(): Promise<void> {
    const server = this.#server
    if (server === null) return
    this.#isStopping = true
    this.#stopBy = Date.now() + closeMs
    const closed = new Promise<void>((done) => server.close(done))
    for (const connection of server.connections) if (!this.#sessions.isBusy(connection.id)) this.#dismiss(connection)
    await closed
    await Promise.allSettled(this.#going)
    this.#server = null
  }

  #greet(session: SMTPServerSession): SmtpAnswer | null {
    const cut = (): void => this.#end(session.id)
    if (this.#sessions.begin(session.id, session.remoteAddress, cut)) return null
    return new SmtpAnswer(421, 'Too many connections from your address; try again later.')
  }

  #requireTls({ secure }: SMTPServerSession): SmtpAnswer | null {
    if (secure || this.#parts.config?.isPlaintextAllowed === true) return null
    return new SmtpAnswer(530, 'Issue STARTTLS first.')
  }

  async #admit(recipient: string, session: SMTPServerSession): Promise<SmtpAnswer | null> {
    const [before] = session.envelope.rcptTo
    if (before !== undefined && before.address.toLowerCase() !== recipient.toLowerCase())
      return new SmtpAnswer(452, 'One mailbox at a time: send this message to the others again.')
    try {
      await this.#parts.mail.admit(incomingOf(session, recipient))
      return null
    } catch (error) {
      return this.#refuse(error, session)
    }
  }

  async #take(stream: Readable, session: SMTPServerSession): Promise<string> {
    this.#sessions.markBusy(session.id, true)
    const { mail, count } = this.#parts
    const recipient = session.envelope.rcptTo[0]?.address ?? ''
    const { evidence, items, duplicate } = await this.#inbox.hold(stream, async (bytes) =>
      this.#turns.take(async () => {
        if (Date.now() > this.#stopBy) throw new SmtpAnswer(421, 'The server is stopping; send it again later.')
        return mail.receive({ ...incomingOf(session, recipient), bytes })
      }),
    )
    count(duplicate ? 'duplicate' : 'recorded')
    return asReply(
      duplicate
        ? `Recorded before as ${evidence}.`
        : `Recorded as ${evidence}, ${items} item${items === 1 ? '' : 's'}.`,
    )
  }

  #refuse(error: unknown, session: SMTPServerSession): SmtpAnswer {
    const { logger, count } = this.#parts
    const answer = answerTo(error)
    const { responseCode, message } = answer
    count(responseCode < 500 ? 'delayed' : 'refused')
    const told = { session: session.id, client: session.remoteAddress, code: responseCode }
    if (error instanceof SmtpAnswer || error instanceof EvidentiaError) logger.info(told, 'mail not taken in')
    else logger.error({ ...told, err: error }, 'mail not taken in')
    return this.#sessions.countRefusal(session.id) < patience ? answer : new SmtpAnswer(421, message)
  }

  #finish(taken: Promise<unknown>, { id }: SMTPServerSession): void {
    this.#going.delete(taken)
    this.#sessions.markBusy(id, false)
    if (this.#isStopping) setImmediate(() => this.#end(id))
  }

  #end(id: string): void {
    for (const connection of this.#server?.connections ?? []) if (connection.id === id) this.#dismiss(connection)
  }

  #dismiss(connection: { send(code: number, text: string): void }): void {
    connection.send(421, this.#isStopping ? 'The server is stopping; send it again later.' : 'This took too long.')
  }
}

function incomingOf(session: SMTPServerSession, recipient: string): Omit<Incoming, 'bytes'> {
  const { mailFrom } = session.envelope
  return {
    recipient,
    request: randomUUID(),
    client: session.remoteAddress.replace(/^::ffff:/i, ''),
    helo: session.hostNameAppearsAs,
    returnPath: mailFrom === false ? '' : mailFrom.address,
  }
}

async function listen(server: SMTPServer, { port, host }: MailConfig): Promise<void> {
  try {
    await new Promise<void>((done, fail) => {
      server.server.once('error', fail)
      server.listen(port, host, () => done())
    })
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause)
    throw new ConfigurationError(
      `Mail cannot be taken in on port ${port} of ${host} (${reason}); set EVIDENTIA_MAIL_PORT to another one.`,
      { cause },
    )
  }
}
