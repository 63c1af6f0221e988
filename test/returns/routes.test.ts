import type { InjectOptions } from 'fastify'
import t from 'tap'
import { issueKey } from '../../src/auth/commands.ts'
import { findAuditFaults } from '../../src/journal/audit-queries.ts'
import { codeOf, feedRecord } from '../support/feed.ts'
import { DANANG, HANOI, HUE } from '../support/history.ts'
import { testRegister } from '../support/register.ts'

// Four in Hà Nội, eight in Đà Nẵng, one in Huế; one that has ended.
const places = [HANOI, HANOI, HANOI, HANOI, DANANG, DANANG, DANANG, DANANG, DANANG, DANANG, DANANG, DANANG, HUE]
const [ENDED, TRADE] = [20, 30]
const { app, db, get, pool } = await testRegister(t, [...places.map((address, n) => feedRecord({ code: codeOf(n), address })), feedRecord({ code: codeOf(ENDED), status: { value: '7', name: null } }), feedRecord({ code: codeOf(TRADE), industries: ['4711'] })])
const keyOf = async (...scopes: Parameters<typeof issueKey>[1]['scopes']) => (await issueKey(db, { label: scopes.join(' '), scopes })).key
const keys = { ministry: await keyOf('publish'), all: await keyOf('reports:*'), danang: await keyOf('reports:48'), admin: await keyOf('admin'), catalogue: await keyOf('catalogue:*'), own: await keyOf(`submit:${codeOf(4)}`) }
type Who = keyof typeof keys
const ask = async (who: Who | null, method: NonNullable<InjectOptions['method']>, url: string, payload?: object) => {
  const response = await app.inject({ method, url, ...payload && { payload }, headers: { 'accept-language': 'en', ...who && { authorization: `Bearer ${keys[who]}` } } })
  return { status: response.statusCode, headers: response.headers, body: String(response.headers['content-type']).includes('json') ? response.json() : response.body }
}
const set = (state: string, { year = 2025, ...given }: { year?: number, dueOn?: string } = {}, who: Who = 'ministry') => ask(who, 'PUT', `/v1/annual-returns/${year}`, { state, ...given })
const file = (who: Who | null, n: number, given: object, year = 2025) => ask(who, 'PUT', `/v1/annual-returns/${year}/enterprises/${codeOf(n)}`, given)
const codes = async (who: Who, query = '') => (await ask(who, 'GET', `/v1/annual-returns/2025/enterprises${query}`)).body.items.map(({ enterprise }: { enterprise: string }) => enterprise)

t.afterEach(async () => t.strictSame(await findAuditFaults(db), []))

t.test('nobody returns a year that the ministry has not opened', async (t) => {
  t.match(await file('all', 0, { revenueVnd: 1 }), { status: 404 })
  t.strictSame((await get('/v1/annual-returns')).body.items, [])
  t.match(await set('open', {}, 'danang'), { status: 403 })
  t.match(await set('closed'), { status: 409 }, 'what was never opened is not closed')
  t.match(await set('open', { year: 2027 }), { status: 400, body: { errors: [{ path: 'year' }] } }, 'a year that has not begun')
  t.match(await set('open', { dueOn: '2024-12-31' }), { status: 400, body: { errors: [{ path: 'dueOn' }] } })
  t.match(await set('open', { dueOn: '2026-02-29' }), { status: 400, body: { errors: [{ path: 'dueOn' }] } }, 'no such day')
  t.match(await set('open', { dueOn: '2026-03-31' }), { status: 200, body: { year: 2025, state: 'open', dueOn: '2026-03-31', active: null, returned: null } })
  const { position } = (await get('/v1/annual-returns')).body
  t.match(await set('open', { dueOn: '2026-03-31' }), { status: 200 })
  t.equal((await get('/v1/annual-returns')).body.position, position, 'the same again takes no position')
  t.match((await get(`/v1/changes?after=${position - 1}`)).body.items, [{ type: 'publication', subject: 'annual-returns/2025', detail: { period: '2025', state: 'open' } }])
})

t.test('an enterprise returns with its own key, and officers for it', async (t) => {
  const told = { revenueVnd: 100, exportVnd: 40, markets: ['JP'], results: 'Kết quả' }
  t.match(await file('own', 4, told), { status: 200, body: { year: 2025, enterprise: codeOf(4), province: '48', revenueVnd: 100, researchVnd: null, staff: [], version: 1 } })
  t.match(await file('own', 4, told), { status: 200, body: { version: 1 } }, 'the same again is no other')
  t.match(await file('own', 4, { ...told, exportVnd: 50 }), { status: 200, body: { version: 2, exportVnd: 50 } })
  t.match(await ask('own', 'GET', `/v1/annual-returns/2025/enterprises/${codeOf(4)}`), { status: 200, headers: { 'cache-control': 'no-store' }, body: { exportVnd: 50 } })
  t.match(await file('own', 5, told), { status: 403 }, 'another one\'s')
  t.match(await ask('own', 'GET', `/v1/annual-returns/2025/enterprises/${codeOf(5)}`), { status: 403 })
  t.match(await file('danang', 0, told), { status: 403 }, 'of another province')
  t.match(await file('danang', 99, told), { status: 403 }, 'nor is it told whether there is one')
  t.match(await file('all', 99, told), { status: 404 })
  t.strictSame((await file('danang', 99, told)).body, (await file('danang', 0, told)).body, 'in the same words')
  t.match(await file('all', TRADE, told), { status: 404 }, 'nor does one return that the register does not serve')
  t.match(await file('danang', 5, told), { status: 200, body: { province: '48' } })
  for (const who of [null, 'catalogue', 'ministry'] as const) {
    t.equal((await file(who, 4, told)).status, who ? 403 : 401)
    t.equal((await ask(who, 'GET', `/v1/annual-returns/2025/enterprises/${codeOf(4)}`)).status, who ? 403 : 401)
  }
  const trail = JSON.stringify((await ask('admin', 'GET', `/v1/audit?subject=annual-returns/2025/${codeOf(4)}`)).body.items)
  t.match(trail, '"version":2')
  t.notMatch(trail, 'exportVnd', 'the trail does not say what was told')
})

t.test('a key of its own is issued for an enterprise that there is', async (t) => {
  const issue = (scope: string) => ask('admin', 'POST', '/v1/keys', { label: 'x', scopes: [scope] })
  t.match(await issue(`submit:${codeOf(6)}`), { status: 201 })
  t.match(await issue('submit:most'), { status: 201 })
  t.match(await issue(`submit:${codeOf(99)}`), { status: 400, body: { errors: [{ path: 'scopes' }] } })
})

t.test('what cannot be is refused', async (t) => {
  const staff = { skill: 'software', people: 1 }
  for (const [what, given, path] of [
    ['nothing', {}, 'revenueVnd'], ['a negative amount', { revenueVnd: -1 }, 'revenueVnd'], ['a part of a dong', { researchVnd: 0.5 }, 'researchVnd'], ['more abroad than in all', { revenueVnd: 5, exportVnd: 6 }, 'exportVnd'], ['too much', { revenueVnd: 2e15 }, 'revenueVnd'],
    ['no country', { markets: ['XX'] }, 'markets.0'], ['Viet Nam', { markets: ['JP', 'VN'] }, 'markets.1'], ['a market twice', { markets: ['JP', 'JP'] }, 'markets.1'], ['at home', { presence: [{ country: 'VN', kind: 'office' }] }, 'presence.0'],
    ['a presence twice', { presence: [{ country: 'JP', kind: 'sales' }, { country: 'JP', kind: 'sales' }] }, 'presence.1'], ['a presence to come', { presence: [{ country: 'JP', kind: 'sales', since: '2026-01-01' }] }, 'presence.0.since'], ['no such day', { presence: [{ country: 'JP', kind: 'sales', since: '2025-02-29' }] }, 'presence.0.since'],
    ['an unknown skill', { staff: [{ ...staff, skill: 'magic' }] }, 'staff.0.skill'], ['a skill twice', { staff: [staff, staff] }, 'staff.1'], ['half a person', { staff: [{ ...staff, people: 0.5 }] }, 'staff.0.people'],
    ['sought in the year itself', { sought: [{ ...staff, year: 2025 }] }, 'sought.0.year'], ['sought too far ahead', { sought: [{ ...staff, year: 2036 }] }, 'sought.0.year'], ['sought twice', { sought: [{ ...staff, year: 2026 }, { ...staff, year: 2026 }] }, 'sought.1'],
    ['a NUL', { results: 'a\0b' }, 'results'], ['too many words', { results: 'x'.repeat(10_001) }, 'results'], ['what nobody asked', { revenueVnd: 1, profit: 1 }, 'profit'],
  ] as const) t.match(await file('all', 6, given), { status: 400, body: { errors: [{ path }] } }, what)
  t.match(await ask('all', 'PUT', `/v1/annual-returns/2025/enterprises/0000000001`, { revenueVnd: 1 }), { status: 400, body: { errors: [{ path: 'enterprise' }] } })
  for (const year of ['1999', '25', '2025.0', 'x']) t.equal((await ask('all', 'GET', `/v1/annual-returns/${year}/enterprises`)).status, 400, year)
  t.equal((await ask('all', 'GET', `/v1/annual-returns/2025/enterprises/${codeOf(6)}`)).status, 404, 'nothing of all that was kept')
})

t.test('who has returned and who has not', async (t) => {
  t.strictSame(await codes('all'), [codeOf(4), codeOf(5)].sort())
  const missing = await codes('all', '?state=missing')
  t.equal(missing.length, 11)
  t.notOk(missing.includes(codeOf(ENDED)), 'who has ended is not waited for')
  t.match(await file('all', ENDED, { revenueVnd: 3 }), { status: 200 }, 'and may return')
  t.strictSame((await codes('danang', '?state=missing')).length, 6)
  t.strictSame(await codes('danang', '?province=46&state=missing'), [], 'officers see their province')
  t.strictSame(await codes('all', '?province=46&state=missing'), [codeOf(12)])
  const first = (await ask('all', 'GET', `/v1/annual-returns/2025/enterprises?state=missing&limit=6`)).body
  t.strictSame([...first.items.map(({ enterprise }: { enterprise: string }) => enterprise), ...await codes('all', `?state=missing&limit=6&cursor=${first.next}`)], missing)
  t.match((await ask('all', 'GET', `/v1/annual-returns/2025/enterprises?format=csv`)).body, /^\uFEFF?enterprise,name,province,version,filedAt/)
  t.equal((await ask('own', 'GET', `/v1/annual-returns/2025/enterprises`)).status, 403)
  t.equal((await ask('all', 'GET', `/v1/annual-returns/2023/enterprises`)).status, 404)
})

t.test('figures come when the year is closed, and tell of nobody', async (t) => {
  const staff = (people: number, semiconductors = 0) => [{ skill: 'software', people }, ...semiconductors > 0 ? [{ skill: 'semiconductors', people: semiconductors }] : []]
  for (const n of [0, 1, 2, 3]) t.match(await file('all', n, { revenueVnd: 10, staff: staff(10), presence: [{ country: 'JP', kind: 'office' }] }), { status: 200 })
  for (const n of [4, 5, 6, 7, 8, 9, 10]) t.match(await file('all', n, { revenueVnd: 20, exportVnd: 5, ...n < 8 && { markets: ['JP'] }, staff: staff(20, n === 4 ? 7 : 0), sought: [{ skill: 'semiconductors', year: 2027, people: n }] }), { status: 200 })
  t.match(await file('all', 12, { revenueVnd: 1_000, staff: staff(1) }), { status: 200 })
  const zone = await ask('ministry', 'PUT', '/v1/zones/khu-thu-nghiem', {
    name: 'Khu', kind: 'software-park', state: 'established', recognisedBy: 'Cơ quan', document: 'Dữ liệu thử nghiệm',
    tenants: [4, 5, 6].map((n) => ({ enterprise: codeOf(n), from: '2020-01-01' })).concat([{ enterprise: codeOf(7), from: '2026-01-01' }]),
  })
  t.match(zone, { status: 200 })
  t.match(await get(`/v1/annual-returns/2025/figures`), { status: 409 }, 'two states of an open year tell of who came between')
  t.match(await set('closed'), { status: 200, body: { state: 'closed', active: 13, returned: 13 } })
  const figures = async (query: string) => (await get(`/v1/annual-returns/2025/figures?${query}`)).body.items.map(({ area, code, respondents, sum }: Record<string, unknown>) => [area, code, [respondents, sum]])
  t.strictSame(await figures('measure=exports'), [['nation', null, [7, 35]], ['province', '48', [7, 35]], ['zone', 'khu-thu-nghiem', [3, 15]]], 'of a park as well, with who was in it at the year\'s end')
  t.strictSame(await figures('measure=revenue&area=nation'), [], 'one has over 80 % of it')
  t.strictSame(await figures('measure=markets'), [['nation', null, [4, 4]], ['province', '48', [4, 4]]])
  t.strictSame(await figures('measure=presence'), [], 'all of a province would be each of it')
  t.strictSame(await figures('measure=sought&area=nation'), [['nation', null, [7, 49]]])
  t.strictSame(await figures('measure=staff'), [['nation', null, [12, 181]], ['province', '48', [7, 140]], ['zone', 'khu-thu-nghiem', [3, 60]]], 'with the one of Huế the smaller of the others is hidden, so that the nation less the rest tells nothing; and of one skill of one enterprise there is nothing')
  t.match((await get(`/v1/annual-returns/2025/figures`)).body.turnout, [{ province: '01', active: 4, returned: 5 }, { province: '46', active: 1, returned: 1 }, { province: '48', active: 8, returned: 7 }])
  const csv = await app.inject({ url: `/v1/annual-returns/2025/figures?format=csv&measure=exports` })
  t.match(csv.body, /measure,key,forYear,area,code,respondents,sum[\s\S]*exports,,,zone,khu-thu-nghiem,3,15/)
})

t.test('nobody returns a year that is being closed', async (t) => {
  t.match(await set('open', { year: 2024 }), { status: 200 })
  const client = await pool.connect()
  t.teardown(() => client.release())
  await client.query('begin')
  await client.query('select from return_years where year = 2024 for update')
  t.match(await file('all', 0, { revenueVnd: 1 }, 2024), { status: 409, headers: { 'retry-after': '10' } }, 'at once, and holds up nobody')
  await client.query('rollback')
  t.match(await file('all', 0, { revenueVnd: 1 }, 2024), { status: 200 })
})

t.test('what is closed stays as it is', async (t) => {
  const before = (await get(`/v1/annual-returns/2025/figures`)).body
  t.match(await file('own', 4, { revenueVnd: 7 }), { status: 409 })
  t.match(await set('open'), { status: 409 })
  t.match(await set('closed'), { status: 200 }, 'again it changes nothing')
  const after = (await get(`/v1/annual-returns/2025/figures`)).body
  t.strictSame([after.year, after.items], [before.year, before.items])
  t.equal((await get('/v1/annual-returns/2023/figures')).status, 404)
  t.match((await get('/v1/annual-returns')).body.items, [{ year: 2025, state: 'closed' }, { year: 2024, state: 'open', returned: null }])
})

t.test('whoever is in several zones counts in that of his province, and in none that is planned', async (t) => {
  const tenants = [4, 5, 6].map((n) => ({ enterprise: codeOf(n) }))
  const zone = { name: 'Khu', kind: 'software-park', state: 'established', recognisedBy: 'Cơ quan', document: 'Dữ liệu thử nghiệm', tenants }
  t.match(await ask('ministry', 'PUT', '/v1/zones/a-du-kien', { ...zone, state: 'planned' }), { status: 200 })
  t.match(await ask('ministry', 'PUT', '/v1/zones/b-quoc-gia', zone), { status: 200 })
  t.match(await ask('catalogue', 'PUT', '/v1/localities/48/zones/z-cua-48', zone), { status: 200 })
  for (const n of [4, 5, 6, 7, 8, 9]) t.match(await file('all', n, { researchVnd: 10, exportVnd: 0 }, 2024), { status: 200 })
  t.match(await set('closed', { year: 2024 }), { status: 200 })
  const items = async (query: string) => (await get(`/v1/annual-returns/2024/figures?${query}`)).body.items
  t.match(await items('area=zone'), [{ measure: 'research', code: 'z-cua-48', respondents: 3, sum: 30 }])
  t.strictSame(await items('measure=exports'), [], 'of nothing nothing is told, nor that all said so')
  for (const [path, code] of [['/v1/zones', 'a-du-kien'], ['/v1/zones', 'b-quoc-gia'], ['/v1/localities/48/zones', 'z-cua-48']] as const) t.match(await ask(path === '/v1/zones' ? 'ministry' : 'catalogue', 'PUT', `${path}/${code}`, { ...zone, state: 'ended', tenants: [] }), { status: 200 })
})

t.test('two returns of one enterprise at once are two versions', async (t) => {
  t.match(await set('open', { year: 2026 }), { status: 200 })
  const year = 2026
  const answers = await Promise.all([1, 2, 3, 4].map((revenueVnd) => file('own', 4, { revenueVnd }, year)))
  t.strictSame(answers.map(({ status }) => status), [200, 200, 200, 200])
  t.strictSame(answers.map(({ body }) => body.version).sort(), [1, 2, 3, 4])
})

t.test('of a zone nothing is shown that tells of those beside it', async (t) => {
  const year = 2026
  for (const n of [4, 5, 6, 7, 8, 9]) t.match(await file('all', n, { researchVnd: 10 }, year), { status: 200 })
  // All but one in the zone, and of another province alone.
  t.match(await ask('ministry', 'PUT', '/v1/zones/khu-lon', { name: 'Khu', kind: 'software-park', state: 'established', recognisedBy: 'Cơ quan', document: 'Dữ liệu thử nghiệm', tenants: [4, 5, 6, 7, 8].map((n) => ({ enterprise: codeOf(n) })) }), { status: 200 })
  t.match(await ask('ministry', 'PUT', '/v1/zones/khu-thu-nghiem', { name: 'Khu', kind: 'software-park', state: 'ended', recognisedBy: 'Cơ quan', document: 'Dữ liệu thử nghiệm', tenants: [] }), { status: 200 })
  t.match(await set('closed', { year }), { status: 200 })
  t.strictSame((await get(`/v1/annual-returns/${year}/figures?measure=research`)).body.items.map(({ area }: { area: string }) => area), ['nation', 'province'], 'the province less the zone would be one')
})
