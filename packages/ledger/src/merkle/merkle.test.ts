import * as fc from 'fast-check'
import { beforeAll, describe, expect, test } from 'vitest'
import { encodeHex, equalBytes } from '../encoding/bytes.ts'
import { verifyConsistency } from './consistency.ts'
import { MerkleFrontier } from './frontier.ts'
import { EMPTY_ROOT, hashLeaf, hashNode } from './hash.ts'
import { digestLeaf, runHashStepsInBrowser } from './hash-webcrypto.ts'
import { verifyInclusion } from './inclusion.ts'
import { inclusionRoot } from './inclusion-root.ts'
import { MerkleTree } from './memory-tree.ts'
import { consistencyProof, inclusionProof } from './prove.ts'

const SIZES = 130
const entries = Array.from({ length: SIZES }, (_, index) => Uint8Array.of(index, index * 7))
const tree = new MerkleTree()
const roots: Uint8Array[] = [EMPTY_ROOT]

beforeAll(() => {
  for (const entry of entries) {
    tree.append(entry)
    roots.push(tree.root())
  }
})

// MTH of RFC 6962 2.1, word for word.
function recursiveRoot(leaves: readonly Uint8Array[]): Uint8Array {
  const [first] = leaves
  if (first === undefined) return EMPTY_ROOT
  if (leaves.length === 1) return hashLeaf(first)
  let split = 1
  while (split * 2 < leaves.length) split *= 2
  return hashNode(recursiveRoot(leaves.slice(0, split)), recursiveRoot(leaves.slice(split)))
}

function at<Item>(items: readonly Item[], index: number): Item {
  const item = items[index]
  if (item === undefined) throw new RangeError(`No item ${index}`)
  return item
}

describe('the tree', () => {
  test('has the roots of the known eight-leaf Certificate Transparency tree', () => {
    const leaves = ['', '00', '10', '2021', '3031', '40414243', '5051525354555657', '606162636465666768696a6b6c6d6e6f']
    const known = new MerkleTree()
    const found = leaves.map((leaf) => {
      known.append(Buffer.from(leaf, 'hex'))
      return encodeHex(known.root())
    })
    expect(encodeHex(EMPTY_ROOT)).toBe('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855')
    expect(found).toEqual([
      '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
      'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
      'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77',
      'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
      '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4',
      '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef',
      'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c',
      '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
    ])
  })

  test('has the recursive root of RFC 6962 at every size', () => {
    for (let size = 0; size <= SIZES; size += 1) {
      expect(tree.root(size)).toEqual(recursiveRoot(entries.slice(0, size)))
      expect(at(roots, size)).toEqual(tree.root(size))
    }
  })

  test('continues from a stored frontier at every size', () => {
    let frontier = new MerkleFrontier()
    for (const [index, entry] of entries.entries()) {
      frontier = MerkleFrontier.restore(frontier.size, frontier.hashes)
      const completed = frontier.append(hashLeaf(entry))
      expect(frontier.root()).toEqual(at(roots, index + 1))
      for (const node of completed) expect(node.hash).toEqual(tree.readNode(node.level, node.index))
    }
    expect(() => MerkleFrontier.restore(3, [EMPTY_ROOT])).toThrow('2 frontier hashes')
  })

  test('hashes leaves alike in Node and by WebCrypto', async () => {
    for (const entry of entries.slice(0, 5)) expect(await digestLeaf(entry)).toEqual(hashLeaf(entry))
  })
})

describe('inclusion', () => {
  test('is proven for every entry of every size, and for no other index, size or leaf', async () => {
    for (let size = 1; size <= SIZES; size += 1) {
      for (let index = 0; index < size; index += 1) {
        const proof = await tree.inclusionProof(index, size)
        const claim = { leafHash: tree.readNode(0, index), index, size, proof, root: at(roots, size) }
        expect(verifyInclusion(claim)).toBe(true)
        expect(verifyInclusion({ ...claim, index: (index + 1) % size })).toBe(size === 1)
        expect(verifyInclusion({ ...claim, leafHash: tree.readNode(0, (index + 1) % SIZES) })).toBe(false)
        expect(verifyInclusion({ ...claim, proof: [...proof, EMPTY_ROOT] })).toBe(false)
        if (proof.length > 0) expect(verifyInclusion({ ...claim, proof: proof.slice(1) })).toBe(false)
      }
    }
  })

  test('is refused when any bit of the proof, leaf or root is changed', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(SIZES - 1), fc.nat(), fc.nat(), async (index, where, bit) => {
        const proof = await tree.inclusionProof(index)
        const parts = [tree.readNode(0, index), tree.root(), ...proof].map((hash) => new Uint8Array(hash))
        const changed = at(parts, where % parts.length)
        changed[bit % 32] = at([...changed], bit % 32) ^ (1 << (bit % 8))
        const [leafHash, root, ...mutated] = parts
        expect(
          verifyInclusion({
            leafHash: leafHash ?? EMPTY_ROOT,
            index,
            size: SIZES,
            proof: mutated,
            root: root ?? EMPTY_ROOT,
          }),
        ).toBe(false)
      }),
    )
  })

  test('is judged alike by the browser', async () => {
    const claim = { leafHash: tree.readNode(0, 77), index: 77, size: SIZES, proof: await tree.inclusionProof(77) }
    expect(await runHashStepsInBrowser(inclusionRoot(claim))).toEqual(tree.root())
  })

  test('is refused for malformed claims', async () => {
    const proof = await tree.inclusionProof(3)
    const claim = { leafHash: tree.readNode(0, 3), index: 3, size: SIZES, proof, root: tree.root() }
    expect(verifyInclusion({ ...claim, index: -1 })).toBe(false)
    expect(verifyInclusion({ ...claim, index: 3.5 })).toBe(false)
    expect(verifyInclusion({ ...claim, index: SIZES })).toBe(false)
    expect(verifyInclusion({ ...claim, size: Number.MAX_SAFE_INTEGER + 1 })).toBe(false)
    expect(verifyInclusion({ ...claim, leafHash: new Uint8Array(31) })).toBe(false)
    await expect(inclusionProof(SIZES, SIZES, () => EMPTY_ROOT)).rejects.toThrow('not in a tree')
  })
})

describe('consistency', () => {
  test('is proven for every pair of sizes, and not with another root', async () => {
    for (let newSize = 0; newSize <= SIZES; newSize += 1) {
      for (let oldSize = 0; oldSize <= newSize; oldSize += 1) {
        const proof = await tree.consistencyProof(oldSize, newSize)
        const claim = { oldSize, oldRoot: at(roots, oldSize), newSize, newRoot: at(roots, newSize), proof }
        expect(verifyConsistency(claim)).toBe(true)
        expect(verifyConsistency({ ...claim, oldRoot: hashLeaf(EMPTY_ROOT) })).toBe(false)
        if (oldSize > 0) expect(verifyConsistency({ ...claim, newRoot: hashLeaf(EMPTY_ROOT) })).toBe(false)
        if (proof.length > 0) expect(verifyConsistency({ ...claim, proof: proof.slice(1) })).toBe(false)
        expect(verifyConsistency({ ...claim, proof: [...proof, EMPTY_ROOT] })).toBe(false)
      }
    }
  })

  test('is refused when an old entry was changed, or any hash of the proof', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: SIZES - 1 }), fc.nat(), fc.nat(), async (oldSize, where, bit) => {
        const edited = new MerkleTree()
        const victim = where % oldSize
        for (const [index, entry] of entries.entries()) edited.append(index === victim ? Uint8Array.of(1) : entry)
        const rewritten = {
          oldSize,
          oldRoot: at(roots, oldSize),
          newSize: SIZES,
          newRoot: edited.root(),
          proof: await edited.consistencyProof(oldSize),
        }
        expect(verifyConsistency(rewritten)).toBe(false)
        const honest = (await tree.consistencyProof(oldSize)).map((hash) => new Uint8Array(hash))
        const changed = at(honest, where % honest.length)
        changed[bit % 32] = at([...changed], bit % 32) ^ (1 << (bit % 8))
        expect(verifyConsistency({ ...rewritten, newRoot: tree.root(), proof: honest })).toBe(false)
      }),
    )
  })

  test('of 7 and 8 entries does not pass for 3 and 4', async () => {
    const proof = await tree.consistencyProof(7, 8)
    const claim = { oldSize: 7, oldRoot: at(roots, 7), newSize: 8, newRoot: at(roots, 8), proof }
    expect(verifyConsistency(claim)).toBe(true)
    expect(verifyConsistency({ ...claim, oldSize: 3, newSize: 4 })).toBe(false)
  })

  test('is not to be had backwards', async () => {
    await expect(consistencyProof(5, 3, () => EMPTY_ROOT)).rejects.toThrow('cannot extend')
    const claim = { oldSize: 5, oldRoot: at(roots, 5), newSize: 3, newRoot: at(roots, 3), proof: [] }
    expect(verifyConsistency(claim)).toBe(false)
  })

  test('works beyond 32 bits: a proof in a log of 2^40 + 3 entries', async () => {
    // All complete subtrees of one level are alike when all entries are.
    const levels = [hashLeaf(new Uint8Array())]
    for (let level = 0; level < 53; level += 1) levels.push(hashNode(at(levels, level), at(levels, level)))
    const size = 2 ** 40 + 3
    const readNode = (level: number): Uint8Array => at(levels, level)
    const root = hashNode(at(levels, 40), hashNode(at(levels, 1), at(levels, 0)))
    const proof = await inclusionProof(2 ** 40 + 1, size, readNode)
    expect(verifyInclusion({ leafHash: at(levels, 0), index: 2 ** 40 + 1, size, proof, root })).toBe(true)
    const consistency = await consistencyProof(2 ** 39, size, readNode)
    const claim = { oldSize: 2 ** 39, oldRoot: at(levels, 39), newSize: size, newRoot: root, proof: consistency }
    expect(verifyConsistency(claim)).toBe(true)
    expect(equalBytes(root, at(levels, 40))).toBe(false)
  })
})
