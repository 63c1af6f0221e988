import { sql } from 'drizzle-orm'
import t from 'tap'
import { issueKey } from '../../src/auth/commands.ts'
import { codeOf, feedRecord } from '../support/feed.ts'
import { testRegister } from '../support/register.ts'

const at = (n: number, city: string, district: string, ward: string, given: Parameters<typeof feedRecord>[0] = {}) =>
  feedRecord({ code: codeOf(n), name: `CÔNG TY ${n}`, address: { full: [ward, district, city].filter(Boolean).join(', '), city, district, ward }, ...given })
const HANOI = 'Thành phố Hà Nội'
const SAIGON = 'Thành phố Hồ Chí Minh'
const { get, db, load } = await testRegister(t, [
  at(0, SAIGON, '', 'Phường Không Đâu Cả'),
  at(1, HANOI, 'Quận Ba Đình', 'Phường Cống Vị'),
  at(2, HANOI, '', 'Phường Ba Đình'),
  at(3, HANOI, '', '', { industries: ['4711'] }),
  at(4, SAIGON, 'Quận 9', 'Phường Phước Bình'),
])
const { key } = await issueKey(db, { label: 'operator', scopes: ['feed:write'] })
const operator = { authorization: `Bearer ${key}` }
const read = (query = '') => get(`/v1/sync/addresses${query}`, operator)
const codes = ({ body }: Awaited<ReturnType<typeof read>>) => body.items.map((item: { code: string }) => item.code)

t.test('lists the addresses without a commune by province and code, whatever the trade', async (t) => {
  const { status, headers, body } = await read()
  t.equal(status, 200)
  t.equal(headers['cache-control'], 'no-store')
  t.strictSame(body.items.map((item: { province: string, code: string }) => [item.province, item.code]), [['01', codeOf(1)], ['01', codeOf(3)], ['79', codeOf(0)], ['79', codeOf(4)]])
  t.equal(body.items.length, (await get('/v1/status')).body.enterprises.withoutCommune)
  t.match(body, { next: null, position: (await get('/v1/status')).body.position })
})

t.test('a divided ward is shown with the communes that it can be', async (t) => {
  const { body } = await read('?reason=divided')
  t.strictSame(body.items, [{
    code: codeOf(1), name: 'CÔNG TY 1', address: 'Phường Cống Vị, Quận Ba Đình, Thành phố Hà Nội', addressParts: [HANOI, 'Quận Ba Đình', 'Phường Cống Vị'],
    province: '01', reason: 'divided', candidates: [{ code: '00008', name: 'Ngọc Hà', type: 'phường' }, { code: '00025', name: 'Giảng Võ', type: 'phường' }], validFrom: '2023-05-04',
  }])
})

t.test('filters by province and reason', async (t) => {
  t.strictSame(codes(await read('?province=79')), [codeOf(0), codeOf(4)])
  t.strictSame(codes(await read('?province=79&reason=abolished')), [codeOf(4)])
  t.strictSame(codes(await read('?province=01&reason=unreadable')), [codeOf(3)])
  t.strictSame(codes(await read('?reason=ambiguous')), [])
  t.strictSame(codes(await read('?province=48')), [])
})

t.test('pages hold each enterprise once, in order', async (t) => {
  const seen: string[] = []
  for (let next: string | null = '', pages = 0; next !== null && pages < 9; pages++) {
    const page = await read(`?limit=1${next && `&cursor=${next}`}`)
    seen.push(...codes(page))
    next = page.body.next
    if (next) t.match(page.headers['link'], /rel="next"/)
  }
  t.strictSame(seen, codes(await read()))
  const { body } = await read('?limit=1&province=79')
  t.match(await read(`?limit=1&province=01&cursor=${body.next}`), { status: 400, body: { errors: [{ path: 'cursor' }] } }, 'a cursor of another question')
})

t.test('an address that can be read leaves the list', async (t) => {
  await load([at(3, HANOI, '', 'Phường Ba Đình', { industries: ['4711'], amendedOn: '2026-01-05', changes: 1 })])
  t.strictSame(codes(await read('?province=01')), [codeOf(1)])
})

t.test('a page is read from its index', async (t) => {
  const { rows } = await db.transaction(async (tx) => {
    await tx.execute(sql`set local enable_seqscan = off`)
    return await tx.execute<Record<string, string>>(sql`
      explain select code from enterprise_versions where is_current and commune_code is null and presence = 'present' and province_code = '01' and code > '01' order by province_code, code limit 50`)
  })
  t.match(rows.map((row) => row['QUERY PLAN']).join('\n'), 'enterprise_versions_open_place_index')
})

t.test('is for operators, and refuses what it does not know', async (t) => {
  t.match(await get('/v1/sync/addresses'), { status: 401, body: { type: '/problems/unauthenticated' } })
  const { key: officer } = await issueKey(db, { label: 'officer', scopes: ['decide:48'] })
  t.match(await get('/v1/sync/addresses', { authorization: `Bearer ${officer}` }), { status: 403 })
  for (const [query, path] of [['?province=99', 'province'], ['?province=1', 'province'], ['?reason=lost', 'reason'], ['?limit=0', 'limit'], ['?cursor=x', 'cursor'], ['?ward=1', 'ward'], ['?province=01&province=79', 'province']] as const) {
    t.match(await read(query), { status: 400, body: { errors: [{ path }] } }, query)
  }
})
