import t from 'tap'
import { testRegister } from '../support/register.ts'

const { get } = await testRegister(t)

t.test('lists the four categories in both languages', async (t) => {
  const vietnamese = (await get('/v1/categories')).body.items
  const english = (await get('/v1/categories', { 'accept-language': 'en' })).body.items
  t.strictSame(vietnamese.map((item: { code: string }) => item.code), ['i', 'ii', 'iii', 'iv'])
  t.match(english[0], { name: /corporation/i, source: /Directive 01/ })
  t.match(vietnamese[0], { source: /Chỉ thị 01/ })
})

t.test('states the rules that categories are derived by', async (t) => {
  const { body } = await get('/v1/classification/rulesets')
  t.match(body, { inForce: 1, items: [{ version: 1, startUpYears: 5, largeCapitalVnd: 100_000_000_000 }] })
})

t.test('takes no parameters that it does not know', async (t) => {
  t.match(await get('/v1/categories?lang=en'), { status: 400, body: { errors: [{ path: 'lang' }] } })
})
