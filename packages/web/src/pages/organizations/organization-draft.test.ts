import { describe, expect, it } from 'vitest'
import { blankOrganization, missingPart, slugOf } from './organization-draft.ts'

describe('the short name of an organization', () => {
  it.each([
    ['St. Anne Hosting', 'st-anne-hosting'],
    ['  Ünïted   Health 24/7 ', 'united-health-24-7'],
    ['***', ''],
  ])('of %j is %j', (name, slug) => {
    expect(slugOf(name)).toBe(slug)
  })
})

describe('a new organization', () => {
  const complete = {
    ...blankOrganization('Ana Ito', 'ana@hosting.example'),
    name: 'Hosting',
    slug: 'hosting',
    frameworks: ['tsc-2017'],
  }

  it('can be created once everything is there', () => {
    expect(missingPart(complete)).toBeNull()
  })

  it('says what is missing first', () => {
    expect(missingPart({ ...complete, slug: 'No Spaces' })).toMatch('short name')
    expect(missingPart({ ...complete, frameworks: [] })).toBe('Choose at least one framework.')
    expect(missingPart({ ...complete, from: '2027-01-01', to: '2026-01-01' })).toMatch('ends before it starts')
  })
})
