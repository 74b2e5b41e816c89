import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fileOf, refusalOf } from '../testing/file.ts'
import { type JsonPart, readJsonParts } from './json-parts.ts'

async function partsOf(text: string | Uint8Array, paths: readonly string[], chunk = 7): Promise<JsonPart[]> {
  const parts: JsonPart[] = []
  for await (const part of readJsonParts(fileOf('x.json', text, chunk), paths)) parts.push(part)
  return parts
}

const shownAs = ({ path, place, line, value }: JsonPart) => [path, place, line, value]

describe('the parts of a JSON file', () => {
  it('are the values at the paths asked for, and whole what lies beside them', async () => {
    const text = `{
  "version": 2,
  "runs": [
    {"tool": {"name": "x"}, "results": [{"id": 1},
      {"id": 2}]},
    {"results": []},
    "not a run"
  ],
  "odd.name": [1]
}`
    expect((await partsOf(text, ['runs[].results[]'])).map(shownAs)).toEqual([
      ['version', 'version', 2, 2],
      ['runs[].tool', 'runs[0].tool', 4, { name: 'x' }],
      ['runs[].results[]', 'runs[0].results[0]', 4, { id: 1 }],
      ['runs[].results[]', 'runs[0].results[1]', 5, { id: 2 }],
      ['runs[]', 'runs[2]', 7, 'not a run'],
      ['"odd.name"', '"odd.name"', 9, [1]],
    ])
  })

  it('may be those of a bare list or of a list in an object', async () => {
    const paths = ['[]', 'value[]']
    expect((await partsOf('[1, {"a": 2}]', paths)).map(shownAs)).toEqual([
      ['[]', '[0]', 1, 1],
      ['[]', '[1]', 1, { a: 2 }],
    ])
    expect((await partsOf('{"value": [3]}', paths)).map(shownAs)).toEqual([['value[]', 'value[0]', 1, 3]])
    expect((await partsOf('"text"', paths)).map(shownAs)).toEqual([['', '', 1, 'text']])
  })

  it('are the same however the file is cut into pieces, and put together the value the built-in reader gives', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.jsonValue({ maxDepth: 4, noUnicodeString: false }), { maxLength: 6 }),
        fc.constantFrom(undefined, 1),
        fc.integer({ min: 1, max: 40 }),
        async (values, indent, chunk) => {
          const parts = await partsOf(JSON.stringify({ list: values }, null, indent), ['list[]'], chunk)
          expect(JSON.stringify(parts.map(({ value }) => value))).toBe(JSON.stringify(values))
        },
      ),
    )
  })

  it('are refused where the built-in reader refuses the whole file, and nowhere else but for a repeated member', async () => {
    const piece = fc.constantFrom(
      '{',
      '}',
      '[',
      ']',
      ',',
      ':',
      '"a"',
      '"\\u0061"',
      '1',
      '-',
      'true',
      'nul',
      ' ',
      '\n',
      '"',
    )
    await fc.assert(
      fc.asyncProperty(fc.array(piece, { maxLength: 9 }), fc.integer({ min: 1, max: 9 }), async (pieces, chunk) => {
        const text = pieces.join('')
        const builtIn = accepts(() => JSON.parse(text))
        const ours = await partsOf(text, ['a[]', '[].a', 'a.a'], chunk).then(
          () => true,
          () => false,
        )
        if (builtIn && !ours) expect(text).toMatch(/"(?:a|\\u0061)"[^]*"(?:a|\\u0061)"/)
        else expect(ours, text).toBe(builtIn)
      }),
      { numRuns: 4000 },
    )
  })

  it.each([
    ['{"list": [{"a": 1,\n"a": 2}]}', 2, '"a" stands twice'],
    ['{"list": [],\n"list": []}', 2, '"list" stands twice'],
    ['{"list": [1,\n\n2', 3, 'cut off'],
    ['{"list": [\n{"a": tru}]}', 2, 'a value was expected'],
    ['{"list": [1\n2]}', 2, 'a comma or a closing bracket'],
    ['[] \n{}', 2, 'follows the end'],
    [`{"list": [${'['.repeat(80)}`, 1, 'nested more than 64'],
    ['{"list": ["a\tb"]}', 1, 'control character'],
  ])('are refused with the line: %s', async (text, line, words) => {
    const refusal = await refusalOf(partsOf(text, ['list[]']))
    expect(refusal.message).toContain(words)
    expect(refusal.place).toMatchObject({ file: 'x.json', line })
  })

  it('may begin with a byte order mark, and are refused as UTF-16 or as no UTF-8 at all', async () => {
    expect((await partsOf('\uFEFF[1]', ['[]'], 1)).map(({ value }) => value)).toEqual([1])
    const utf16 = new Uint8Array(Buffer.from('[1]', 'utf16le'))
    expect((await refusalOf(partsOf(utf16, ['[]'], 1))).message).toContain('UTF-16')
    const latin1 = new Uint8Array(Buffer.from('[1,\n"caf\u00e9"]', 'latin1'))
    expect((await refusalOf(partsOf(latin1, ['[]']))).place).toEqual({ file: 'x.json', line: 2 })
    expect((await refusalOf(partsOf('', ['[]']))).code).toBe('empty-file')
  })

  it('keep long escaped strings whole at any cut', async () => {
    const value = '\n"\\'.repeat(50)
    for (const chunk of [1, 2, 3, 64])
      expect((await partsOf(JSON.stringify([value]), ['[]'], chunk))[0]?.value).toBe(value)
  })
})

function accepts(read: () => unknown): boolean {
  try {
    read()
    return true
  } catch {
    return false
  }
}
