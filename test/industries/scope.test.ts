import t from 'tap'
import type { ScopeRow } from '../../src/industries/scope.ts'
import { createScope, plainCode } from '../../src/industries/scope.ts'
import { seedRows } from '../support/seed-rows.ts'

const isInScope = createScope(seedRows('07-industries.csv') as unknown as ScopeRow[])

t.test('takes codes with and without the section letter', async (t) => {
  t.equal(plainCode('J6201'), '6201')
  t.equal(plainCode(' j.62010 '), '62010')
  t.equal(plainCode('6201'), '6201')
})

t.test('matches a class of four digits through its children', async (t) => {
  t.ok(isInScope('2018', '6201'))
  t.ok(isInScope('2018', '62010'))
  t.ok(isInScope('2018', '6110'))
  t.ok(isInScope('2018', '2610'), 'a row of its own')
  t.ok(isInScope('2018', '26100'), 'a child of a row of four digits')
})

t.test('keeps a class out when one known child is out', async (t) => {
  t.notOk(isInScope('2018', '6399'))
  t.notOk(isInScope('2025', '6390'), '63901 is in, 63909 is under review')
  t.notOk(isInScope('2018', '4741'))
})

t.test('reads a code in the other version only when the given one does not know it', async (t) => {
  t.ok(isInScope('2018', '62110'), 'only VSIC 2025 has it')
  t.ok(isInScope('2025', '62010'), 'only VSIC 2018 has it')
  t.notOk(isInScope('2018', '63910'), 'known in 2018, and out')
})

t.test('keeps other trades out', async (t) => {
  for (const code of ['4711', '0111', '6810', '62', '', '6']) t.notOk(isInScope('2018', code), code)
})

t.test('a rule set may depart from the list: a class stands for all that is under it, in its own version', async (t) => {
  const changed = createScope(seedRows('07-industries.csv') as unknown as ScopeRow[], [
    { vsic: '2018', code: '6201', isIn: false }, { vsic: '2018', code: '47110', isIn: true }, { vsic: '2025', code: '9531', isIn: true },
  ])
  for (const code of ['6201', '62010']) t.match([isInScope('2018', code), changed('2018', code)], [true, false], code)
  t.ok(changed('2018', '6202') && changed('2018', '47110'))
  t.ok(changed('2025', '9531') && changed('2025', '95310'))
  t.notOk(isInScope('2018', '47110') || isInScope('2025', '9531') || changed('2018', '47120'))
  t.equal(changed('2025', '6219'), isInScope('2025', '6219'), 'the other version stays')
})
