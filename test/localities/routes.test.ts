import t from 'tap'
import { testRegister } from '../support/register.ts'

const { get } = await testRegister(t)
interface Unit { code: string, type: string }

t.test('lists the 34 units with what they came from', async (t) => {
  const { body } = await get('/v1/localities')
  t.equal(body.items.length, 34)
  t.equal(body.items.filter((unit: Unit) => unit.type === 'thành phố').length, 7)
  t.match(body.items.find((unit: Unit) => unit.code === '79'), { name: 'Hồ Chí Minh', predecessors: ['74', '77', '79'], successor: null, communes: 168 })
})

t.test('lists the 63 units with where they went', async (t) => {
  const { body } = await get('/v1/localities?division=2004')
  t.equal(body.items.length, 63)
  t.match(body.items.find((unit: Unit) => unit.code === '74'), { name: 'Bình Dương', predecessors: [], successor: '79', communes: null, validTo: '2025-06-30' })
})

t.test('knows names and types by their validity', async (t) => {
  t.match((await get('/v1/localities/75')).body, { fullName: 'Thành phố Đồng Nai' })
  t.match((await get('/v1/localities/75?on=2026-04-29')).body, { fullName: 'Tỉnh Đồng Nai', validTo: '2026-04-29' })
  t.match((await get('/v1/localities/46?division=2004&on=2024-12-31')).body, { fullName: 'Tỉnh Thừa Thiên Huế' })
  t.match((await get('/v1/localities/46?division=2004')).body, { fullName: 'Thành phố Huế' })
  t.match((await get('/v1/localities/75', { 'accept-language': 'en-GB,en' })).body, { fullName: 'Dong Nai City' })
  t.match((await get('/v1/localities/79', { 'accept-language': 'en' })).body, { fullName: 'Ho Chi Minh City' })
})

t.test('a bare code means another province in each division', async (t) => {
  t.match((await get('/v1/localities/15')).body, { name: 'Lào Cai' })
  t.match((await get('/v1/localities/15?division=2004')).body, { name: 'Yên Bái', successor: '15' })
})

t.test('lists the communes of a unit', async (t) => {
  const { body } = await get('/v1/localities/48/communes')
  t.match(body, { province: '48', items: { length: 94 } })
  const types = async (on: string) => (await get(`/v1/localities/75/communes?on=${on}`)).body.items.filter((unit: Unit) => unit.type === 'phường').length
  t.equal(await types('2026-04-30') - await types('2026-04-29'), 10)
})

t.test('refuses what does not exist and says what is meant', async (t) => {
  t.match(await get('/v1/localities/99'), { status: 404, body: { type: '/problems/not-found' } })
  t.match(await get('/v1/localities/74'), { status: 404 })
  t.match(await get('/v1/localities/74/communes'), { status: 404 })
  t.match(await get('/v1/localities/1'), { status: 400, body: { errors: [{ path: 'code' }] } })
  t.match(await get('/v1/localities?on=2025-06-30'), { status: 400, body: { errors: [{ path: 'on' }] } })
  t.match(await get('/v1/localities?on=2026-02-30'), { status: 400, body: { errors: [{ path: 'on' }] } })
  t.match(await get('/v1/localities/48/communes?division=2025'), { status: 400, body: { errors: [{ path: 'division' }] } })
})
