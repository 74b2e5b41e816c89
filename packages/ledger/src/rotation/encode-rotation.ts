import { encodeUtf8 } from '../encoding/bytes.ts'
import { sha256Hex } from '../encoding/digest.ts'
import type { Signer } from '../note/signer.ts'
import { encodeStatement, STATEMENT_TYPE } from '../statement/statement.ts'
import { KEY_ROTATED } from './rotation-statement.ts'

/**
 * The log entry that announces a log's next key. The checkpoint after it is signed by both keys (the handover), later
 * ones by the new key alone; the receipt of this entry under that checkpoint is what verifiers are given.
 */
export function encodeKeyRotation(from: Pick<Signer, 'vkey'>, to: Pick<Signer, 'vkey' | 'name' | 'keyId'>): Uint8Array {
  return encodeStatement({
    _type: STATEMENT_TYPE,
    subject: [{ name: `log-key:${to.name}+${to.keyId}`, digest: { sha256: sha256Hex(encodeUtf8(to.vkey)) } }],
    predicateType: KEY_ROTATED,
    predicate: { from: from.vkey, to: to.vkey },
  })
}
