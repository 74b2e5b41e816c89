import { Resolver } from 'node:dns/promises'
import type { Mailbox } from '@evidentia/core'
import type { AuthenticateResult, DNSResolver } from 'mailauth'

const queryMs = 3000
const queryTries = 2
/** All questions for one message together. */
const totalMs = 30_000

/** How a message arrived: what can be known of its sender beside what it says itself. */
export interface Arrival {
  /** The address of the client, as this server sees it. */
  readonly client: string
  /** What the client calls itself. */
  readonly helo: string
  /** MAIL FROM. */
  readonly returnPath: string
}

/** Results by the words of RFC 8601: `pass`, `fail`, `none`, `temperror` and so on. */
export interface SenderProof {
  /** The addresses in From; one in every message that is taken in. */
  readonly from: readonly string[]
  readonly dkim: readonly {
    readonly domain: string
    readonly selector: string
    readonly result: string
    readonly isAligned: boolean
    /** Whether the signature covers Date, without which a message could be sent again years later, and all of the body (no `l=`). */
    readonly isWhole: boolean
  }[]
  readonly spf: { readonly domain: string; readonly result: string; readonly isAligned: boolean }
  readonly dmarc: string
}

/**
 * Asks DNS what the domain of the sender says of this message: DKIM (RFC 6376), SPF (RFC 7208) and the alignment of both with From
 * (DMARC, RFC 9989). Headers in which the message speaks of such results itself are not looked at. `servers`: those to ask, none for
 * this machine's own. Null when no answer came in time.
 */
export async function proveSender(
  bytes: Buffer,
  { client, helo, returnPath }: Arrival,
  host: string,
  servers: readonly string[],
): Promise<SenderProof | null> {
  const { authenticate } = await import('mailauth')
  const resolver = new Resolver({ timeout: queryMs, tries: queryTries })
  if (servers.length > 0) resolver.setServers(servers)
  const late = Promise.withResolvers<null>()
  const timer = setTimeout(() => late.resolve(null), totalMs)
  try {
    const asked = authenticate(bytes, {
      sender: returnPath,
      ip: client,
      helo,
      mta: host,
      resolver: askWith(resolver),
      strict: true,
      disableArc: true,
      disableBimi: true,
    })
    const answered = await Promise.race([asked, late.promise])
    return answered === null ? null : readAnswer(answered)
  } finally {
    clearTimeout(timer)
    resolver.cancel()
  }
}

export type Judgement = 'proven' | 'not-proven' | 'not-known'

/** Whether what a mailbox asks for is shown. `not-known`: DNS failed where its answer would have decided. */
export function judgeSender(shows: Mailbox['shows'], { dkim, spf, dmarc }: SenderProof): Judgement {
  if (shows === 'none') return 'proven'
  const asked = [...(shows === 'spf' ? [] : dkim.filter(({ isWhole }) => isWhole)), ...(shows === 'dkim' ? [] : [spf])]
  const has = (result: string) => asked.some((one) => one.isAligned && one.result === result)
  if (dmarc === 'temperror')
    return asked.some(({ result }) => result === 'pass' || result === 'temperror') ? 'not-known' : 'not-proven'
  if (has('pass')) return 'proven'
  return has('temperror') ? 'not-known' : 'not-proven'
}

function readAnswer({ dkim, spf, dmarc }: AuthenticateResult): SenderProof {
  const from = dkim.fromFields === 1 ? dkim.headerFrom : []
  const author = from[0]?.split('@').at(-1)?.toLowerCase() ?? ''
  const spfDomain = spf === false ? '' : spf.domain.toLowerCase()
  const spfAlignment = dmarc === false ? undefined : dmarc.alignment
  return {
    from,
    dkim: dkim.results
      .filter(({ status }) => status.result !== 'none')
      .map(({ signingDomain, selector, status, canonBodyLengthLimited, signingHeaders }) => ({
        domain: signingDomain ?? '',
        selector: selector ?? '',
        result: status.result,
        isAligned: typeof status.aligned === 'string',
        isWhole: canonBodyLengthLimited !== true && /(?:^|:)\s*date\s*(?:$|:)/i.test(signingHeaders?.keys ?? ''),
      })),
    spf: {
      domain: spfDomain,
      result: spf === false ? 'none' : spf.status.result,
      // Without a DMARC record there is nothing that names the organization: only the domain itself and what lies below is its own.
      isAligned:
        author !== '' &&
        (spfAlignment === undefined || (spf !== false && spf.status.result !== 'pass')
          ? spfDomain === author || spfDomain.endsWith(`.${author}`)
          : spfAlignment.spf.result !== undefined),
    },
    dmarc: dmarc === false ? 'none' : dmarc.status.result,
  }
}

function askWith(resolver: Resolver): DNSResolver {
  return async (domain, type) => {
    switch (type) {
      case 'TXT':
        return resolver.resolveTxt(domain)
      case 'A':
        return resolver.resolve4(domain)
      case 'AAAA':
        return resolver.resolve6(domain)
      case 'CNAME':
        return resolver.resolveCname(domain)
      case 'PTR':
        return resolver.resolvePtr(domain)
      default:
        // MX: objects, which is what is read of it, whatever the declared type says.
        return resolver.resolve(domain, type) as never
    }
  }
}
