import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { promisify } from 'node:util'
import type { InjectOptions } from 'fastify'
import t from 'tap'
import { focalPointPersons } from '../../src/agencies/tables.ts'
import { issueKey } from '../../src/auth/commands.ts'
import { NOW, testRegister } from '../support/register.ts'

let now = NOW
const { app, db, get } = await testRegister(t, [], () => now)
const keyOf = async (label: string, scopes: Parameters<typeof issueKey>[1]['scopes']) => (await issueKey(db, { label, scopes })).key
const keys = { danang: await keyOf('Sở KH&CN Đà Nẵng', ['reports:48', 'catalogue:48']), quangtri: await keyOf('Sở KH&CN Quảng Trị', ['reports:44']), hanoi: await keyOf('Sở KH&CN Hà Nội', ['catalogue:01']), ministry: await keyOf('Bộ KH&CN', ['reports:*', 'catalogue:*']), admin: await keyOf('operator', ['admin']) }
/** Whoever puts has read what is there, unless the test says otherwise. */
const ask = async (who: keyof typeof keys | null, method: NonNullable<InjectOptions['method']>, url: string, payload?: object, tag?: string | null) => {
  const seen = tag === undefined && method === 'PUT' ? (await get(url)).headers['etag'] : tag
  const response = await app.inject({ method, url, ...payload && { payload }, headers: { 'accept-language': 'en', ...who && { authorization: `Bearer ${keys[who]}` }, ...seen && { 'if-match': String(seen) } } })
  return { status: response.statusCode, headers: response.headers, body: response.json() }
}
const codes = ({ body }: { body: { items: { code: string }[] } }) => body.items.map(({ code }) => code)
const EN = { 'accept-language': 'en' }

t.test('the files of agencies are what their rule makes', async (t) => {
  await t.resolves(promisify(execFile)(process.execPath, ['--import', 'tsx', 'seeds/agencies.ts', '--check']))
})

t.test('a body is called today what it is called today', async (t) => {
  t.match((await get('/v1/agencies/most', EN)).body, { name: 'Ministry of Science and Technology', kind: 'ministry', now: ['most'], predecessors: [{ code: 'mic', takesOverOn: '2025-03-01', extent: 'whole', act: /176\/2025\/QH15/ }] })
  t.match((await get('/v1/agencies/ubnd-75')).body, { name: 'Ủy ban nhân dân thành phố Đồng Nai', validFrom: '2026-04-30' })
  t.match((await get('/v1/agencies/ubnd-75?asof=2026-04-29')).body, { name: 'Ủy ban nhân dân tỉnh Đồng Nai', validTo: '2026-04-29' })
  t.match((await get('/v1/agencies/ubnd-46?asof=2020-03-30')).body, { name: 'Ủy ban nhân dân tỉnh Thừa Thiên Huế', validTo: '2024-12-31' })
  t.match(await get('/v1/agencies/mae?asof=2020-03-30'), { status: 404 })
})

t.test('one that was abolished says in which bodies it goes on', async (t) => {
  const { body: mic } = await get('/v1/agencies/mic')
  t.match(mic, { validTo: '2025-02-28', now: ['most'], successors: [{ code: 'mocst', extent: 'part' }, { code: 'most', extent: 'whole' }] })
  t.match((await get('/v1/agencies/mic?asof=2020-03-30')).body, { now: ['mic'] })
  t.match((await get('/v1/agencies/mpi')).body, { now: ['mof'] })
  t.match((await get('/v1/agencies/mic-it')).body, { now: ['most-it-industry'] }, 'step by step')
  t.match((await get('/v1/agencies/so-tt-tt-2004-45')).body, { now: ['so-kh-cn-44'] }, 'through two reorganisations')
  t.match((await get('/v1/agencies/so-tt-tt-2004-45?asof=2025-05-01')).body, { now: ['so-kh-cn-2004-45'] })
  t.match((await get('/v1/agencies/so-kh-dt-01')).body, { now: ['so-tc-01'] })
  t.match((await get('/v1/agencies/ubnd-2004-01-quan-ba-dinh')).body, { level: 'district', validTo: '2025-06-30', successors: [], now: [] })
})

t.test('lists are of the day that is asked about', async (t) => {
  const count = async (query: string) => (await get(`/v1/agencies?limit=1&total=true&${query}`)).body.total
  t.equal(await count('kind=peoples-committee&level=provincial'), 34)
  t.equal(await count('kind=peoples-committee&level=provincial&asof=2025-06-30'), 63)
  t.equal(await count('level=district'), 0)
  t.equal(await count('level=district&asof=2025-06-30'), 696)
  t.equal(await count('kind=ministry'), 17, 'Resolution 176/2025/QH15')
  t.equal(await count('kind=ministry&asof=2025-02-28'), 22)
  t.strictSame(codes(await get('/v1/agencies?province=45&division=2004&asof=2024-01-01&level=provincial')), ['so-kh-cn-2004-45', 'so-kh-dt-2004-45', 'so-tc-2004-45', 'so-tt-tt-2004-45', 'ubnd-2004-45'])
  t.strictSame(codes(await get('/v1/agencies?q=thong+tin+va+truyen+thong&level=central&all=true')), ['mic', 'mic-ict-industry', 'mic-it'])
  t.match(await get('/v1/agencies?province=99'), { status: 400, body: { errors: [{ path: 'province' }] } })
})

t.test('pages follow each other through names of one body', async (t) => {
  const seen: string[] = []
  for (let next: string | null = ''; next !== null;) {
    const { body } = await get(`/v1/agencies?all=true&limit=400${next && `&cursor=${next}`}`)
    seen.push(...body.items.map(({ code, validFrom }: { code: string, validFrom: string }) => `${code} ${validFrom}`))
    next = body.next
  }
  t.equal(seen.length, 1128)
  t.equal(new Set(seen).size, seen.length)
  t.equal((await app.inject('/v1/agencies?all=true&format=csv')).body.trim().split('\r\n').length, 1129, 'a file has them all')
})

t.test('a made-up cursor on a day that does not exist is none', async (t) => {
  const forged = (from: unknown) => {
    const json = JSON.stringify({ code: 'a', from })
    const filters = [['all', true], ['division', '2025']]
    return createHash('sha256').update(JSON.stringify([filters, json])).digest('base64url').slice(0, 12) + Buffer.from(json).toString('base64url')
  }
  for (const from of ['9999-99-99', '2025-02-29', '0000-01-01', 'infinity', null]) {
    t.match(await get(`/v1/agencies?all=true&cursor=${forged(from)}`, EN), { status: 400, body: { errors: [{ path: 'cursor', message: /older version/ }] } }, String(from))
  }
  for (const from of ['-infinity', '9999-12-31']) t.match(await get(`/v1/agencies?all=true&cursor=${forged(from)}`), { status: 200 }, from)
})

const point = { province: '48', agency: 'so-kh-cn-48', unit: 'Phòng Công nghiệp công nghệ số', contact: { email: 'cns@example.org' }, document: { number: '1234/QĐ-UBND', date: '2025-07-01' }, validFrom: '2025-07-01', person: { name: 'A Person', phone: '+84 236 000 0000' } }

t.test('the centre has a focal point since letter 1080, wherever its body went', async (t) => {
  t.match((await get('/v1/focal-points', EN)).body.items, [{ code: 'central-2020-03-30', level: 'central', agency: 'mic-it', now: ['most-it-industry'], document: { number: '1080/TTTT-CNTT', date: '2020-03-30' } }])
  t.strictSame((await get('/v1/focal-points?asof=2020-03-29')).body.items, [])
})

t.test('a province appoints its focal point, and no other province does', async (t) => {
  t.match(await ask(null, 'POST', '/v1/focal-points', point), { status: 401 })
  t.match(await ask('quangtri', 'POST', '/v1/focal-points', point), { status: 403, body: { scope: 'reports:48' } })
  const { status, headers, body } = await ask('danang', 'POST', '/v1/focal-points', point)
  t.match({ status, location: headers.location, body }, { status: 201, location: '/v1/focal-points/48-2025-07-01', body: { code: '48-2025-07-01', provinceName: 'Da Nang City', agencyName: 'Department of Science and Technology of Da Nang City', isActive: true } })
  t.match((await get('/v1/focal-points?province=48')).body.items, [{ code: '48-2025-07-01' }])
  t.match((await get(`/v1/changes?after=${body.recordedAt - 1}&limit=1`)).body.items[0], { type: 'publication', subject: 'focal-point/48-2025-07-01', detail: { agency: 'so-kh-cn-48' } })
  t.match(await ask('danang', 'POST', '/v1/focal-points', { ...point, province: null, agency: 'most', validFrom: '2026-01-01' }), { status: 403, body: { scope: 'reports:*' } })
})

t.test('persons are for officers, and in no trail', async (t) => {
  for (const url of ['/v1/focal-points/48-2025-07-01', '/v1/focal-points?all=true']) t.notMatch((await app.inject(url)).body, 'A Person')
  t.match(await ask(null, 'GET', '/v1/focal-points/48-2025-07-01/person'), { status: 401 })
  t.match(await ask('danang', 'GET', '/v1/focal-points/48-2025-07-01/person'), { status: 200, body: { person: { name: 'A Person', role: null } } })
  const trail = await ask('admin', 'GET', '/v1/audit?action=focal-point')
  t.match(trail.body.items[0], { action: 'focal-point.appoint', subject: 'focal-point/48-2025-07-01', label: 'Sở KH&CN Đà Nẵng', after: { agency: 'so-kh-cn-48' } })
  t.notMatch(JSON.stringify(trail.body), 'A Person')
  t.notMatch((await app.inject('/v1/changes?after=0&limit=1000')).body, 'A Person')
})

t.test('a second one at the same time is refused, and periods that overlap or are reversed', async (t) => {
  const second = (given: object) => ask('danang', 'POST', '/v1/focal-points', { ...point, ...given })
  t.match(await second({ validFrom: '2026-01-01' }), { status: 409, body: { type: '/problems/wrong-state', detail: /48-2025-07-01/ } })
  t.match(await second({}), { status: 409 }, 'the same again')
  t.match(await second({ validFrom: '2026-05-01', validTo: '2026-04-30' }), { status: 400, body: { errors: [{ path: 'validTo' }] } })
  t.match(await ask('danang', 'PUT', '/v1/focal-points/48-2025-07-01', { agency: point.agency, document: point.document, validTo: '2025-06-30' }), { status: 400, body: { errors: [{ path: 'validTo' }] } })
  t.match(await ask('danang', 'PUT', '/v1/focal-points/48-2025-07-01', { agency: point.agency, document: point.document, validTo: '2026-05-31' }), { status: 200, body: { validTo: '2026-05-31', isActive: false } })
  t.match(await second({ validFrom: '2026-05-31' }), { status: 409 }, 'the last day is still its own')
  t.match(await second({ validFrom: '2026-06-01', agency: 'so-tc-48' }), { status: 201 })
  t.match(await ask('danang', 'PUT', '/v1/focal-points/48-2025-07-01', { agency: point.agency, document: point.document }), { status: 409 }, 'not to be opened again into the next')
  const answers = await Promise.all(['2027-01-01', '2027-02-01', '2027-03-01'].map((validFrom) => ask('ministry', 'POST', '/v1/focal-points', { ...point, province: '01', agency: 'so-kh-cn-01', validFrom })))
  t.strictSame(answers.map(({ status }) => status).sort(), [201, 409, 409], 'also where several ask at once')
})

t.test('two officers who change one do not overwrite each other', async (t) => {
  const [code] = (await Promise.all(['01-2027-01-01', '01-2027-02-01', '01-2027-03-01'].map((one) => get(`/v1/focal-points/${one}`)))).filter(({ status }) => status === 200).map(({ body }) => body.code as string)
  const change = (unit: string, tag: string | null) => ask('ministry', 'PUT', `/v1/focal-points/${code}`, { agency: 'so-kh-cn-01', document: point.document, unit }, tag)
  const tag = String((await get(`/v1/focal-points/${code}`)).headers['etag'])
  t.match(await change('Phòng A', null), { status: 428 })
  t.strictSame((await Promise.all([change('Phòng A', tag), change('Phòng B', tag)])).map(({ status }) => status).sort(), [200, 412])
  const { headers, body } = await get(`/v1/focal-points/${code}`)
  t.match(await change('Phòng C', tag), { status: 412, body: { type: '/problems/precondition-failed' } })
  t.equal((await get(`/v1/focal-points/${code}`)).body.unit, body.unit)
  t.match(await change(body.unit, tag), { status: 200 }, 'the same again overwrites nothing')
  t.match(await change('Phòng C', String(headers['etag'])), { status: 200, body: { unit: 'Phòng C' } })
})

t.test('who it was on a date is told, as known at any position', async (t) => {
  const on = async (query: string) => codes(await get(`/v1/focal-points?province=48&${query}`))
  t.strictSame(await on('asof=2025-06-30'), [])
  t.strictSame(await on('asof=2026-05-31'), ['48-2025-07-01'])
  t.strictSame(await on('asof=2026-06-01'), ['48-2026-06-01'])
  const { body } = await get('/v1/focal-points/48-2026-06-01')
  t.strictSame(await on(`asof=2026-06-01&knownat=${body.recordedAt - 2}`), ['48-2025-07-01'], 'before it was ended')
  t.strictSame(await on('all=true'), ['48-2026-06-01', '48-2025-07-01'])
})

t.test('those of a merged province stay readable, under either name', async (t) => {
  const old = { division: '2004', province: '45', agency: 'so-tt-tt-2004-45', document: { number: '56/QĐ-UBND', date: '2020-05-01' }, validFrom: '2020-05-01' }
  t.match(await ask('quangtri', 'POST', '/v1/focal-points', old), { status: 400, body: { errors: [{ path: 'validFrom' }] } }, 'a unit of 2004 has an end')
  t.match(await ask('danang', 'POST', '/v1/focal-points', { ...old, validTo: '2025-06-30' }), { status: 403, body: { scope: 'reports:44' } })
  t.match(await ask('quangtri', 'POST', '/v1/focal-points', { ...old, validTo: '2025-06-30' }), { status: 201, body: { code: '2004-45-2020-05-01', provinceName: 'Quang Tri Province', now: ['so-kh-cn-44'] } })
  t.match(await ask('quangtri', 'POST', '/v1/focal-points', { ...old, division: '2025', province: '44', agency: 'so-kh-cn-44', validFrom: '2025-06-30' }), { status: 400 }, 'a merged unit does not begin before it was made')
  t.match(await ask('quangtri', 'POST', '/v1/focal-points', { ...old, division: '2025', province: '44', agency: 'so-kh-cn-44', validFrom: '2025-07-01' }), { status: 201 })
  for (const unit of ['province=44', 'province=45&division=2004']) {
    t.strictSame(codes(await get(`/v1/focal-points?${unit}&asof=2024-01-01`)), ['2004-45-2020-05-01'], unit)
    t.strictSame(codes(await get(`/v1/focal-points?${unit}`)), ['44-2025-07-01'], unit)
  }
  t.match(await ask('ministry', 'POST', '/v1/focal-points', { ...old, division: '2025', province: '01', agency: 'so-tt-tt-01', validTo: '2025-02-28' }), { status: 201 }, 'one that went on as it was may')
})

t.test('a focal point is one body of its locality, there on its first day', async (t) => {
  const refused = async (given: object) => (await ask('ministry', 'POST', '/v1/focal-points', { ...point, province: '92', agency: 'so-kh-cn-92', ...given })).body
  t.match(await refused({ agency: 'so-kh-cn-79' }), { status: 400, errors: [{ path: 'agency', message: /locality/ }] })
  t.match(await refused({ agency: 'nobody' }), { status: 400, errors: [{ path: 'agency' }] })
  t.match(await refused({ province: null, agency: 'localities', validFrom: '2019-01-01', validTo: '2019-12-31' }), { status: 400, errors: [{ path: 'agency', message: /no single body/ }] })
  t.match(await refused({ province: null, agency: 'mae', validFrom: '2019-01-01', validTo: '2019-12-31' }), { status: 400, errors: [{ path: 'agency', message: /not there/ }] })
  t.match(await refused({ province: '99' }), { status: 400, errors: [{ path: 'province' }] })
  t.match(await refused({ contact: { email: 'x' } }), { status: 400, errors: [{ path: 'contact.email' }] })
  t.match(await ask('ministry', 'PUT', '/v1/focal-points/48-2031-01-01', { agency: 'so-kh-cn-48', document: point.document }), { status: 404 })
})

t.test('the central one of the letter can be ended, and stays so when the seeds are loaded again', async (t) => {
  t.match(await ask('danang', 'PUT', '/v1/focal-points/central-2020-03-30', { agency: 'mic-it', document: { number: '1080/TTTT-CNTT', date: '2020-03-30' }, validTo: '2025-02-28' }), { status: 403 })
  t.match(await ask('ministry', 'PUT', '/v1/focal-points/central-2020-03-30', { agency: 'mic-it', document: { number: '1080/TTTT-CNTT', date: '2020-03-30' }, validTo: '2025-02-28' }), { status: 200 })
  t.match(await ask('ministry', 'POST', '/v1/focal-points', { agency: 'most-it-industry', document: { number: '1/QĐ-BKHCN', date: '2025-03-01' }, validFrom: '2025-03-01' }), { status: 201, body: { level: 'central' } })
  t.strictSame(codes(await get('/v1/focal-points?level=central')), ['central-2025-03-01'])
})

t.test('officers add bodies of their province, and change none that is shipped', async (t) => {
  const body = { name: 'Sở Y tế thành phố Đà Nẵng', nameEn: 'Department of Health of Da Nang City', kind: 'department', level: 'provincial', parent: 'ubnd-48', province: '48', validFrom: '2025-07-01' }
  t.match(await ask('danang', 'PUT', '/v1/agencies/so-y-te-48', body), { status: 200, body: { name: 'Department of Health of Da Nang City', parent: 'ubnd-48', now: ['so-y-te-48'] } })
  t.match(await ask('danang', 'PUT', '/v1/agencies/3750002081', body), { status: 400, body: { errors: [{ path: 'code' }] } }, 'whoever holds submit:3750002081 is an enterprise')
  t.match(await ask('danang', 'PUT', '/v1/agencies/so-y-te-79', { ...body, province: '79' }), { status: 403 })
  t.match(await ask('danang', 'PUT', '/v1/agencies/so-kh-cn-48', body), { status: 409 })
  t.match(await ask('danang', 'PUT', '/v1/agencies/so-y-te-48', { ...body, parent: 'nobody' }), { status: 400, body: { errors: [{ path: 'parent' }] } })
  t.match(await ask('danang', 'PUT', '/v1/agencies/so-y-te-48', { ...body, validTo: '2025-06-30' }), { status: 400, body: { errors: [{ path: 'validTo' }] } })
  t.match(await ask('danang', 'PUT', '/v1/agencies/so-y-te-48', { ...body, province: null }), { status: 400, body: { errors: [{ path: 'province' }] } })
  t.match(await ask('ministry', 'PUT', '/v1/agencies/so-y-te-48', { ...body, level: 'central', province: null }), { status: 200 })
  t.match(await ask('danang', 'PUT', '/v1/agencies/so-y-te-48', body), { status: 403 }, 'what the ministry took over is not to be taken back')
})

const document = { number: '7/QĐ-UBND', date: '2020-05-01' }

t.test('a locality that went on as it was has one at a time under both its names', async (t) => {
  const of2004 = (province: string) => ({ division: '2004', province, agency: `ubnd-${province}`, document, validFrom: '2020-05-01', validTo: '2025-06-30' })
  const of2025 = (province: string, validFrom = '2020-05-01') => ({ division: '2025', province, agency: `ubnd-${province}`, document, validFrom })
  const appoint = (body: object) => ask('ministry', 'POST', '/v1/focal-points', body)
  t.match(await appoint(of2004('22')), { status: 201 })
  t.match(await appoint(of2025('22')), { status: 409, body: { type: '/problems/wrong-state', detail: /2004-22-2020-05-01/ } })
  t.match(await appoint(of2025('22', '2025-07-01')), { status: 201 })
  t.match(await appoint(of2025('38')), { status: 201 })
  t.match(await appoint(of2004('38')), { status: 409, body: { detail: / 38-2020-05-01/ } })
  const ended = { agency: 'ubnd-38', document, validTo: '2020-04-30' }
  t.match(await ask('ministry', 'PUT', '/v1/focal-points/38-2020-05-01', { ...ended, validTo: '2021-12-31' }), { status: 200 })
  t.match(await appoint({ ...of2004('38'), validFrom: '2022-01-01' }), { status: 201 })
  t.match(await ask('ministry', 'PUT', '/v1/focal-points/38-2020-05-01', { ...ended, validTo: '2022-01-01' }), { status: 409 }, 'nor is it led into the other')
  for (const province of ['40', '42', '20']) {
    const answers = await Promise.all([of2004(province), of2025(province)].map(appoint))
    t.strictSame(answers.map(({ status }) => status).sort(), [201, 409], `also where both ask at once: ${province}`)
  }
})

t.test('units that were merged each had their own until the merged one has', async (t) => {
  for (const province of ['79', '74', '77']) {
    t.match(await ask('ministry', 'POST', '/v1/focal-points', { division: '2004', province, agency: `ubnd-2004-${province}`, document, validFrom: '2020-05-01', validTo: '2025-06-30' }), { status: 201 }, province)
  }
  t.match(await ask('ministry', 'POST', '/v1/focal-points', { province: '79', agency: 'ubnd-79', document, validFrom: '2025-07-01' }), { status: 201 })
  t.strictSame(codes(await get('/v1/focal-points?province=79&asof=2023-01-01')).sort(), ['2004-74-2020-05-01', '2004-77-2020-05-01', '2004-79-2020-05-01'])
  t.strictSame(codes(await get('/v1/focal-points?province=79')), ['79-2025-07-01'])
})

t.test('whoever answers is not told of once the focal point has ended, and not kept', async (t) => {
  const person = { name: 'Another Person', email: 'another@example.org' }
  const kept = async () => (await db.select().from(focalPointPersons)).filter(({ name }) => name === person.name).map(({ code }) => code)
  const told = async (code: string) => (await ask('danang', 'GET', `/v1/focal-points/${code}/person`)).body.person
  const made = { province: '92', agency: 'so-kh-cn-92', document, person }
  t.match(await ask('ministry', 'POST', '/v1/focal-points', { ...made, validFrom: '2025-07-01', validTo: '2026-01-31' }), { status: 201 })
  t.strictSame([await told('92-2025-07-01'), await kept()], [null, []], 'of one that had ended when it was told of')
  t.match(await ask('ministry', 'POST', '/v1/focal-points', { ...made, validFrom: '2026-02-01', validTo: '2026-11-22' }), { status: 201 })
  t.match(await told('92-2026-02-01'), person, 'the last day is still its own')
  now = new Date('2026-11-22T16:59:59Z')
  t.match(await told('92-2026-02-01'), person)
  now = new Date('2026-11-22T17:00:00Z')
  t.equal(await told('92-2026-02-01'), null, 'from midnight in Vietnam')
  t.match(await ask('ministry', 'POST', '/v1/focal-points', { ...made, validFrom: '2026-11-23' }), { status: 201 })
  t.strictSame(await kept(), ['92-2026-11-23'], 'the next one that is written of lets go of it')
  t.match((await ask('admin', 'GET', '/v1/audit?subject=focal-point/92-2026-02-01')).body.items[0], { action: 'focal-point.forget-person', who: 'system', before: null, after: null })
  const end = { agency: 'so-kh-cn-92', document, validTo: '2026-11-23' }
  now = new Date('2026-11-25T03:00:00Z')
  t.match(await ask('ministry', 'PUT', '/v1/focal-points/92-2026-11-23', { ...end, person }), { status: 200 })
  t.strictSame([await told('92-2026-11-23'), await kept()], [null, []], 'nor kept where it ends in the past')
  t.match(await ask('ministry', 'PUT', '/v1/focal-points/92-2026-11-23', { ...end, person }, '"v1"'), { status: 200 }, 'the same again')
  now = NOW
})

t.test('a change of who answers is in the trail without who it is, and rests on what was read', async (t) => {
  const body = { agency: 'so-kh-cn-75', document }
  t.match(await ask('ministry', 'POST', '/v1/focal-points', { ...body, province: '75', validFrom: '2025-07-01', person: { name: 'Person A' } }), { status: 201 })
  const url = '/v1/focal-points/75-2025-07-01'
  const old = String((await get(url)).headers['etag'])
  const trail = async () => (await ask('admin', 'GET', '/v1/audit?subject=focal-point/75-2025-07-01')).body.items
  const actions = async () => (await trail()).map(({ action }: { action: string }) => action)
  t.match(await ask('ministry', 'PUT', url, { ...body, person: { name: 'Person B' } }), { status: 200 })
  t.match((await trail())[0], { action: 'focal-point.set-person', label: 'Bộ KH&CN', before: null, after: null })
  t.match(await ask('ministry', 'PUT', url, { ...body, person: { name: 'Person B' } }), { status: 200 })
  t.match(await ask('ministry', 'PUT', url, body), { status: 200 })
  t.strictSame(await actions(), ['focal-point.set-person', 'focal-point.appoint'], 'the same again and nothing said of it change nothing')
  t.match(await ask('ministry', 'PUT', url, { ...body, unit: 'Phòng A', person: { name: 'Person C' } }), { status: 200 })
  t.match(await ask('ministry', 'PUT', url, { ...body, unit: 'Phòng A', person: { name: 'Person D' } }, old), { status: 412 })
  t.match(await ask('ministry', 'PUT', url, { ...body, unit: 'Phòng A', person: { name: 'Person C' } }, old), { status: 200 }, 'the same again overwrites nothing')
  t.match(await ask('danang', 'GET', `${url}/person`), { body: { person: { name: 'Person C' } } })
  t.match(await ask('ministry', 'PUT', url, { ...body, unit: 'Phòng A', person: null }), { status: 200 })
  t.strictSame(await actions(), ['focal-point.set-person', 'focal-point.change', 'focal-point.set-person', 'focal-point.set-person', 'focal-point.appoint'])
  t.notMatch(JSON.stringify(await trail()), 'Person [A-D]')
})

t.test('two who add a body at once do not take it from each other', async (t) => {
  const department = (province: string) => ({ name: `Sở Mới ${province}`, nameEn: `New Department ${province}`, kind: 'department', level: 'provincial', province })
  for (let n = 0; n < 10; n++) {
    const answers = await Promise.all([ask('danang', 'PUT', `/v1/agencies/rc${n}`, department('48')), ask('hanoi', 'PUT', `/v1/agencies/rc${n}`, department('01'))])
    t.strictSame(answers.map(({ status }) => status).sort(), [200, 403], `rc${n}`)
    t.equal((await get(`/v1/agencies/rc${n}`)).body.province, answers[0]!.status === 200 ? '48' : '01')
  }
})

t.test('ministries and their agencies are of the centre', async (t) => {
  const body = { name: 'Bộ giả', nameEn: 'Sham Ministry', level: 'provincial', province: '48' }
  for (const kind of ['ministry', 'ministry-agency']) {
    t.match(await ask('danang', 'PUT', '/v1/agencies/bo-gia', { ...body, kind }), { status: 400, body: { errors: [{ path: 'kind' }] } })
    t.equal((await get(`/v1/agencies?all=true&total=true&limit=1&level=provincial&kind=${kind}`)).body.total, 0, 'no shipped one is not')
  }
  t.match(await ask('ministry', 'PUT', '/v1/agencies/cuc-moi', { ...body, kind: 'ministry-agency', level: 'central', province: null }), { status: 200 })
})

t.test('no body is above itself', async (t) => {
  const body = { name: 'Đơn vị', nameEn: 'Unit', kind: 'other', level: 'provincial', province: '48' }
  const under = (code: string, parent: string | null) => ask('danang', 'PUT', `/v1/agencies/${code}`, { ...body, parent })
  const refused = { status: 400, body: { errors: [{ path: 'parent', message: /above itself/ }] } }
  for (const [code, parent] of [['x1', 'ubnd-48'], ['x2', 'x1'], ['x3', 'x2']] as const) t.match(await under(code, parent), { status: 200 })
  t.match(await under('x2', 'x2'), refused)
  t.match(await under('x1', 'x2'), refused)
  t.match(await under('x1', 'x3'), refused)
  t.match(await under('x3', 'x1'), { status: 200 })
  for (const code of ['y1', 'y2']) await under(code, null)
  t.strictSame((await Promise.all([under('y1', 'y2'), under('y2', 'y1')])).map(({ status }) => status).sort(), [200, 400], 'also where two ask at once')
})
