import type { InjectOptions } from 'fastify'
import t from 'tap'
import { issueKey } from '../../src/auth/commands.ts'
import { codeOf, feedRecord } from '../support/feed.ts'
import { DANANG, HANOI, HUE } from '../support/history.ts'
import { testRegister } from '../support/register.ts'

const inHanoi = feedRecord({ code: codeOf(2), name: 'CÔNG TY TNHH Y TẾ SỐ', address: HANOI, registeredOn: '2010-05-04', amendedOn: '2010-05-04' })
const { app, db, pool, load, get } = await testRegister(t, [
  feedRecord({ code: codeOf(1), name: 'CÔNG TY CỔ PHẦN AO SỐ', address: DANANG }), inHanoi, feedRecord({ code: codeOf(3), name: 'CÔNG TY TNHH DI SẢN SỐ', address: HUE }),
])
const keyOf = async (...scopes: Parameters<typeof issueKey>[1]['scopes']) => (await issueKey(db, { label: scopes.join(' '), scopes })).key
const keys = { danang: await keyOf('catalogue:48'), hanoi: await keyOf('catalogue:01'), ministry: await keyOf('catalogue:*'), reporter: await keyOf('reports:48') }
type Who = keyof typeof keys | null
const ask = async (who: Who, method: NonNullable<InjectOptions['method']>, url: string, payload?: object) => {
  const response = await app.inject({ method, url, ...payload && { payload }, headers: { 'accept-language': 'en', ...who && { authorization: `Bearer ${keys[who]}` } } })
  return { status: response.statusCode, headers: response.headers, body: response.json() }
}
const ids = async (query: string) => (await get(`/v1/catalogue/adoptions${query}`)).body.items.map(({ id }: { id: number }) => id)
const position = async () => (await get('/v1/status')).body.position as number

const contact = { unit: 'Phòng Kinh doanh', email: 'lienhe@example.org' }
const publish = async (kind: 'supply' | 'demand', given: object) => {
  const { body: { id } } = await ask('ministry', 'POST', `/v1/catalogue/${kind}`, { contact, technologies: ['internet-of-things'], fields: ['agriculture', 'environment'], description: 'Đo chất lượng nước', ...given })
  await ask('ministry', 'PUT', `/v1/catalogue/${kind}/${id}/state`, { state: 'published' })
  return id as number
}
const offer = (enterprise: string, name: string) => publish('supply', { enterprise, kind: 'product', name, readiness: 'in-use' })
const need = (province: string | null) => publish('demand', { agency: 'Sở', province, name: 'Quan trắc vùng nuôi', periodFrom: '2026-01-01', periodTo: '2026-12-31' })
const supply = await offer(codeOf(1), 'Phần mềm quan trắc ao nuôi')
const demand = await need('48')
const demandOfHanoi = await need('01')

const adoption = (given: object = {}) => ({
  agency: 'so-kh-cn-48', supply, demand, contract: { number: '12/2026/HĐ-SKHCN', signed: '2026-03-02' }, valueVnd: 480_000_000, usedFrom: '2026-03-16', document: 'Quyết định 31/QĐ-SKHCN', ...given,
})
let contracts = 100
/** Something that is in no catalogue, of an enterprise. */
const byName = (given: object = {}) => adoption({ supply: null, demand: null, enterprise: codeOf(3), product: 'Bản đồ di sản', fields: ['tourism'], contract: { number: String(++contracts), signed: '2026' }, ...given })
const enter = async (who: Who, given: object) => {
  const { status, body } = await ask(who, 'POST', '/v1/catalogue/adoptions', given)
  if (status !== 201) throw new Error(JSON.stringify(body))
  return body.id as number
}

let first = 0
t.test('an agency that uses a supply is listed, with what it answers and by which contract', async (t) => {
  const before = await position()
  const { status, headers, body } = await ask('danang', 'POST', '/v1/catalogue/adoptions', adoption())
  first = body.id
  t.match({ status, location: headers['location'] }, { status: 201, location: `/v1/catalogue/adoptions/${first}` })
  t.match(body, {
    agency: 'so-kh-cn-48', agencyName: 'Department of Science and Technology of Da Nang City', province: '48', provinceName: 'Da Nang City', enterprise: codeOf(1), enterpriseName: 'CÔNG TY CỔ PHẦN AO SỐ',
    supply, product: 'Phần mềm quan trắc ao nuôi', fields: ['agriculture', 'environment'], demand, contract: { number: '12/2026/HĐ-SKHCN', signed: '2026-03-02' }, valueVnd: 480_000_000, usedFrom: '2026-03-16', usedTo: null, state: 'in-use', version: 1,
  })
  t.strictSame((await ask(null, 'GET', `/v1/catalogue/adoptions/${first}`)).body, body)
  t.strictSame((await ask(null, 'GET', '/v1/catalogue/adoptions?total=true')).body, { items: [body], next: null, total: 1, position: before + 1 })
  t.match((await get(`/v1/changes?after=${before}`)).body.items, [{ type: 'publication', subject: `adoption/${first}`, detail: { agency: 'so-kh-cn-48', code: codeOf(1), province: '48' } }])
  t.match((await pool.query("select after ->> 'valueVnd' as value from audit_entries where action = 'adoption.enter'")).rows, [{ value: '480000000' }])
})

t.test('a supply says how many agencies use it, a demand by what it was met', async (t) => {
  t.match((await get(`/v1/catalogue/supply/${supply}`)).body, { adoptingAgencies: 1 })
  t.match((await get(`/v1/catalogue/demand/${demand}`)).body, { adoptions: [first] })
  t.strictSame((await get(`/v1/catalogue/demand/${demandOfHanoi}`)).body.adoptions, [])
  const again = await enter('danang', adoption({ demand: null, contract: { number: '13', signed: '2026' } }))
  t.match((await get(`/v1/catalogue/supply/${supply}`)).body, { adoptingAgencies: 1 }, 'the same agency is one')
  const atCentre = await enter('ministry', adoption({ agency: 'most', demand: null }))
  t.match((await get(`/v1/catalogue/supply/${supply}`)).body, { adoptingAgencies: 2 })
  t.match((await get(`/v1/catalogue/demand/${demand}`)).body, { adoptions: [first] })
  t.strictSame(await ids(`?supply=${supply}`), [atCentre, again, first])
  t.strictSame(await ids(`?demand=${demand}`), [first])
  t.strictSame(await ids('?agency=most'), [atCentre])
  t.strictSame(await ids('?province=48&state=in-use'), [again, first])
})

t.test('what is in no catalogue is named with its enterprise', async (t) => {
  const { status, body } = await ask('danang', 'POST', '/v1/catalogue/adoptions', byName({ usedTo: '2026-06-30' }))
  t.match({ status, body }, { status: 201, body: { supply: null, enterprise: codeOf(3), product: 'Bản đồ di sản', fields: ['tourism'], state: 'ended' } })
  t.strictSame(await ids('?state=ended'), [body.id])
  t.strictSame(await ids('?field=tourism,health'), [body.id])
  t.strictSame(await ids(`?enterprise=${codeOf(3)}`), [body.id])
  t.match(await ask('danang', 'POST', '/v1/catalogue/adoptions', byName({ usedTo: '2026-11-22' })), { status: 201, body: { state: 'in-use' } }, 'to its last day')
  t.match(await ask('danang', 'POST', '/v1/catalogue/adoptions', byName({ usedTo: '2027-03-15' })), { status: 201, body: { state: 'in-use' } }, 'which may be to come')
})

t.test('an agency of before July 2025 is one of the province that it went to', async (t) => {
  const { body } = await ask('danang', 'POST', '/v1/catalogue/adoptions', byName({ agency: 'so-tt-tt-2004-49', contract: { number: '3', signed: '2024' }, usedFrom: '2024-05-01', usedTo: '2024-12-31' }))
  t.match(body, { agency: 'so-tt-tt-2004-49', agencyName: /Quang Nam/, province: '48' })
})

t.test('adoptions are counted by locality and by field, and are files', async (t) => {
  const { body } = await get('/v1/catalogue/adoptions/counts')
  t.match(body, { items: [{ code: null, name: null, adoptions: 1 }, { code: '48', name: 'Thành phố Đà Nẵng', adoptions: 6, inUse: 4, agencies: 2, enterprises: 2 }], total: { adoptions: 7, inUse: 5, agencies: 3, enterprises: 2, valueVnd: 7 * 480_000_000 } })
  const fields = (await get('/v1/catalogue/adoptions/counts?by=field', { 'accept-language': 'en' })).body
  t.strictSame(fields.items.map(({ code, adoptions }: { code: string, adoptions: number }) => [code, adoptions]).sort(), [['agriculture', 3], ['environment', 3], ['tourism', 4]])
  t.strictSame(fields.total, body.total, 'each once')
  t.match((await app.inject('/v1/catalogue/adoptions/counts?format=csv')).body, /^\ufeffcode,name,adoptions,inUse,agencies,enterprises,valueVnd\r\n/)
  const csv = await app.inject('/v1/catalogue/adoptions?format=csv')
  t.match(csv.body, /^\ufeffid,agency,agencyName,.*contract\.number,contract\.signed,/)
  t.equal(csv.body.trimEnd().split('\r\n').length, 8)
  t.equal((await app.inject('/v1/catalogue/adoptions?format=ndjson')).body.trimEnd().split('\n').length, 7)
  t.equal((await app.inject('/v1/catalogue/adoptions?format=xlsx')).rawPayload.subarray(0, 2).toString(), 'PK')
  const page = (await get('/v1/catalogue/adoptions?limit=3')).body
  t.strictSame([...page.items, ...(await get(`/v1/catalogue/adoptions?limit=4&cursor=${page.next}`)).body.items].map(({ id }: { id: number }) => id), await ids(''), 'page by page the same')
})

t.test('only officers of the agency\'s own locality write', async (t) => {
  t.match(await ask('hanoi', 'POST', '/v1/catalogue/adoptions', adoption()), { status: 403, body: { scope: 'catalogue:48' } })
  t.match(await ask('danang', 'POST', '/v1/catalogue/adoptions', adoption({ agency: 'most', demand: null })), { status: 403, body: { scope: 'catalogue:*' } })
  t.match(await ask('reporter', 'POST', '/v1/catalogue/adoptions', adoption()), { status: 403 })
  t.match(await ask(null, 'POST', '/v1/catalogue/adoptions', adoption()), { status: 401 })
  t.match(await ask('hanoi', 'PUT', `/v1/catalogue/adoptions/${first}`, { ...adoption({ agency: 'so-kh-cn-01', demand: null }), version: 1 }), { status: 403, body: { scope: 'catalogue:48' } }, 'not even by giving it to an agency of one\'s own')
  t.match(await ask('danang', 'PUT', `/v1/catalogue/adoptions/${first}`, { ...adoption({ agency: 'so-kh-cn-01', demand: null }), version: 1 }), { status: 403, body: { scope: 'catalogue:01' } })
  t.match(await ask('hanoi', 'DELETE', `/v1/catalogue/adoptions/${first}?reason=x`), { status: 403, body: { scope: 'catalogue:48' } })
  t.match((await get(`/v1/catalogue/adoptions/${first}`)).body, { version: 1, agency: 'so-kh-cn-48' })
})

t.test('what cannot be is refused by name', async (t) => {
  const before = await position()
  const draft = (await ask('ministry', 'POST', '/v1/catalogue/supply', { contact, enterprise: codeOf(1), kind: 'product', name: 'Bản nháp', technologies: ['robotics'], fields: ['health'], description: 'x', readiness: 'ready' })).body.id
  const cases: [given: object, path: string][] = [
    [adoption({ agency: 'nobody' }), 'agency'], [adoption({ agency: 'associations' }), 'agency'], [adoption({ agency: 'mic', demand: null }), 'agency'],
    [adoption({ supply: 999 }), 'supply'], [adoption({ supply: draft }), 'supply'], [adoption({ demand: 999 }), 'demand'], [adoption({ demand: demandOfHanoi }), 'demand'],
    [adoption({ enterprise: codeOf(1) }), 'enterprise'], [adoption({ fields: ['health'] }), 'fields'],
    [byName({ enterprise: codeOf(77) }), 'enterprise'], [byName({ enterprise: '0100000000' }), 'enterprise'], [byName({ product: null }), 'product'], [byName({ product: 'a\0b' }), 'product'], [byName({ fields: ['magic'] }), 'fields'], [byName({ fields: [] }), 'fields'],
    [adoption({ contract: { number: '1', signed: '2026-11-23' } }), 'contract.signed'], [adoption({ contract: { number: '1', signed: '2027' } }), 'contract.signed'], [adoption({ contract: { number: '1', signed: '2026-02-30' } }), 'contract.signed'],
    [adoption({ contract: { number: '1', signed: '2023-05-03' } }), 'contract.signed'], [adoption({ contract: { number: '1', signed: '2022' } }), 'contract.signed'], [adoption({ contract: { number: ' ', signed: '2026' } }), 'contract.number'],
    [adoption({ valueVnd: -1 }), 'valueVnd'], [adoption({ valueVnd: 0.5 }), 'valueVnd'], [adoption({ valueVnd: 1e16 }), 'valueVnd'],
    [adoption({ usedFrom: '2026-11-23' }), 'usedFrom'], [adoption({ usedTo: '2026-03-15' }), 'usedTo'], [adoption({ document: '' }), 'document'], [adoption({ documentUrl: 'javascript:alert(1)' }), 'documentUrl'],
  ]
  for (const [given, path] of cases) t.match(await ask('ministry', 'POST', '/v1/catalogue/adoptions', given), { status: 400, body: { errors: [{ path }] } }, `${path} ${JSON.stringify(given)}`)
  const early = byName({ agency: 'so-tt-tt-2004-48', contract: { number: '1', signed: '2023' }, usedFrom: '2023-05-03', usedTo: '2024-01-01' })
  t.match(await ask('ministry', 'POST', '/v1/catalogue/adoptions', early), { status: 400, body: { errors: [{ path: 'usedFrom', message: /registered: 2023-05-04/ }] } })
  t.match(await ask('ministry', 'POST', '/v1/catalogue/adoptions', { ...early, usedFrom: '2023-05-04' }), { status: 201 }, 'a year that holds the day of registration will do')
  t.equal(await position(), before + 1, 'and nothing of it was written')
  for (const query of ['?province=99', '?field=magic', '?enterprise=0100000000', '?supply=0', '?state=lost', '?nonsense=1']) t.equal((await get(`/v1/catalogue/adoptions${query}`)).status, 400, query)
  t.equal((await get('/v1/catalogue/adoptions/999')).status, 404)
})

t.test('what an enterprise that has ceased to exist supplied is entered as over, and what is in use goes on', async (t) => {
  const lost = await offer(codeOf(2), 'Bệnh án điện tử')
  const inUse = await enter('hanoi', adoption({ agency: 'so-kh-cn-01', supply: lost, demand: demandOfHanoi }))
  await load([{ ...inHanoi, amendedOn: '2026-11-20', changes: 1, status: { value: '7', name: null } }])
  t.match(await ask('danang', 'POST', '/v1/catalogue/adoptions', adoption({ supply: lost })), { status: 400, body: { errors: [{ path: 'supply', message: /ceased to exist/ }] } })
  t.match(await ask('danang', 'POST', '/v1/catalogue/adoptions', byName({ enterprise: codeOf(2) })), { status: 400, body: { errors: [{ path: 'enterprise' }] } })
  t.match(await ask('danang', 'POST', '/v1/catalogue/adoptions', adoption({ supply: lost, demand: null, usedTo: '2026-11-21' })), { status: 201, body: { state: 'ended' } })
  t.match((await get(`/v1/catalogue/adoptions/${inUse}`)).body, { state: 'in-use', enterpriseName: 'CÔNG TY TNHH Y TẾ SỐ' })
  await ask('ministry', 'PUT', `/v1/catalogue/supply/${lost}/state`, { state: 'withdrawn' })
  t.match(await ask('hanoi', 'PUT', `/v1/catalogue/adoptions/${inUse}`, { ...adoption({ agency: 'so-kh-cn-01', supply: lost, demand: demandOfHanoi, usedTo: '2026-11-22' }), version: 1 }), { status: 200, body: { usedTo: '2026-11-22', product: 'Bệnh án điện tử' } }, 'its last day can still be told')
})

t.test('it is written anew on the version that was read, and what was a mistake is taken back', async (t) => {
  const own = (given: object = {}) => adoption({ contract: { number: '14', signed: '2026' }, ...given })
  const id = await enter('danang', own())
  const revise = (version: number, given: object = {}) => ask('danang', 'PUT', `/v1/catalogue/adoptions/${id}`, { ...own(given), version })
  const both = await Promise.all([revise(1, { valueVnd: null }), revise(1, { valueVnd: 1 })])
  t.strictSame(both.map(({ status }) => status).sort(), [200, 412], 'of two at once')
  t.match(await ask('danang', 'POST', '/v1/catalogue/adoptions', own({ valueVnd: 2 })), { status: 409, body: { detail: new RegExp(`^The adoption ${id} says so`) } }, 'sent again it is not counted twice')
  t.match(await revise(2, { contract: adoption().contract }), { status: 409 }, 'nor by writing it like another')
  t.match(await revise(2, { usedTo: '2026-11-21' }), { status: 200, body: { version: 3, state: 'ended' } })
  t.match(await ask('danang', 'DELETE', `/v1/catalogue/adoptions/${id}`), { status: 400, body: { errors: [{ path: 'reason' }] } })
  const before = await position()
  t.match(await ask('danang', 'DELETE', `/v1/catalogue/adoptions/${id}?reason=Nh%E1%BA%A7m`), { status: 200, body: { id } })
  t.equal(await position(), before + 1)
  t.match(await get(`/v1/catalogue/adoptions/${id}`), { status: 410, body: { type: '/problems/gone' } })
  t.notOk((await ids('')).includes(id))
  t.strictSame((await get(`/v1/catalogue/demand/${demand}`)).body.adoptions, [first])
  t.match(await ask('danang', 'DELETE', `/v1/catalogue/adoptions/${id}?reason=x`), { status: 410 })
  t.match(await revise(4), { status: 410 })
  t.match((await pool.query("select after ->> 'reason' as reason from audit_entries where action = 'adoption.withdraw'")).rows, [{ reason: 'Nhầm' }])
  t.equal(await enter('danang', own({ demand: null })), id + 1, 'and its number is not given again')
})

t.test('by one contract a supply is adopted once, whatever it is called meanwhile', async (t) => {
  const given = { contact, enterprise: codeOf(3), kind: 'product', technologies: ['robotics'], fields: ['tourism'], description: 'Robot', readiness: 'in-use' }
  const renamed = await offer(codeOf(3), 'Tên cũ')
  const own = (more: object = {}) => adoption({ supply: renamed, demand: null, contract: { number: '15', signed: '2026' }, ...more })
  const id = await enter('danang', own())
  t.match(await ask('ministry', 'PUT', `/v1/catalogue/supply/${renamed}`, { ...given, name: 'Tên mới', version: 2 }), { status: 200 })
  t.match(await ask('danang', 'POST', '/v1/catalogue/adoptions', own()), { status: 409, body: { detail: new RegExp(`^The adoption ${id} says so`) } })
  t.match(await ask('danang', 'PUT', `/v1/catalogue/adoptions/${id}`, { ...own({ valueVnd: 1 }), version: 1 }), { status: 200 }, 'and can be written anew')
  await enter('danang', own({ supply: null, enterprise: codeOf(3), product: 'Khác', fields: ['tourism'] }))
})
