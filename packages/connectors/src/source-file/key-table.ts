/** How many characters a block holds. */
const blockLength = 524_288

/**
 * Keys with the line on which each stood first. A file may have a million rows, and as many strings in a Map cost the garbage
 * collector more than the reading: here the keys are characters in a few large blocks, found by a hash and then compared.
 */
export class KeyTable {
  /** Unknown to whoever writes a file, so that nobody can choose keys that fall together. */
  readonly #seed = Math.floor(Math.random() * 0x1_0000_0000)
  #slots = new Int32Array(1024)
  #hashes = new Int32Array(512)
  #lines = new Float64Array(512)
  /** Where each key begins, counted through all blocks, and how long it is. */
  #starts = new Float64Array(512)
  #lengths = new Int32Array(512)
  readonly #blocks: Uint16Array[] = []
  #end = 0
  #count = 0

  /** The earlier line of this key; null the first time, which is then remembered. */
  lineOf(key: string, line: number): number | null {
    const hash = this.#hashOf(key)
    const mask = this.#slots.length - 1
    let slot = hash & mask
    for (;;) {
      const entry = (this.#slots[slot] ?? 0) - 1
      if (entry === -1) break
      if (this.#hashes[entry] === hash && this.#isKey(entry, key)) return this.#lines[entry] ?? null
      slot = (slot + 1) & mask
    }
    this.#add(key, hash, line, slot)
    return null
  }

  #hashOf(key: string): number {
    let hash = this.#seed
    for (let at = 0; at < key.length; at += 1) {
      hash = Math.imul(hash ^ key.charCodeAt(at), 0x5bd1_e995)
      hash ^= hash >>> 15
    }
    return hash | 0
  }

  #isKey(entry: number, key: string): boolean {
    if (this.#lengths[entry] !== key.length) return false
    const start = this.#starts[entry] ?? 0
    const block = this.#blocks[Math.floor(start / blockLength)]
    const from = start % blockLength
    for (let at = 0; at < key.length; at += 1) if (block?.[from + at] !== key.charCodeAt(at)) return false
    return true
  }

  #add(key: string, hash: number, line: number, slot: number): void {
    if (this.#count === this.#hashes.length) this.#growEntries()
    const entry = this.#count
    this.#count += 1
    this.#hashes[entry] = hash
    this.#lines[entry] = line
    this.#store(key, entry)
    this.#slots[slot] = this.#count
    if (this.#count * 2 > this.#slots.length) this.#growSlots()
  }

  #store(key: string, entry: number): void {
    if (key.length > this.#blocks.length * blockLength - this.#end) {
      // A key may be longer than a block: it then has one that counts as several.
      this.#end = this.#blocks.length * blockLength
      const block = new Uint16Array(Math.max(key.length, blockLength))
      for (let length = 0; length < block.length; length += blockLength) this.#blocks.push(block)
    }
    const start = this.#end
    const block = this.#blocks[Math.floor(start / blockLength)]
    const from = start % blockLength
    if (block !== undefined) for (let at = 0; at < key.length; at += 1) block[from + at] = key.charCodeAt(at)
    this.#starts[entry] = start
    this.#lengths[entry] = key.length
    this.#end = key.length > blockLength ? this.#blocks.length * blockLength : start + key.length
  }

  #growEntries(): void {
    const length = this.#hashes.length * 2
    const [hashes, lines] = [new Int32Array(length), new Float64Array(length)]
    const [starts, lengths] = [new Float64Array(length), new Int32Array(length)]
    hashes.set(this.#hashes)
    lines.set(this.#lines)
    starts.set(this.#starts)
    lengths.set(this.#lengths)
    this.#hashes = hashes
    this.#lines = lines
    this.#starts = starts
    this.#lengths = lengths
  }

  #growSlots(): void {
    this.#slots = new Int32Array(this.#slots.length * 2)
    const mask = this.#slots.length - 1
    for (let entry = 0; entry < this.#count; entry += 1) {
      let slot = (this.#hashes[entry] ?? 0) & mask
      while (this.#slots[slot] !== 0) slot = (slot + 1) & mask
      this.#slots[slot] = entry + 1
    }
  }
}
