import { describe, expect, it } from 'vitest'
import { readEdge, readSystem } from './system-body.ts'

describe('reading a system document', () => {
  it('keeps what is there and says null for what is not', () => {
    const body = {
      name: 'Clinical database',
      kind: 'database',
      internetFacing: false,
      inService: { from: '2026-01-01' },
      recovery: { rtoHours: 4 },
    }
    expect(readSystem('clinical-db', body)).toMatchObject({
      name: 'Clinical database',
      owner: null,
      inService: { from: '2026-01-01', to: null },
      recovery: { rtoHours: 4, rpoHours: null },
    })
  })
})

describe('reading an edge', () => {
  it('says of a flow what it carries, how, and whether it is encrypted', () => {
    const edge = readEdge('f1', {
      from: { system: 'a' },
      to: { vendor: 'v' },
      carries: 'phi',
      protocol: 'fhir',
      encrypted: false,
    })
    expect(edge).toEqual({
      id: 'f1',
      from: { kind: 'system', id: 'a' },
      to: { kind: 'vendor', id: 'v' },
      what: 'sends PHI by fhir, not encrypted',
    })
  })

  it('says of a dependency its type in words', () => {
    expect(readEdge('d1', { from: { system: 'a' }, to: { system: 'b' }, type: 'logs-to' }).what).toBe('logs to')
  })
})
