import { createSigner, encodeReceipt, encodeStatement, MerkleTree, sha256Hex, signCheckpoint } from '@evidentia/ledger'

/** A receipt as the API answers it, of one entry in a small log: something for the packed command to verify. */
export async function makeReceipt(): Promise<object> {
  const signer = createSigner(new Uint8Array(32).fill(7), 'evidentia/sample-log')
  const tree = new MerkleTree()
  const [entry, entries] = [3, 7]
  const leaves = Array.from({ length: entries }, (_, at) =>
    encodeStatement({
      _type: 'https://in-toto.io/Statement/v1',
      subject: [{ name: 'artifact:report.csv', digest: { sha256: sha256Hex(Buffer.from(`file ${at}`)) } }],
      predicateType: 'urn:evidentia:fact:evidence-recorded:v1',
      predicate: { recordedAt: '2026-10-31T18:00:00Z' },
    }),
  )
  for (const leaf of leaves) tree.append(leaf)
  const checkpoint = signCheckpoint({ origin: signer.name, size: entries, root: tree.root(), extensions: [] }, [signer])
  const receipt = encodeReceipt({ index: entry, proof: await tree.inclusionProof(entry), checkpoint })
  return {
    entry,
    leaf: Buffer.from(leaves[entry] ?? new Uint8Array()).toString('base64'),
    proof: Buffer.from(receipt).toString('utf8'),
    verifierKey: signer.vkey,
  }
}
