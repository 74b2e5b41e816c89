import { open } from 'node:fs/promises'
import { type VerifyOptions as LedgerOptions, verifyPackage } from '@evidentia/ledger'
import type { ExitCode } from '../command.ts'
import { Refusal } from '../output/explain-error.ts'
import type { Terminal } from '../output/terminal.ts'
import type { VerifyOptions } from './command.ts'
import { renderPackageReport } from './package-text.ts'
import { checkReceipt } from './check-receipt.ts'
import { readReceipt } from './receipt-file.ts'
import { renderReceiptReport } from './receipt-text.ts'
import { readSeenCheckpoints } from './seen-checkpoints.ts'
import { readTrustedKeys } from './trusted-keys.ts'

type TimeStampOptions = Pick<LedgerOptions, 'judgeTimeStamp' | 'requireTimeStamp'>

/** Verifies `path`, prints what was checked line by line, and answers 0 only when all of it holds. */
export async function runVerify(path: string, options: VerifyOptions, terminal: Terminal): Promise<ExitCode> {
  const vkeys = options.key === undefined ? undefined : await readTrustedKeys(options.key)
  const print = (report: object, text: string) =>
    terminal.print(options.json === true ? `${JSON.stringify(report, null, 2)}\n` : text)

  if (await looksLikeReceipt(path)) {
    if (options.seen !== undefined) {
      throw new Refusal(2, '--seen goes with a package, which holds the whole log; a receipt holds one entry of it.')
    }
    if (options.tsaCertificate !== undefined) {
      throw new Refusal(2, '--tsa-certificate goes with a package; a receipt carries no time stamp.')
    }
    const report = await checkReceipt(await readReceipt(path), { vkeys, artifact: options.artifact })
    print({ kind: 'receipt', ...report }, renderReceiptReport(path, report))
    return report.ok ? 0 : 1
  }
  if (options.artifact !== undefined) {
    throw new Refusal(2, '--artifact goes with a receipt; a package carries its artifacts and checks them all.')
  }
  const seen = options.seen === undefined ? undefined : await readSeenCheckpoints(options.seen)
  const report = await verifyPackage(path, {
    ...(vkeys && { vkeys }),
    ...(seen && { seen }),
    ...(await openTimeStampJudge(options.tsaCertificate)),
  })
  print({ kind: 'package', ...report }, renderPackageReport(path, report))
  return report.ok ? 0 : 1
}

/** Certificates and their parser are loaded only when there is a time stamp to judge, so that verifying starts fast. */
async function openTimeStampJudge(paths: readonly string[] = []): Promise<TimeStampOptions> {
  const isAsked = paths.length > 0
  const anchors = isAsked ? await (await import('./time-stamp/trust-anchors.ts')).readTrustAnchors(paths) : []
  return {
    requireTimeStamp: isAsked,
    judgeTimeStamp: async (stamp, stamped) => {
      const { judgeTimeStamp } = await import('./time-stamp/judge-time-stamp.ts')
      return judgeTimeStamp(stamp, stamped, anchors)
    },
  }
}

/** A receipt is JSON and begins with a brace; everything else is judged as a package, whatever its name says. */
async function looksLikeReceipt(path: string): Promise<boolean> {
  const file = await open(path, 'r')
  try {
    if (!(await file.stat()).isFile()) throw new Refusal(1, `${path} is not a file; give a package or a receipt.`)
    const { buffer, bytesRead } = await file.read(Buffer.alloc(64), 0, 64, 0)
    const [first, second] = buffer.subarray(0, bytesRead).toString('latin1').trimStart()
    // "{K" is a package whose first byte was changed, and must be named as such.
    return first === '{' && second !== 'K'
  } finally {
    await file.close()
  }
}
