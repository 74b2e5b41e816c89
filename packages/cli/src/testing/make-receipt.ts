import { createSigner, encodeReceipt, encodeStatement, MerkleTree, sha256Hex, signCheckpoint } from '@evidentia/ledger'

/** A log of `entries` of which the one at `index` seals `artifact`, and the receipt for it as the API would answer it. */
export async function makeReceipt(artifact: Uint8Array, { index = 3, entries = 7 } = {}) {
  const signer = createSigner(new Uint8Array(32).fill(7), 'evidentia/test-log')
  const leaves = Array.from({ length: entries }, (_, at) => {
    const bytes = at === index ? artifact : Buffer.from(`another file ${at}`)
    return encodeStatement({
      _type: 'https://in-toto.io/Statement/v1',
      subject: [{ name: 'artifact:report.csv', digest: { sha256: sha256Hex(bytes) } }],
      predicateType: 'urn:evidentia:fact:evidence-recorded:v1',
      predicate: { recordedAt: '2026-10-31T18:00:00Z', at },
    })
  })
  const tree = new MerkleTree()
  for (const leaf of leaves) tree.append(leaf)
  const checkpoint = signCheckpoint({ origin: signer.name, size: entries, root: tree.root(), extensions: [] }, [signer])
  const proof = await tree.inclusionProof(index)
  const leaf = leaves[index] ?? new Uint8Array()
  return {
    entry: index,
    leaf: Buffer.from(leaf).toString('base64'),
    proof: Buffer.from(encodeReceipt({ index, proof, checkpoint })).toString('utf8'),
    verifierKey: signer.vkey,
  }
}
