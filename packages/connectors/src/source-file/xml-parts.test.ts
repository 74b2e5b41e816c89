import { describe, expect, it } from 'vitest'
import { fileOf, refusalOf } from '../testing/file.ts'
import { readXmlParts, type XmlPart } from './xml-parts.ts'

async function partsOf(text: string | Uint8Array, paths: readonly string[], chunk = 5): Promise<XmlPart[]> {
  const parts: XmlPart[] = []
  for await (const part of readXmlParts(fileOf('x.xml', text, chunk), paths)) parts.push(part)
  return parts
}

describe('the parts of an XML file', () => {
  const text = `<?xml version="1.0" encoding="UTF-8"?>
<report>
  <host name="a&amp;b"><item id="1">one<cve>C-1</cve><cve><![CDATA[<C-2>]]></cve></item>
    <item id="2"/></host>
  <other><item id="3"/></other>
</report>`

  it('are the elements at the paths asked for, with what they stand in', async () => {
    for (const chunk of [1, 7, 4096]) {
      const parts = await partsOf(text, ['report/host/item'], chunk)
      expect(parts.map(({ line, element }) => [line, element.attributes['id']])).toEqual([
        [3, '1'],
        [4, '2'],
      ])
      expect(parts[0]?.around).toEqual([{}, { name: 'a&b' }])
      expect(parts[0]?.element.text).toBe('one')
      expect(parts[0]?.element.children.map((child) => child.text)).toEqual(['C-1', '<C-2>'])
    }
  })

  it.each([
    ['<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>\n<a>&x;</a>', 1, 'a DOCTYPE stands in the file'],
    ['<a>\n<b></a>', 2, 'not well formed'],
    ['<a>\n', 2, 'not well formed'],
    ['<a>&nbsp;</a>', 1, 'not well formed'],
    ['<?xml version="1.0" encoding="latin1"?><a/>', 1, 'latin1, and only UTF-8'],
    ['<a>'.repeat(80), 1, 'nested more than 64'],
  ])('are refused with the line: %s', async (given, line, words) => {
    const refusal = await refusalOf(partsOf(given, ['a'], 4096))
    expect(refusal.message).toContain(words)
    expect(refusal.place).toMatchObject({ file: 'x.xml', line })
  })

  it('are refused as UTF-16, as no UTF-8, and as nothing', async () => {
    expect((await refusalOf(partsOf(new Uint8Array(Buffer.from('<a/>', 'utf16le')), ['a'])))?.message).toContain(
      'UTF-16',
    )
    const latin1 = new Uint8Array(Buffer.from('<a>\ncaf\u00e9</a>', 'latin1'))
    expect((await refusalOf(partsOf(latin1, ['a']))).message).toContain('not UTF-8')
    expect((await refusalOf(partsOf('', ['a']))).code).toBe('empty-file')
  })
})
