import type { InjectOptions } from 'fastify'
import t from 'tap'
import { issueKey } from '../../src/auth/commands.ts'
import { codeOf, feedRecord } from '../support/feed.ts'
import { testRegister } from '../support/register.ts'

const [one, two] = [codeOf(1), codeOf(2)]
const { app, db, pool, get } = await testRegister(t, [feedRecord({ code: one, name: 'CÔNG TY NỀN TẢNG' }), feedRecord({ code: two })])
const keyOf = async (...scopes: Parameters<typeof issueKey>[1]['scopes']) => (await issueKey(db, { label: scopes.join(' '), scopes })).key
const keys = { ministry: await keyOf('publish'), danang: await keyOf('catalogue:48'), saigon: await keyOf('catalogue:79') }
const ask = async (who: keyof typeof keys | null, method: NonNullable<InjectOptions['method']>, url: string, payload?: object) => {
  const response = await app.inject({ method, url, ...payload && { payload }, headers: { 'accept-language': 'en', ...who && { authorization: `Bearer ${keys[who]}` } } })
  return { status: response.statusCode, headers: response.headers, body: response.json() }
}
const base = { name: 'Nền tảng dữ liệu', recognisedBy: 'Bộ Khoa học và Công nghệ', document: 'Quyết định thử nghiệm' }
const product = (given: object = {}) => ({ ...base, kind: 'key-product', state: 'recognised', enterprise: one, ...given })
const position = async () => (await get('/v1/status')).body.position as number

t.test('zones that acts name are there, and nothing else is claimed', async (t) => {
  const { body } = await get('/v1/zones')
  t.match(body.items, [{ code: 'qtsc', parent: 'qtsc-chain', province: '79', level: 'local', origin: 'act', tenants: [] }, { code: 'qtsc-2', state: 'planned' }, { code: 'qtsc-chain', kind: 'chain', level: 'national', document: /333\/QĐ-TTg/ }])
  for (const list of ['products', 'platforms']) t.match((await get(`/v1/${list}`)).body, { items: [], goal: { minimum: 5, maximum: 10, before: '2025-01-01', national: 0, state: 'below' } })
  t.match((await get('/v1/honours')).body, { items: [], goal: null })
  t.strictSame((await get('/v1/open-source')).body.items, [])
})

t.test('the country enters its own, and how many there are stands beside the goal', async (t) => {
  const before = await position()
  const { status, body } = await ask('ministry', 'PUT', '/v1/products/data-platform', product())
  t.equal(status, 200)
  t.match(body, { code: 'data-platform', level: 'national', province: null, enterprise: one, enterpriseName: 'CÔNG TY NỀN TẢNG', origin: 'officers', position: before + 1, since: null })
  t.notOk('tenants' in body || 'award' in body, 'without what is of other collections')
  t.match((await get(`/v1/changes?after=${before}`)).body.items, [{ type: 'publication', subject: 'products/data-platform' }])
  await ask('ministry', 'PUT', '/v1/products/data-platform', product())
  t.equal(await position(), before + 1, 'the same again changes nothing')
  for (let n = 2; n <= 5; n++) await ask('ministry', 'PUT', `/v1/products/product-${n}`, product())
  t.match((await get('/v1/products')).body.goal, { national: 5, state: 'within' })
  for (let n = 6; n <= 11; n++) await ask('ministry', 'PUT', `/v1/products/product-${n}`, product())
  t.match((await get('/v1/products')).body.goal, { national: 11, state: 'above' })
  await ask('ministry', 'PUT', '/v1/products/product-11', product({ state: 'ended' }))
  t.match((await get('/v1/products')).body.goal, { national: 10, state: 'within' }, 'ten are not too many, and what has ended does not count')
  t.match((await pool.query("select count(*)::int as n from audit_entries where action = 'recognition.enter'")).rows, [{ n: 12 }])
})

t.test('a province enters its own, and neither another\'s nor the country\'s', async (t) => {
  t.match(await ask('danang', 'PUT', '/v1/localities/48/products/local-one', product()), { status: 200, body: { level: 'local', province: '48' } })
  t.match((await get('/v1/products')).body.goal, { national: 10 }, 'which the goal does not count')
  t.strictSame((await get('/v1/products?province=48')).body.items.map(({ code }: { code: string }) => code), ['local-one'])
  t.equal((await get('/v1/products?level=national')).body.items.length, 11)
  t.match(await ask('danang', 'PUT', '/v1/localities/79/products/x', product()), { status: 403, body: { scope: 'catalogue:79' } })
  t.match(await ask('danang', 'PUT', '/v1/products/x', product()), { status: 403, body: { scope: 'publish' } })
  t.match(await ask('ministry', 'PUT', '/v1/localities/48/products/x', product()), { status: 403 })
  t.match(await ask(null, 'PUT', '/v1/products/x', product()), { status: 401 })
  t.match(await ask('saigon', 'PUT', '/v1/localities/79/products/local-one', product()), { status: 409, body: { type: '/problems/wrong-state' } })
  t.match(await ask('danang', 'PUT', '/v1/localities/48/products/data-platform', product()), { status: 409 })
  t.match(await ask('danang', 'PUT', '/v1/localities/99/products/x', product()), { status: 400, body: { errors: [{ path: 'province' }] } })
  t.match(await get('/v1/products?province=99'), { status: 400 })
  t.match(await get('/v1/products/none'), { status: 404 })
})

const qtsc = (given: object = {}) => ({ name: 'Công viên phần mềm Quang Trung', recognisedBy: 'UBND', document: 'QĐ', kind: 'software-park', state: 'established', parent: 'qtsc-chain', ...given })
t.test('officers go on where an act ends: a zone gets its tenants', async (t) => {
  t.match(await ask('danang', 'PUT', '/v1/localities/48/zones/qtsc', qtsc()), { status: 409 }, 'that of another province')
  const tenants = [{ enterprise: one, from: '2020-01-01', to: '2022-12-31' }, { enterprise: one, from: '2023-01-01' }, { enterprise: two }]
  t.match(await ask('saigon', 'PUT', '/v1/localities/79/zones/qtsc', qtsc({ tenants })), { status: 200, body: { origin: 'officers', tenants: [{ enterprise: one, to: '2022-12-31', enterpriseName: 'CÔNG TY NỀN TẢNG' }, {}, { enterprise: two, from: null, to: null }] } })
  t.equal((await get('/v1/zones')).body.items.filter(({ code }: { code: string }) => code === 'qtsc').length, 1, 'in the place of what the act says')
  const bad: [given: object, path: string][] = [
    [{ tenants: [{ enterprise: one, from: '2023-01-01', to: '2022-12-31' }] }, 'tenants.0.to'], [{ tenants: [{ enterprise: one, to: '2023-01-01' }, { enterprise: one, from: '2023-01-01' }] }, 'tenants.1'],
    [{ tenants: [{ enterprise: codeOf(77) }] }, 'tenants.0.enterprise'], [{ parent: 'nowhere' }, 'parent'], [{ parent: 'qtsc' }, 'parent'], [{ tenants: [{ enterprise: one, from: '2023-02-30' }] }, 'tenants.0.from'],
  ]
  for (const [given, path] of bad) t.match(await ask('saigon', 'PUT', '/v1/localities/79/zones/qtsc', qtsc(given)), { status: 400, body: { errors: [{ path }] } }, JSON.stringify(given))
  t.match(await ask('ministry', 'PUT', '/v1/zones/qtsc-chain', qtsc({ kind: 'chain', parent: 'qtsc' })), { status: 400, body: { errors: [{ path: 'parent' }] } }, 'no chain belongs to its own part')
})

t.test('two who put zones into each other at once make no circle', async (t) => {
  const into = (code: string, parent: string | null) => ask('ministry', 'PUT', `/v1/zones/${code}`, qtsc({ kind: 'chain', parent }))
  for (let n = 0; n < 5; n++) {
    const [a, b, c] = [`chain-${n}-a`, `chain-${n}-b`, `chain-${n}-c`]
    for (const code of [a, b, c]) t.match(await into(code, null), { status: 200 })
    const answers = await Promise.all([into(a, b), into(b, c), into(c, a)])
    t.strictSame(answers.map(({ status }) => status).sort(), [200, 200, 400], 'the last of the three would close it')
    t.match(answers.find(({ status }) => status === 400), { body: { errors: [{ path: 'parent' }] } })
    const parents = new Map<string, string | null>((await get('/v1/zones')).body.items.map((one: { code: string, parent: string | null }) => [one.code, one.parent]))
    t.ok([a, b, c].some((code) => parents.get(code) === null), 'one of them is at the top')
  }
})

t.test('pages follow each other, also where an act and officers name zones', async (t) => {
  const all = (await get('/v1/zones?limit=1000&total=true')).body
  t.equal(all.items.length, all.total)
  t.ok(all.items.some((one: { origin: string }) => one.origin === 'act') && all.items.some((one: { origin: string }) => one.origin === 'officers'))
  for (const [list, query] of [['zones', ''], ['zones', '&level=national'], ['products', '&level=national'], ['products', '&province=48'], ['honours', '']] as const) {
    const whole = (await get(`/v1/${list}?limit=1000&total=true${query}`)).body
    const paged: unknown[] = []
    for (let next: string | null = ''; next !== null;) {
      const page = await get(`/v1/${list}?limit=4${query}${next && `&cursor=${next}`}`)
      t.strictSame(page.body.goal, whole.goal)
      t.equal(page.headers['link'] !== undefined, page.body.next !== null)
      paged.push(...page.body.items)
      next = page.body.next
    }
    t.strictSame(paged, whole.items, `${list}${query}`)
    t.equal(whole.total, whole.items.length)
  }
  const { next } = (await get('/v1/products?limit=1')).body
  t.match(await get(`/v1/platforms?limit=1&level=local&cursor=${next}`), { status: 400, body: { errors: [{ path: 'cursor' }] } })
  t.equal((await app.inject('/v1/zones?format=ndjson')).body.trim().split('\n').length, all.total, 'a file has them all')
})

t.test('an enterprise shows all of its own', async (t) => {
  t.match((await get('/v1/zones/qtsc')).body, { origin: 'officers', parent: 'qtsc-chain', tenants: [{ enterprise: one }, {}, { enterprise: two }] })
  await ask('ministry', 'PUT', '/v1/platforms/shared', { ...base, kind: 'shared-platform', state: 'in-use', since: '2024-05-01', enterprise: one })
  await ask('ministry', 'PUT', '/v1/honours/miv-2025', { ...base, kind: 'make-in-viet-nam', state: 'awarded', year: 2025, award: 'Giải vàng', enterprise: one })
  const { status, body } = await get(`/v1/enterprises/${one}/recognition`)
  t.equal(status, 200)
  t.equal(body.products.length, 12)
  t.match(body, { platforms: [{ code: 'shared', since: '2024-05-01' }], honours: [{ year: 2025, award: 'Giải vàng' }], zones: [{ code: 'qtsc' }] })
  t.match((await get(`/v1/enterprises/${two}/recognition`)).body, { products: [], platforms: [], honours: [], zones: [{ code: 'qtsc' }] })
  t.match(await get(`/v1/enterprises/${codeOf(77)}/recognition`), { status: 404 })
  t.match(await get('/v1/enterprises/0100000000/recognition'), { status: 400 })
  for (const [given, path] of [[{ year: 1999 }, 'year'], [{ award: '' }, 'award'], [{ enterprise: codeOf(77) }, 'enterprise'], [{ kind: 'key-product' }, 'kind']] as const) {
    t.match(await ask('ministry', 'PUT', '/v1/honours/bad', { ...base, kind: 'other', state: 'awarded', year: 2025, award: 'A', ...given as object }), { status: 400, body: { errors: [{ path }] } })
  }
  t.match(await ask('danang', 'PUT', '/v1/localities/48/honours/model-case', { ...base, kind: 'other', state: 'awarded', year: 2026, award: 'Mô hình điểm', enterprise: two }), { status: 200, body: { level: 'local', province: '48' } })
  t.match(await ask('danang', 'PUT', '/v1/localities/48/platforms/local', { ...base, kind: 'shared-platform', state: 'developed' }), { status: 200, body: { level: 'local', enterprise: null } })
  t.match((await app.inject('/v1/honours?format=csv')).body, /^\ufeffcode,name,.*\r\nmiv-2025,/)
})

t.test('the open-source list has versions, which never change', async (t) => {
  const list = (...names: string[]) => ({ title: 'Danh mục', recommendedBy: 'Bộ', document: 'QĐ', items: names.map((name) => ({ name, licence: 'GPL-3.0', use: 'Thử nghiệm' })) })
  t.match(await ask('ministry', 'POST', '/v1/open-source', list('A')), { status: 201, headers: { location: '/v1/open-source/1' }, body: { version: 1, software: 1 } })
  t.match(await ask('ministry', 'POST', '/v1/open-source', list('A', 'B')), { status: 201, body: { version: 2, software: 2 } })
  t.strictSame((await get('/v1/open-source')).body.items.map(({ version }: { version: number }) => version), [2, 1])
  t.match((await get('/v1/open-source/1')).body, { version: 1, items: [{ name: 'A', licence: 'GPL-3.0', url: null, tested: null }] })
  for (const [version, status] of [[10_000, 404], [10_001, 400]] as const) t.match(await get(`/v1/open-source/${version}`), { status }, String(version))
  const { paths } = app.swagger() as { paths: Record<string, { get: { parameters: { name: string, schema: object }[] } }> }
  t.match(paths['/open-source/{version}']!.get.parameters.find(({ name }) => name === 'version'), { schema: { maximum: 10_000 } }, 'as it is described')
  t.match((await app.inject('/v1/open-source/2?format=csv')).body, /^\ufeffname,licence,use,url,tested\r\nA,GPL-3.0,/)
  const tested = { ...list('A'), items: [{ ...list('A').items[0], tested: 'Thử tải 10.000 người dùng, đạt' }] }
  t.match(await ask('ministry', 'POST', '/v1/open-source', tested), { status: 201, body: { version: 3 } })
  t.match((await get('/v1/open-source/3')).body.items, [{ name: 'A', tested: 'Thử tải 10.000 người dùng, đạt' }])
  await pool.query(`insert into open_source_lists (version, title, recommended_by, document, items, published_at, recorded_from) values (9, 'T', 'B', 'D', '[{"name": "cũ", "licence": "MIT", "use": "x", "url": null}]', now(), 1)`)
  t.match((await get('/v1/open-source/9')).body.items, [{ name: 'cũ', tested: null }], 'one of before, which said nothing of tests')
  t.match(await get('/v1/open-source/4'), { status: 404 })
  t.match(await ask('danang', 'POST', '/v1/open-source', list('C')), { status: 403 })
  t.match(await ask('ministry', 'POST', '/v1/open-source', list()), { status: 400, body: { errors: [{ path: 'items' }] } })
  for (const change of ["update open_source_lists set title = ''", 'delete from open_source_lists']) await t.rejects(pool.query(change), { message: /never changed/ })
})
