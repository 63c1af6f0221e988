import t from 'tap'
import { testRegister } from '../support/register.ts'

const { app, pool, get } = await testRegister(t)
interface Region { code: string, name: string, provinces: { code: string, name: string }[] }

t.test('lists six regions that share out the 34 provinces', async (t) => {
  const { body, headers } = await get('/v1/regions')
  t.strictSame(body.items.map((one: Region) => [one.name, one.provinces.length]), [
    ['Trung du và miền núi phía Bắc', 9], ['Đồng bằng sông Hồng', 6], ['Bắc Trung Bộ', 5], ['Duyên hải Nam Trung Bộ và Tây Nguyên', 6], ['Đông Nam Bộ', 3], ['Đồng bằng sông Cửu Long', 5],
  ])
  t.strictSame(body.items[4], {
    code: 'southeast', name: 'Đông Nam Bộ', provinces: [{ code: '75', name: 'Đồng Nai' }, { code: '79', name: 'Hồ Chí Minh' }, { code: '80', name: 'Tây Ninh' }],
    validFrom: '2025-10-05', validTo: null, act: 'Nghị quyết 306/NQ-CP (05/10/2025)',
  })
  const named = body.items.flatMap((one: Region) => one.provinces).sort((a: Region, b: Region) => a.code < b.code ? -1 : 1)
  const { items } = (await get('/v1/localities')).body
  t.strictSame(named, items.map(({ code, name }: Region) => ({ code, name })))
  t.equal(body.position, (await get('/v1/status')).body.position)
  t.match(headers, { etag: String })
})

t.test('names regions and provinces in the language asked for', async (t) => {
  const { body } = await get('/v1/regions', { 'accept-language': 'en' })
  t.match(body.items[3], { code: 'south-central-highlands', name: 'South Central Coast and Central Highlands', provinces: [{ code: '48', name: 'Da Nang' }] })
})

t.test('lists come as files too', async (t) => {
  const { headers, body } = await app.inject('/v1/regions?format=csv')
  t.match(headers, { 'content-type': /text\/csv/, 'content-disposition': /filename="regions\.csv"/ })
  const [head, first, ...others] = body.replace('\uFEFF', '').trimEnd().split('\r\n')
  t.equal(head, 'code,name,provinces,validFrom,validTo,act')
  t.match(first, /^northern-mountains,Trung du và miền núi phía Bắc,"\[\{""code"":""04"",""name"":""Cao Bằng""\}/)
  t.equal(others.length, 5)
  t.match((await app.inject('/v1/regions?format=xlsx')).headers, { 'content-type': /spreadsheetml/ })
  t.equal((await app.inject('/v1/regions?format=ndjson')).body.trimEnd().split('\n').length, 6)
})

t.test('refuses what it cannot list', async (t) => {
  t.equal((await get('/v1/regions?on=2025-10-05')).body.items.length, 6)
  t.match(await get('/v1/regions?on=2025-10-04'), { status: 400, body: { errors: [{ path: 'on', message: /2025-10-05/ }] } })
  for (const [query, path] of [['on=2026-02-30', 'on'], ['on=', 'on'], ['division=2025', 'division'], ['format=pdf', 'format'], ['knownat=5', 'knownat']] as const) {
    t.match(await get(`/v1/regions?${query}`), { status: 400, body: { errors: [{ path }] } }, query)
  }
  t.equal((await app.inject('/v1/regions/southeast')).statusCode, 404)
  t.equal((await app.inject({ method: 'PUT', url: '/v1/regions', payload: {} })).statusCode, 405)
})

t.test('knows names and provinces by their validity', async (t) => {
  await pool.query(`
    with old as (update regions set valid_to = '2026-05-31' where code = 'southeast' returning *)
    insert into regions (code, rank, name, name_en, provinces, valid_from, act, recorded_from)
    select code, rank, 'Miền Đông', name_en, '{75,79}', '2026-06-01', 'Invented', recorded_from from old`)
  const southeast = async (on: string) => (await get(`/v1/regions?on=${on}`)).body.items.filter((one: Region) => one.code === 'southeast')
  t.match(await southeast('2026-05-31'), [{ name: 'Đông Nam Bộ', provinces: { length: 3 }, validTo: '2026-05-31' }])
  t.match(await southeast('2026-06-01'), [{ name: 'Miền Đông', provinces: { length: 2 }, validFrom: '2026-06-01', validTo: null }])
})
