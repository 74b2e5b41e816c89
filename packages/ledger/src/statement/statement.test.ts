import { describe, expect, test } from 'vitest'
import { decodeUtf8, encodeUtf8 } from '../encoding/bytes.ts'
import { decodeStatement, encodeStatement, type Statement, STATEMENT_TYPE } from './statement.ts'

const statement: Statement = {
  _type: STATEMENT_TYPE,
  subject: [{ name: 'artifact:report.csv', digest: { sha256: 'ab'.repeat(32) } }],
  predicateType: 'https://evidentia.example/evidence/v1',
  predicate: { period: '2026-09' },
}

function withChange(change: (text: string) => string): () => Statement {
  return () => decodeStatement(encodeUtf8(change(decodeUtf8(encodeStatement(statement), 'The statement'))))
}

describe('a statement', () => {
  test('comes back as it was', () => {
    expect(decodeStatement(encodeStatement(statement))).toEqual(statement)
  })

  test('has one spelling: white space, key order and escapes are refused', () => {
    expect(withChange((text) => text)).not.toThrow()
    expect(withChange((text) => text.replace(':', ': '))).toThrow('canonical')
    expect(withChange((text) => text.replace('2026', String.raw`\u0032026`))).toThrow('canonical')
    expect(withChange((text) => text.replace('{"period"', '{"period":1,"period"'))).toThrow('second time')
  })

  test('refuses fields it does not know, another type, and digests in another spelling', () => {
    expect(withChange((text) => text.replace('"predicate":', '"note":1,"predicate":'))).toThrow('exactly the fields')
    expect(withChange((text) => text.replace('Statement/v1', 'Statement/v0.1'))).toThrow('_type')
    expect(withChange((text) => text.replaceAll('ab', 'AB'))).toThrow('SHA-256')
    expect(withChange((text) => text.replace('https://evidentia.example/evidence/v1', 'evidence'))).toThrow('URI')
    expect(withChange((text) => text.replace('"name":"artifact:report.csv"', '"name":""'))).toThrow('name')
    expect(withChange(() => '[]')).toThrow('object')
  })

  test('needs a subject, and subjects with different names', () => {
    const [subject] = statement.subject
    expect(() => encodeStatement({ ...statement, subject: [] })).toThrow('no subject')
    expect(() => encodeStatement({ ...statement, subject: subject ? [subject, subject] : [] })).toThrow('same name')
  })

  test('fits 65,535 bytes and not one more', () => {
    const room = 65_535 - encodeStatement({ ...statement, predicate: { text: '' } }).length
    expect(encodeStatement({ ...statement, predicate: { text: 'x'.repeat(room) } })).toHaveLength(65_535)
    expect(() => encodeStatement({ ...statement, predicate: { text: 'x'.repeat(room + 1) } })).toThrow('65535')
  })
})
