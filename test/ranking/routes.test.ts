import { createHash } from 'node:crypto'
import t from 'tap'
import { issueKey } from '../../src/auth/commands.ts'
import { documentsOf } from '../../src/ranking/commands.ts'
import { findCriteriaSet, findRanking, readYear } from '../../src/ranking/queries.ts'
import { codeOf, feedRecord } from '../support/feed.ts'
import { place } from '../support/history.ts'
import { testRegister } from '../support/register.ts'
import { reckonAgain, sorted } from './reckoning.ts'

const CITIES = ['Thành phố Hà Nội', 'Thành phố Đà Nẵng', 'Thành phố Huế', 'Thành phố Hồ Chí Minh', 'Tỉnh Nghệ An', 'Tỉnh Sơn La', 'Tỉnh Cà Mau']
// More in some places than in others, of several years, not all of them completely told of.
const records = Array.from({ length: 60 }, (_, n) => {
  const day = `${2017 + n % 9}-0${1 + n % 9}-11`
  return feedRecord({
    code: codeOf(n), name: `CÔNG TY XẾP HẠNG ${n}`, address: place(CITIES[Math.floor(Math.sqrt(n * 7) % 7)]!, n % 3 ? 'Phường Ba Đình' : ''), registeredOn: day, amendedOn: day,
    charterCapitalVnd: n % 4 ? '1000000000' : null, ownership: n % 5 ? 'domestic' : 'unknown', legalType: { value: null, name: n % 6 ? 'Công ty cổ phần' : 'Loại lạ' },
  })
})
const { app, db, pool, get, load } = await testRegister(t, records)
const { key } = await issueKey(db, { label: 'ministry', scopes: ['publish'] })
const { key: other } = await issueKey(db, { label: 'feeder', scopes: ['feed:write'] })
const ask = async (method: 'POST' | 'PUT', url: string, payload: object, token = key) => {
  const response = await app.inject({ method, url, payload, headers: { authorization: `Bearer ${token}` } })
  return { status: response.statusCode, headers: response.headers, body: response.json() }
}
const bytes = async (url: string) => (await app.inject(url)).body
const sha256 = (text: string) => createHash('sha256').update(text).digest('hex')
const codes: string[] = (await get('/v1/localities')).body.items.map((one: { code: string }) => one.code)

const draft = (given: object = {}) => ({
  title: 'Bản thảo', titleEn: 'A draft', status: 'draft', source: 'Draft of this test', ties: 'shared',
  criteria: [
    { code: 'density', indicator: 'density', weight: 0.4, direction: 'higher', normalisation: 'z-score', target: null, missing: 'mean' },
    { code: 'growth', indicator: 'growth', weight: 0.1, direction: 'higher', normalisation: 'min-max', target: null, missing: 'reweigh' },
    { code: 'pci', indicator: 'index', weight: 0.25, direction: 'higher', normalisation: 'rank', target: null, missing: 'unranked' },
    { code: 'complete', indicator: 'completeness', weight: 0.25, direction: 'lower', normalisation: 'target-relative', target: 80, missing: 'mean' },
  ],
  ...given,
})
const index = { name: 'Chỉ số', nameEn: 'Index', unit: 'points', source: 'Report of this test', values: codes.slice(3).map((province, i) => ({ province, value: 60 + (i * 7 % 11) / 2 })) }

t.test('ships one set, marked as a proposal', async (t) => {
  const { body } = await get('/v1/ranking-criteria')
  t.match(body.items, [{ code: 'proposal-1', status: 'proposal', source: /no official criteria/ }])
  t.equal(body.items[0].criteria.reduce((sum: number, one: { weight: number }) => sum + Math.round(one.weight * 10_000), 0), 10_000)
  t.strictSame((await get('/v1/ranking-criteria/proposal-1')).body, body.items[0])
  t.match(await get('/v1/ranking-criteria/none'), { status: 404 })
  t.strictSame((await get('/v1/ranking-indicators', { 'accept-language': 'en' })).body.items.map((one: { code: string, name: string }) => [one.code, one.name]), [
    ['density', 'Density'], ['growth', 'Growth'], ['start-up-share', 'Share of categories iii and iv'], ['confirmed-share', 'Share confirmed'], ['completeness', 'Completeness of the record']])
})

t.test('a year is published once, with all that it is made of', async (t) => {
  const { status, headers, body } = await ask('POST', '/v1/rankings', { year: 2025, set: 'proposal-1' })
  t.equal(status, 201)
  t.equal(headers.location, '/v1/rankings/2025?edition=1')
  t.match(body, { year: 2025, edition: 1, set: 'proposal-1', status: 'proposal', asOf: '2025-12-31' })
  const [ranking, inputs] = [await bytes('/v1/rankings/2025'), await bytes('/v1/rankings/2025/inputs')]
  t.equal(sha256(ranking), body.sha256)
  t.equal(sha256(inputs), body.inputsSha256)
  t.equal(JSON.parse(ranking).inputsSha256, body.inputsSha256, 'the result names its inputs')
  t.match(JSON.parse(ranking), { criteriaSet: { status: 'proposal', source: /no official criteria/ }, corrects: null })
  t.equal(JSON.parse(ranking).localities.length, 34)
  t.match((await get('/v1/rankings')).body.items, [body])
  t.match(await ask('POST', '/v1/rankings', { year: 2025, set: 'proposal-1' }), { status: 409, body: { type: '/problems/wrong-state' } })
  t.match((await bytes('/v1/rankings/2025?format=csv')), /^\ufeff?code,rank,score,|^\ufeff?code,name,nameEn,rank,score,criteria\r\n/)
  t.match((await get(`/v1/changes?after=${body.position}&limit=1`)).body.items[0], { type: 'publication', subject: 'ranking/2025', detail: { sha256: body.sha256 } })
})

t.test('anybody can reckon it again from the inputs alone, to the same bytes', async (t) => {
  const inputs = await bytes('/v1/rankings/2025/inputs')
  t.equal(sorted(reckonAgain(JSON.parse(inputs), sha256(inputs))), await bytes('/v1/rankings/2025'))
  const { counts, indicators } = JSON.parse(inputs)
  const hanoi = counts.find((one: { code: string }) => one.code === '01')
  const value = (code: string) => indicators.find((one: { code: string }) => one.code === code).values.find((one: { code: string }) => one.code === '01')
  t.ok(hanoi.enterprises > hanoi.yearBefore && hanoi.yearBefore > 0)
  t.equal(value('density').value, Math.round(hanoi.enterprises * 1e9 / hanoi.population) / 1e6)
  t.equal(value('growth').value, Math.round((hanoi.enterprises - hanoi.yearBefore) * 1e8 / hanoi.yearBefore) / 1e6)
  t.equal(value('completeness').value, Math.round(hanoi.filled * 1e8 / hanoi.fields) / 1e6)
  t.equal(hanoi.enterprises, (await get(`/v1/statistics/localities?asof=2025-12-31&knownat=${JSON.parse(inputs).position}`)).body.localities[0].total, 'the counts are those of the statistics')
  t.match(indicators.find((one: { code: string }) => one.code === 'growth').values.find((one: { code: string }) => one.code === '04'), { value: null, noValue: 'nothing-counted-a-year-before' })
})

t.test('the register makes the same bytes again, whatever it learnt since', async (t) => {
  const before = await findRanking(db, 2025, 1)
  await load([feedRecord({ code: codeOf(99), name: 'CÔNG TY ĐẾN SAU', address: place('Tỉnh Sơn La', ''), registeredOn: '2020-01-01', amendedOn: '2020-01-01' })])
  const again = documentsOf((await findCriteriaSet(db, 'proposal-1', before!.position))!, await readYear(db, { year: 2025, position: before!.position }))
  t.equal(again.inputs, before!.inputs)
  t.equal(again.document, before!.document)
  t.equal(await bytes('/v1/rankings/2025'), before!.document)
})

t.test('a correction comes beside what it corrects', async (t) => {
  t.match(await ask('POST', '/v1/rankings', { year: 2024, set: 'proposal-1', reason: 'x' }), { status: 400, body: { errors: [{ path: 'reason' }] } })
  const { status, body } = await ask('POST', '/v1/rankings', { year: 2025, set: 'proposal-1', reason: 'Hồ sơ đến muộn' })
  t.match({ status, body }, { status: 201, body: { edition: 2 } })
  t.match((await get('/v1/rankings/2025')).body, { edition: 2, corrects: { edition: 1, reason: 'Hồ sơ đến muộn' } })
  t.match((await get('/v1/rankings/2025?edition=1')).body, { edition: 1, corrects: null })
  t.match(await get('/v1/rankings/2025?edition=3'), { status: 404 })
  t.match(await ask('POST', '/v1/rankings', { year: 2025, set: 'proposal-1', reason: 'again' }), { status: 409 }, 'nothing more to correct')
  for (const change of ["update rankings set document = ''", 'delete from rankings', 'truncate rankings']) await t.rejects(pool.query(change), { message: /never changed/ })
})

t.test('officers supply values with their source, and draft criteria on them', async (t) => {
  t.match(await ask('PUT', '/v1/ranking-criteria/draft-2', draft()), { status: 400, body: { errors: [{ path: 'criteria.2.indicator', message: /is none of density/ }] } }, 'not before there are values')
  const { status, body } = await ask('PUT', '/v1/ranking-indicators/index/2025', index)
  t.equal(status, 200)
  t.match(body, { code: 'index', origin: 'officers', source: 'Report of this test' })
  t.match(body.values[0], { code: codes[0], value: null, noValue: 'not-supplied' })
  t.strictSame((await get('/v1/ranking-indicators/index/2025')).body, body)
  const set = await ask('PUT', '/v1/ranking-criteria/draft-2', draft())
  t.match(set, { status: 200, body: { code: 'draft-2', status: 'draft' } })
  t.equal((await ask('PUT', '/v1/ranking-criteria/draft-2', draft())).body.position, set.body.position, 'the same again changes nothing')
  t.strictSame((await get('/v1/ranking-criteria')).body.items.map((one: { code: string }) => one.code), ['proposal-1', 'draft-2'])
  t.match((await pool.query("select action from audit_entries where action in ('criteria.set', 'indicator.supply') order by number")).rows, [{ action: 'indicator.supply' }, { action: 'criteria.set' }])
})

t.test('a draft can be tried and compared, and nothing of it is kept', async (t) => {
  const { position } = (await get('/v1/status')).body
  const { status, body } = await ask('POST', '/v1/ranking-criteria/draft-2/trial', { year: 2025, against: 'proposal-1' })
  t.equal(status, 200)
  t.match(body, { year: 2025, asOf: '2025-12-31', set: 'draft-2', against: 'proposal-1' })
  const published = new Map((await get('/v1/rankings/2025')).body.localities.map((one: { code: string, rank: number }) => [one.code, one.rank]))
  for (const one of body.localities) {
    t.equal(one.other, published.get(one.code), 'the other set gives the ranks that were published')
    t.equal(one.places, one.rank === null ? null : one.other - one.rank)
    t.ok(one.rank === null || (one.best <= one.rank && one.rank <= one.worst))
  }
  t.strictSame(body.localities.filter((one: { rank: null }) => one.rank === null).map((one: { code: string }) => one.code), codes.slice(0, 3), 'whom nobody supplied a value for')
  t.equal(body.moved, body.localities.filter((one: { places: number | null }) => one.places !== null && one.places !== 0).length)
  t.equal(body.sensitivity.length, 8)
  t.equal((await get('/v1/status')).body.position, position)
  t.match(await ask('POST', '/v1/ranking-criteria/draft-2/trial', { year: 2026, against: 'proposal-1' }), { status: 400, body: { errors: [{ path: 'year', message: /no values of index/ }] } })
  t.match((await ask('POST', '/v1/ranking-criteria/proposal-1/trial', { year: 2026 })).body, { asOf: '2026-11-22', against: null, moved: null })
})

t.test('a ranking by criteria of officers is reckoned again as well, and keeps what they change later', async (t) => {
  await ask('PUT', '/v1/ranking-indicators/index/2024', index)
  t.match(await ask('POST', '/v1/rankings', { year: 2024, set: 'draft-2' }), { status: 201, body: { status: 'draft' } })
  const [ranking, inputs] = [await bytes('/v1/rankings/2024'), await bytes('/v1/rankings/2024/inputs')]
  t.equal(sorted(reckonAgain(JSON.parse(inputs), sha256(inputs))), ranking)
  t.match(JSON.parse(inputs).indicators.find((one: { code: string }) => one.code === 'index'), { origin: 'officers', source: 'Report of this test' })
  await ask('PUT', '/v1/ranking-criteria/draft-2', draft({ title: 'Bản thảo 2' }))
  await ask('PUT', '/v1/ranking-indicators/index/2024', { ...index, values: index.values.slice(1) })
  t.equal(await bytes('/v1/rankings/2024'), ranking)
  const { position } = JSON.parse(ranking)
  const again = documentsOf((await findCriteriaSet(db, 'draft-2', position))!, await readYear(db, { year: 2024, position }))
  t.equal(again.document, ranking)
})

t.test('refuses what cannot be used, and hands that may not', async (t) => {
  const refused = async (given: object, path: string) => t.match(await ask('PUT', '/v1/ranking-criteria/bad', draft(given)), { status: 400, body: { errors: [{ path }] } }, path)
  await refused({ criteria: [{ ...draft().criteria[0], weight: 0.9 }] }, 'criteria')
  await refused({ criteria: [] }, 'criteria')
  await refused({ criteria: [{ ...draft().criteria[0], weight: 1, normalisation: 'guess' }] }, 'criteria.0.normalisation')
  await refused({ status: 'proposal' }, 'status')
  await refused({ ties: 'none' }, 'ties')
  t.match(await ask('PUT', '/v1/ranking-criteria/proposal-1', draft()), { status: 409 }, 'what is shipped is not drafted')
  t.match(await ask('PUT', '/v1/ranking-indicators/density/2025', index), { status: 409 })
  for (const [values, path] of [[[{ province: '02', value: 1 }], 'values.0.province'], [[{ province: '01', value: 1 }, { province: '01', value: 2 }], 'values.1.province'], [[{ province: '01', value: 0.1234567 }], 'values.0.value'], [[{ province: '01', value: null }], 'values.0.value']] as const) {
    t.match(await ask('PUT', '/v1/ranking-indicators/index/2025', { ...index, values }), { status: 400, body: { errors: [{ path }] } }, path)
  }
  t.match(await ask('PUT', '/v1/ranking-indicators/index/2027', index), { status: 400, body: { errors: [{ path: 'year' }] } })
  t.match(await ask('POST', '/v1/rankings', { year: 2026, set: 'proposal-1' }), { status: 400, body: { errors: [{ path: 'year', message: /not ended/ }] } })
  t.match(await ask('POST', '/v1/rankings', { year: 2023, set: 'none' }), { status: 400, body: { errors: [{ path: 'set' }] } })
  t.match(await ask('POST', '/v1/rankings', { year: 2023, set: 'draft-2' }), { status: 400, body: { errors: [{ path: 'set', message: /index/ }] } })
  t.match(await ask('POST', '/v1/ranking-criteria/none/trial', { year: 2025 }), { status: 404 })
  t.match(await ask('POST', '/v1/ranking-criteria/proposal-1/trial', { year: 2027 }), { status: 400, body: { errors: [{ path: 'year' }] } })
  t.match(await ask('POST', '/v1/ranking-criteria/proposal-1/trial', { year: 2025, against: 'none' }), { status: 400, body: { errors: [{ path: 'against' }] } })
  for (const [method, url, payload] of [['POST', '/v1/rankings', { year: 2023, set: 'proposal-1' }], ['PUT', '/v1/ranking-criteria/x', draft()], ['POST', '/v1/ranking-criteria/proposal-1/trial', { year: 2025 }], ['PUT', '/v1/ranking-indicators/x/2025', index]] as const) {
    t.equal((await ask(method, url, payload, other)).status, 403, url)
  }
  t.match(await get('/v1/rankings/2023'), { status: 404 })
  for (const url of ['/v1/rankings/25', '/v1/rankings/1999', '/v1/rankings/2025?edition=0', '/v1/rankings/2025/inputs?format=csv']) t.equal((await get(url)).status, 400, url)
})

t.test('text that no database can hold is refused', async (t) => {
  for (const text of ['\0', 'a\0b', '\ud800', ' ']) {
    t.match(await ask('PUT', '/v1/ranking-indicators/index/2025', { ...index, source: text }), { status: 400, body: { errors: [{ path: 'source' }] } })
    t.match(await ask('PUT', '/v1/ranking-criteria/bad', draft({ title: text })), { status: 400, body: { errors: [{ path: 'title' }] } })
    t.match(await ask('POST', '/v1/rankings', { year: 2025, set: 'proposal-1', reason: text }), { status: 400, body: { errors: [{ path: 'reason' }] } })
  }
})
