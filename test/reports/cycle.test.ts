import t from 'tap'
import { asOfOf, codeOfCycle, divisionOf, dueOnOf, isLate, periodBefore, readDue, readPeriod, writeDue } from '../../src/reports/cycle.ts'
import { reminderDue } from '../../src/reports/reminder-commands.ts'

t.test('"before 10 December" is in time to the last second of 9 December in Vietnam', (t) => {
  const dueOn = dueOnOf({ kind: 'before', month: 12, day: 10, yearsAfter: 0 }, '2026')
  t.equal(dueOn, '2026-12-09')
  t.equal(isLate(new Date('2026-12-09T23:59:59+07:00'), dueOn), false)
  t.equal(isLate(new Date('2026-12-09T23:59:59.999+07:00'), dueOn), false)
  t.equal(isLate(new Date('2026-12-10T00:00:00+07:00'), dueOn), true)
  t.equal(isLate(new Date('2026-12-09T17:00:00Z'), dueOn), true, 'midnight in Vietnam is five in the afternoon in Greenwich')
  t.end()
})

t.test('a rule about the end of February knows leap years', (t) => {
  const march = { kind: 'before', month: 3, day: 1, yearsAfter: 1 } as const
  t.equal(dueOnOf(march, '2027'), '2028-02-29')
  t.equal(dueOnOf(march, '2026'), '2027-02-28')
  const leapDay = { kind: 'before', month: 2, day: 29, yearsAfter: 0 } as const
  t.equal(dueOnOf(leapDay, '2028'), '2028-02-28')
  t.equal(dueOnOf(leapDay, '2027'), '2027-02-28', 'the day before it is the same where it does not exist')
  t.equal(isLate(new Date('2028-02-29T23:59:59+07:00'), '2028-02-29'), false)
  t.equal(isLate(new Date('2028-03-01T00:00:00+07:00'), '2028-02-29'), true)
  t.end()
})

t.test('half a year is due so many days after it has ended', (t) => {
  t.equal(dueOnOf({ kind: 'within', days: 15 }, '2026-H1'), '2026-07-15')
  t.equal(dueOnOf({ kind: 'within', days: 15 }, '2026-H2'), '2027-01-15')
  t.match(readPeriod('2026-H2'), { kind: 'half-year', year: 2026, from: '2026-07-01', to: '2026-12-31' })
  for (const text of ['2026-h1', '2026-H3', '1999', '26', '2026-Q1', '']) t.equal(readPeriod(text), undefined, text)
  t.strictSame([periodBefore('2027'), periodBefore('2026-H1'), codeOfCycle('hcm', '2026-H1')], ['2026', '2025-H1', 'hcm-2026-h1'])
  t.end()
})

t.test('a rule is kept as text and read again', (t) => {
  for (const text of ['before 12-10', 'before 03-01 +1', 'within 15 days']) t.equal(writeDue(readDue(text)), text)
  t.throws(() => readDue('until Christmas'))
  t.end()
})

t.test('figures are about the day of submission, or the last of a period that has ended', (t) => {
  t.equal(asOfOf('2026', new Date('2026-12-09T16:59:59Z')), '2026-12-09')
  t.equal(asOfOf('2026', new Date('2026-12-09T17:00:00Z')), '2026-12-10', 'the day is that of Vietnam')
  t.equal(asOfOf('2026', new Date('2027-02-01T00:00:00Z')), '2026-12-31')
  t.equal(asOfOf('2026-H1', new Date('2026-07-10T00:00:00Z')), '2026-06-30')
  t.strictSame([divisionOf('2025-06-30'), divisionOf('2025-07-01')], ['2004', '2025'])
  t.end()
})

t.test('of reminders the latest whose day has come is due', (t) => {
  const days = [30, 14, 7, 1]
  t.strictSame([31, 30, 20, 14, 7, 2, 1, 0, -1, -400].map((left) => reminderDue(left, days)),
    [undefined, 'due-in-30', 'due-in-30', 'due-in-14', 'due-in-7', 'due-in-7', 'due-in-1', 'due-in-1', 'overdue', 'overdue'])
  t.equal(reminderDue(3, []), undefined)
  t.end()
})
