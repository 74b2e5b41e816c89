import { describe, expect, it } from 'vitest'
import { readableId } from './finding-id.ts'

describe('the id of a finding', () => {
  it.each([
    ['gap:restore-test/restore-drill@system:main-db', 'restore-test / restore-drill / main-db'],
    ['gap:governance/minutes@organization', 'governance / minutes'],
    ['gap:baa-management/executed-baa@vendor:vendor', 'baa-management / executed-baa / vendor'],
    ['owner:left:ada', 'owner / left / ada'],
    ['unknown-control:access-review@9', 'unknown-control / access-review / 9'],
    ['raised:0f3c9a1d5e7b4c2a8d6f0e1b3c5a7d9f', 'raised / 0f3c9a1d'],
  ])('%s reads %s', (id, reads) => expect(readableId(id)).toBe(reads))
})
