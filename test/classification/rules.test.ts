import t from 'tap'
import type { Facts, RuleSet } from '../../src/classification/rules.ts'
import { categoryOn, classify } from '../../src/classification/rules.ts'

const rules: RuleSet = { version: 1, startUpYears: 5, scope: [], largeCapitalVnd: 100_000_000_000 }
const isInScope = (code: string) => code.startsWith('62')
const facts = (given: Partial<Facts>): Facts => ({
  registeredOn: '2022-03-15', validFrom: '2022-03-15', industries: ['6201', '4711'], hasMainIndustry: true, charterCapitalVnd: '1000000000', ...given,
})
const of = (given: Partial<Facts>) => classify(facts(given), rules, isInScope)

t.test('ICT as main activity is iv until the fifth anniversary and ii from it on', async (t) => {
  const category = of({})
  t.strictSame(category, { basis: 'derived', before: 'iv', after: 'ii', turnsOn: '2027-03-15', codes: ['6201'] })
  t.equal(categoryOn(category, '2027-03-14'), 'iv')
  t.equal(categoryOn(category, '2027-03-15'), 'ii')
})

t.test('the anniversary of 29 February is 28 February', async (t) => {
  t.equal(of({ registeredOn: '2024-02-29' }).turnsOn, '2029-02-28')
})

t.test('ICT beside another main activity makes a large enterprise a candidate for i', async (t) => {
  t.strictSame(of({ industries: ['4711', '6201'], charterCapitalVnd: '100000000000' }), { basis: 'candidate', before: 'i', after: null, turnsOn: null, codes: ['6201'] })
  t.equal(of({ industries: ['4711', '6201'], charterCapitalVnd: '99999999999.999' }).before, 'iii', 'just under the line')
})

t.test('ICT beside another main activity makes a young enterprise a candidate for iii, which lapses', async (t) => {
  const category = of({ industries: ['4711', '6201'] })
  t.match(category, { basis: 'candidate', before: 'iii', after: null, turnsOn: '2027-03-15' })
  t.equal(categoryOn(category, '2027-03-15'), null)
})

t.test('facts that begin after the fifth anniversary make no candidate', async (t) => {
  t.equal(of({ industries: ['4711', '6201'], validFrom: '2027-03-15' }).basis, null)
})

t.test('without a main activity ICT is one among others', async (t) => {
  t.equal(of({ industries: ['6201'], hasMainIndustry: false }).basis, 'candidate')
})

t.test('other trades are outside', async (t) => {
  t.strictSame(of({ industries: ['4711'] }), { basis: null, before: null, after: null, turnsOn: null, codes: [] })
  t.equal(of({ industries: [], hasMainIndustry: false }).basis, null)
})
