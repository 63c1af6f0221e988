import t from 'tap'
import { codeOf, feedRecord } from '../support/feed.ts'
import { testRegister } from '../support/register.ts'

const { get, load } = await testRegister(t, ['2019-05-01', '2021-06-01', '2025-07-01'].map((day, n) => feedRecord({ code: codeOf(n), registeredOn: day, amendedOn: day, ownership: n === 1 ? 'foreign' : 'domestic' })))
interface Item { period: string, asOf: string, enterprises: number, source: string, retrievedOn: string, registry: number, difference: number, isBeforeFirstReading: boolean }
const of = (body: { items: Item[] }, period: string) => body.items.filter((item) => item.period === period)

t.test('shows what others published beside the register of the same day, and mixes nothing', async (t) => {
  const { body } = await get('/v1/statistics/published')
  t.equal(body.items.length, 9)
  t.strictSame(of(body, '2019').map((item) => item.enterprises), [45600, 46000], 'contradictions are kept')
  t.match(of(body, '2021')[0], { asOf: '2021-12-31', enterprises: 64000, source: /sggp/, retrievedOn: '2026-11-22', registry: 2, difference: -63998, isBeforeFirstReading: true })
  t.match(of(body, '2025')[0], { enterprises: 80000, registry: 3 })
  t.match(body, { firstReadOn: '2026-11-22', provenance: { asOf: '2026-11-22', ruleSet: 1 } })
  for (const { asOf, registry } of body.items as Item[]) t.equal((await get(`/v1/statistics/target?asof=${asOf}`)).body.count, registry, asOf)
})

t.test('keeps to filters and to what was known', async (t) => {
  t.equal(of((await get('/v1/statistics/published?ownership=foreign')).body, '2025')[0]!.registry, 1)
  const { position } = (await get('/v1/status')).body
  await load([feedRecord({ code: codeOf(7), name: 'CÔNG TY ĐẾN SAU', registeredOn: '2018-01-01', amendedOn: '2018-01-01' })])
  t.equal(of((await get('/v1/statistics/published')).body, '2021')[0]!.registry, 3)
  t.equal(of((await get(`/v1/statistics/published?knownat=${position}`)).body, '2021')[0]!.registry, 2)
  for (const [query, path] of [['asof=2020-01-01', 'asof'], ['knownat=999999', 'knownat'], ['knownat=0', 'knownat'], ['status=open', 'status']] as const) t.match(await get(`/v1/statistics/published?${query}`), { status: 400, body: { errors: [{ path }] } }, query)
})
