import t from 'tap'
import { testRegister } from '../support/register.ts'

const { get } = await testRegister(t)

t.test('lists the codes of both versions with their conversion', async (t) => {
  const { body } = await get('/v1/industries')
  t.equal(body.items.length, 53)
  const find = (vsic: string, code: string) => body.items.find((item: { vsic: string, code: string }) => item.vsic === vsic && item.code === code)
  t.match(find('2018', '62010'), { scope: 'yes', convertsTo: ['62110', '62190'], convertsFrom: [] })
  t.match(find('2025', '62200'), { convertsTo: [], convertsFrom: ['62020'] })
  t.not(find('2018', '61201').name, find('2025', '61201').name, 'one code, two meanings')
})

t.test('filters by version and scope, in the language asked for', async (t) => {
  const { body } = await get('/v1/industries?vsic=2025&scope=review', { 'accept-language': 'en' })
  t.strictSame(body.items.map((item: { code: string }) => item.code), ['26110', '60390', '63909'])
  t.match(body.items[1].name, /Social network/)
  t.match(await get('/v1/industries?vsic=2007'), { status: 400, body: { errors: [{ path: 'vsic' }] } })
})
