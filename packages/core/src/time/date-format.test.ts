import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { dateFormatSchema, readDay, readInstant } from './date-format.ts'

describe('a date format', () => {
  it.each(['M/D/YYYY', 'DD.MM.YYYY HH:mm', 'DD/MMM/YY h:mm A', 'YYYY-MM-DDTHH:mm:ssZ', 'YYYY/MM/DD HH:mm:ss'])(
    'may be %s',
    (format) => expect(dateFormatSchema.safeParse(format).success).toBe(true),
  )

  it.each(['YYYY', 'MM/DD', 'YYYY-MM-DD hh:mm', 'YYYY-MM-DD HH', 'DD DD MM YYYY', 'YYYY-MM-DD (a+)+', 'D of MMM YYYY'])(
    'may not be %s',
    (format) => expect(dateFormatSchema.safeParse(format).success).toBe(false),
  )
})

describe('reading a day', () => {
  it.each([
    ['6/1/2026', 'M/D/YYYY', '2026-06-01'],
    ['01.06.2026', 'DD.MM.YYYY', '2026-06-01'],
    ['01/Jun/26', 'DD/MMM/YY', '2026-06-01'],
    ['2026-06-01', 'M/D/YYYY', '2026-06-01'],
    ['2026-06-01', null, '2026-06-01'],
    ['6/1/2026 11:30 PM', 'M/D/YYYY h:mm A', '2026-06-01'],
  ])('takes %s as %s for %s', (text, format, day) => expect(readDay(text, format)).toBe(day))

  it.each([
    ['2/30/2026', 'M/D/YYYY'],
    ['13/1/2026', 'M/D/YYYY'],
    ['6/1/26', 'M/D/YYYY'],
    ['01/Juni/26', 'DD/MMM/YY'],
    ['01/Xyz/26', 'DD/MMM/YY'],
    ['6/1/2026', null],
    ['', 'M/D/YYYY'],
  ])('does not take %s as %s', (text, format) => expect(readDay(text, format)).toBeNull())

  it('finds every day again that it writes', () => {
    const day = fc.date({ min: new Date('2000-01-01'), max: new Date('2099-12-31'), noInvalidDate: true })
    fc.assert(
      fc.property(day, (date) => {
        const [year = '', month = '', dayOfMonth = ''] = date.toISOString().slice(0, 10).split('-')
        const expected = `${year}-${month}-${dayOfMonth}`
        expect(readDay(`${Number(month)}/${Number(dayOfMonth)}/${year}`, 'M/D/YYYY')).toBe(expected)
        expect(readDay(`${dayOfMonth}.${month}.${year.slice(2)}`, 'DD.MM.YY')).toBe(expected)
      }),
    )
  })
})

describe('reading an instant', () => {
  it.each([
    ['6/1/2026 9:14 AM', 'M/D/YYYY h:mm A', 'America/Chicago', '2026-06-01T14:14:00Z'],
    ['1/1/2026 12:05 AM', 'M/D/YYYY h:mm A', 'America/Chicago', '2026-01-01T06:05:00Z'],
    ['1/1/2026 12:05 PM', 'M/D/YYYY h:mm A', 'America/Chicago', '2026-01-01T18:05:00Z'],
    ['2026-06-01 09:14:05', null, 'Europe/Vienna', '2026-06-01T07:14:05Z'],
    ['2026-06-01T09:14:05.123+0200', null, null, '2026-06-01T07:14:05Z'],
    ['01.06.2026 09:14 -05:00', 'DD.MM.YYYY HH:mm Z', null, '2026-06-01T14:14:00Z'],
  ])('takes %s as %s in %s for %s', (text, format, zone, instant) =>
    expect(readInstant(text, format, zone)).toBe(instant),
  )

  it('takes the first of an hour that comes twice, and none that does not exist', () => {
    expect(readInstant('2026-11-01 01:30', null, 'America/Chicago')).toBe('2026-11-01T06:30:00Z')
    expect(readInstant('2026-03-08 02:30', null, 'America/Chicago')).toBeNull()
  })

  it.each([
    ['a day alone', '2026-06-01', null, 'America/Chicago'],
    ['a time in no zone', '2026-06-01 09:14', null, null],
    ['13 on a dial of 12', '6/1/2026 13:14 AM', 'M/D/YYYY h:mm A', 'America/Chicago'],
    ['the hour 24', '2026-06-01 24:00', null, 'America/Chicago'],
  ])('refuses %s', (_what, text, format, zone) => expect(readInstant(text, format, zone)).toBeNull())
})
