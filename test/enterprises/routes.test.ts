import t from 'tap'
import { codeOf, feedRecord } from '../support/feed.ts'
import { testRegister } from '../support/register.ts'

const place = (city: string, ward = '', district = '') => ({ full: `${ward}, ${city}`, city, district, ward })
const { get, load } = await testRegister(t, [
  feedRecord({ code: codeOf(0), name: 'CÔNG TY CỔ PHẦN VIỄN THÔNG ĐỨC ANH', foreignName: 'DUC ANH TELECOM JSC' }),
  feedRecord({ code: codeOf(1), registeredOn: '2015-06-01', amendedOn: '2015-06-01', address: place('Thành phố Đà Nẵng', 'Phường Hải Châu') }),
  feedRecord({ code: codeOf(2), name: 'CÔNG TY TNHH PHẦN MỀM HAI', ownership: 'foreign', status: { value: '2', name: null } }),
  feedRecord({ code: codeOf(3), name: 'CÔNG TY BÁN LẺ', industries: ['4711'] }),
  feedRecord({ code: codeOf(4), name: 'TẬP ĐOÀN LỚN', industries: ['4711', '6202'], charterCapitalVnd: '500000000000' }),
  feedRecord({ code: codeOf(5), name: 'CỬA HÀNG TRẺ', industries: ['4711', '6202'] }),
  feedRecord({ code: codeOf(6), name: 'CỬA HÀNG CŨ', industries: ['4711', '6202'], registeredOn: '2018-01-01', amendedOn: '2018-01-01' }),
  feedRecord({ code: codeOf(7), address: place('Tỉnh Bình Dương', 'Phường Phú Cường', 'Thành phố Thủ Dầu Một') }),
])
const codes = async (query: string) => (await get(`/v1/enterprises?${query}`)).body.items.map((item: { code: string }) => item.code)

t.test('lists the active enterprises with a category by code, as the statistics count them', async (t) => {
  const { status, body, headers } = await get('/v1/enterprises?total=true')
  t.equal(status, 200)
  t.strictSame(body.items.map((item: { code: string }) => item.code), [codeOf(0), codeOf(1), codeOf(7)])
  t.match(body, { total: 3, next: null })
  t.equal(headers['content-language'], 'vi')
  const { body: counts } = await get('/v1/statistics/localities')
  t.equal(counts.nation.total, body.total)
  t.equal(counts.provenance.position, body.position)
})

t.test('walks page by page with one total', async (t) => {
  const first = await get('/v1/enterprises?limit=2&total=true')
  t.match(first.body, { items: { length: 2 }, total: 3 })
  t.match(first.headers['link'], `cursor=${first.body.next}`)
  const second = await get(`/v1/enterprises?limit=2&total=true&cursor=${first.body.next}`)
  t.match(second.body, { items: [{ code: codeOf(7) }], next: null, total: 3 })
})

t.test('filters by what the parameters say', async (t) => {
  t.strictSame(await codes('province=48'), [codeOf(1)])
  t.strictSame(await codes('province=74&division=2004'), [codeOf(7)], 'the province of 2004')
  t.strictSame(await codes('commune=00004'), [codeOf(0)])
  t.strictSame(await codes('category=ii'), [codeOf(1)])
  t.strictSame(await codes('category=i,iii&basis=candidate'), [codeOf(4), codeOf(5)])
  t.strictSame(await codes('status=suspended,active&ownership=foreign'), [codeOf(2)])
  t.strictSame(await codes('industry=62'), [codeOf(0), codeOf(1), codeOf(7)])
  t.strictSame(await codes('industry=6209'), [], 'an empty result is a page')
})

t.test('finds names whatever their marks, case and Unicode form, and codes by their beginning', async (t) => {
  for (const q of ['viễn thông', 'vien thong', 'THÔNG  VIỄN', 'viễn'.normalize('NFD'), 'duc anh', 'telecom', 'vien tho', '(Đức)', codeOf(0), codeOf(0).slice(0, 9)]) {
    t.ok((await codes(`q=${encodeURIComponent(q)}`)).includes(codeOf(0)), q)
  }
  t.strictSame(await codes('q=vien%20khoang'), [], 'all words have to be there')
  t.strictSame(await codes(`q=${encodeURIComponent("' & | ! :* \\")}`), [], 'search operators are plain text')
})

t.test('shows an enterprise with the rule that its category rests on', async (t) => {
  const { body } = await get(`/v1/enterprises/${codeOf(0)}`)
  t.match(body, {
    code: codeOf(0), category: 'iv', basis: 'derived', status: 'active', statusName: 'Đang hoạt động', division: '2025', province: '01', provinceName: 'Thành phố Hà Nội',
    commune: '00004', communeName: 'Phường Ba Đình', mainIndustry: '6201', version: 1, validFrom: '2023-05-04',
    classification: {
      ruleSet: 1, codes: ['6201'], registeredOn: '2023-05-04',
      periods: [{ category: 'iv', from: '2023-05-04', until: '2028-05-04' }, { category: 'ii', from: '2028-05-04', until: null }],
    },
  })
  const english = await get(`/v1/enterprises/${codeOf(0)}`, { 'accept-language': 'en' })
  t.match(english.body, { statusName: 'Operating', provinceName: 'Hanoi City', communeName: 'Ba Dinh Ward' })
  t.match((await get(`/v1/enterprises/${codeOf(7)}?division=2004`)).body, { division: '2004', province: '74', provinceName: 'Tỉnh Bình Dương', commune: null })
})

t.test('a candidate whose candidacy lapsed stays readable and is not listed', async (t) => {
  t.match(await get(`/v1/enterprises/${codeOf(6)}`), { status: 200, body: { category: null, basis: 'candidate', classification: { periods: [{ category: 'iii', until: '2023-01-01' }] } } })
  t.notOk((await codes('basis=candidate')).includes(codeOf(6)))
})

t.test('tells the ways apart in which a code finds nothing', async (t) => {
  const wrong = `${codeOf(0).slice(0, 9)}${(Number(codeOf(0)[9]) + 1) % 10}`
  const cases: [string, number, string][] = [
    [codeOf(3), 404, '/problems/not-digital'], [codeOf(99), 404, '/problems/not-found'], [`${codeOf(0)}-001`, 404, '/problems/dependent-unit'],
    [`${codeOf(0)}001`, 404, '/problems/dependent-unit'], [wrong, 400, '/problems/invalid-request'], ['0000000000', 400, '/problems/invalid-request'], ['abc', 400, '/problems/invalid-request'],
  ]
  for (const [code, status, type] of cases) {
    const answer = await get(`/v1/enterprises/${code}`)
    t.match(answer, { status, body: { status, type } }, code)
    t.match(answer.headers['content-type'], 'application/problem+json')
  }
})

t.test('names the parameter that cannot be used', async (t) => {
  const cases: [string, string][] = [
    ['province=99', 'province'], ['province=74', 'province'], ['commune=99999', 'commune'], ['commune=00004&division=2004', 'commune'], ['provinse=48', 'provinse'], ['limit=0', 'limit'],
    ['limit=1000000000', 'limit'], ['limit=1e2', 'limit'], ['cursor=abc', 'cursor'], ['status=alive', 'status'], ['category=v', 'category'], ['total=yes', 'total'], ['industry=J62', 'industry'],
    ['q=', 'q'], ['q=%20', 'q'], [`q=${'a'.repeat(5000)}`, 'q'], ['province=48&province=01', 'province'], ['q=%ff', 'q'], ['division=2026', 'division'],
  ]
  for (const [query, path] of cases) t.match(await get(`/v1/enterprises?${query}`), { status: 400, body: { type: '/problems/invalid-request', errors: [{ path }] } }, query)
  const { body } = await get('/v1/enterprises?limit=1')
  t.match(await get(`/v1/enterprises?limit=1&province=01&cursor=${body.next}`), { status: 400, body: { errors: [{ path: 'cursor' }] } }, 'a cursor of another question')
})

t.test('a correction of the feed shows at once, with the next position', async (t) => {
  const before = (await get(`/v1/enterprises/${codeOf(1)}`)).body
  await load([feedRecord({ code: codeOf(1), registeredOn: '2015-06-01', amendedOn: '2026-11-20', changes: 1, name: 'TÊN MỚI', address: place('Thành phố Đà Nẵng', 'Phường Hải Châu') })])
  const after = (await get(`/v1/enterprises/${codeOf(1)}`)).body
  t.match(after, { name: 'TÊN MỚI', version: 2, validFrom: '2026-11-20' })
  t.ok(after.position > before.position)
})
