import { LedgerError } from '@evidentia/ledger'

/** A time stamp that does not hold. `problem` goes on after "The time stamp". */
export function refuseTimeStamp(problem: string, cause?: unknown): LedgerError {
  return new LedgerError('time-stamp-invalid', `The time stamp ${problem}.`, { cause })
}
