import t from 'tap'
import { findFaults } from '../../src/enterprises/queries.ts'
import { findAuditFaults } from '../../src/journal/audit-queries.ts'
import { codeOf, feedRecord } from '../support/feed.ts'
import { DANANG, place } from '../support/history.ts'
import { EVIDENCE, testOffice } from '../support/officers.ts'
import { readWorkbook } from '../../src/http/workbook-reading.ts'

const [MOVED, NAMED, ENDED, BUSY, NEXT] = Array.from({ length: 5 }, (_, n) => codeOf(n)) as [string, string, string, string, string]
const SAIGON = place('Thành phố Hồ Chí Minh', 'Phường Sài Gòn')
const at = { registeredOn: '2024-03-01', amendedOn: '2024-03-01', address: DANANG }
const office = await testOffice(t, [
  feedRecord({ ...at, code: MOVED, name: 'CÔNG TY ĐÃ CHUYỂN' }),
  feedRecord({ ...at, code: NAMED, name: 'CÔNG TY SAI TÊN', shortName: 'SAI' }),
  feedRecord({ ...at, code: ENDED, status: { value: '7', name: 'Đã giải thể, phá sản, chấm dứt tồn tại' } }),
  feedRecord({ ...at, code: BUSY, industries: ['4711', '6201', '6202'] }),
])
const { get, load, full, db, ask } = office
type Who = 'danang' | 'saigon' | 'ministry' | 'feed' | 'admin'
const report = (who: Who | null, request: object) => ask(who, 'POST', '/v1/corrections', { payload: { evidence: EVIDENCE, ...request } })
const answer = (who: Who | null, id: number, payload: object) => ask(who, 'PUT', `/v1/corrections/${id}/answer`, { payload })
const withdraw = (who: Who | null, id: number, reason = 'Nh%E1%BA%A7m') => ask(who, 'DELETE', `/v1/corrections/${id}?reason=${reason}`)
const list = async (query = '', who: Who = 'feed') => (await ask(who, 'GET', `/v1/corrections${query}`)).body.items as { id: number, hasFollowed: boolean, state: string }[]
const ids = async (query: string) => (await list(query)).map(({ id }) => id)

t.afterEach(async () => {
  t.strictSame(await findFaults(db), [])
  t.strictSame(await findAuditFaults(db), [])
})

t.test('a report tells the authority, and leaves the enterprise as it is', async (t) => {
  const before = (await get(`/v1/enterprises/${MOVED}`)).body
  const { status, body, headers } = await report('danang', { code: MOVED, field: 'commune', proposed: '26740', note: 'Biển hiệu ở nơi mới.' })
  t.equal(status, 201)
  t.equal(headers.location, '/v1/corrections/1')
  t.match(body, {
    id: 1, code: MOVED, field: 'commune', said: before.commune, version: 1, proposed: '26740', evidence: EVIDENCE, note: 'Biển hiệu ở nơi mới.', province: '48', authority: '48',
    state: 'open', answer: null, feedSays: before.commune, hasFollowed: false, followedAt: null,
  })
  t.strictSame((await get(`/v1/enterprises/${MOVED}`)).body, before, 'nothing of it is another')
  t.strictSame((await ask('feed', 'GET', '/v1/corrections/1')).body, body, 'the authority reads it with the key of its feed')
  t.equal((await ask(null, 'GET', '/v1/corrections/1')).status, 401, 'the public does not')
  t.equal((await ask(null, 'GET', '/v1/corrections')).status, 401)
  const { items } = (await get(`/v1/changes?after=${body.position - 1}`)).body
  t.match(items, [{ type: 'publication', subject: 'correction/1', detail: {}, code: null, enterprise: null }])
  t.notMatch(JSON.stringify(items), new RegExp(`${MOVED}|26740|HS-2026`), 'and learns that there is one, not what it says or of whom')
  t.match((await ask('admin', 'GET', '/v1/audit?subject=correction/1')).body.items, [{
    label: 'Sở KH&CN Đà Nẵng', action: 'correction.report', before: { said: before.commune, version: 1 }, after: { code: MOVED, field: 'commune', proposed: '26740', evidence: EVIDENCE.reference },
  }])
})

t.test('the authority answers, and the report shows when its feed has followed', async (t) => {
  t.match(await answer('feed', 1, { state: 'acknowledged', reference: 'ĐKKD-1' }), { status: 200, body: { state: 'acknowledged', answerReference: 'ĐKKD-1' } })
  const { body: accepted } = await answer('feed', 1, { state: 'accepted', reference: 'ĐKKD-1' })
  t.match(accepted, { state: 'accepted', hasFollowed: false })
  t.strictSame((await answer('feed', 1, { state: 'accepted', reference: 'ĐKKD-1' })).body, accepted, 'said once more it stays as it is')
  t.match(await answer('feed', 1, { state: 'rejected', note: 'Nhầm' }), { status: 409, body: { type: '/problems/wrong-state' } }, 'what is decided is decided')
  t.match(await withdraw('danang', 1), { status: 409 })
  t.strictSame(await ids('?followed=false'), [1])
  await load([feedRecord({ ...at, code: MOVED, name: 'CÔNG TY ĐÃ CHUYỂN', amendedOn: '2026-11-20', changes: 1, address: SAIGON })])
  const { position } = (await get('/v1/status')).body
  t.match((await ask('danang', 'GET', '/v1/corrections/1')).body, { state: 'accepted', said: '20242', version: 1, feedSays: '26740', hasFollowed: true, followedAt: position })
  t.strictSame(await ids('?followed=true'), [1])
  t.match((await ask('admin', 'GET', '/v1/audit?subject=correction/1&limit=1')).body.items, [{ label: 'feed-job', action: 'correction.answer', before: { state: 'acknowledged' }, after: { state: 'accepted' } }])
})

t.test('it follows whatever was answered, and no longer where the feed changes its mind', async (t) => {
  const { body: { id } } = await report('danang', { code: NAMED, field: 'name', proposed: '  Công ty   đúng tên ' })
  t.match(await answer('feed', id, { state: 'rejected' }), { status: 400, body: { errors: [{ path: 'note' }] } }, 'a rejection says why')
  t.match(await answer('feed', id, { state: 'rejected', note: 'Đúng như đăng ký.' }), { body: { state: 'rejected', answer: 'Đúng như đăng ký.', proposed: 'Công ty đúng tên' } })
  const run = await load([feedRecord({ ...at, code: NAMED, name: 'CÔNG TY ĐÚNG TÊN', shortName: 'SAI', amendedOn: '2026-11-19', changes: 1 })])
  t.match((await ask('danang', 'GET', `/v1/corrections/${id}`)).body, { state: 'rejected', feedSays: 'CÔNG TY ĐÚNG TÊN', hasFollowed: true }, 'letter case and spacing do not matter')
  await office.revert(run.id)
  await get('/v1/status')
  t.match((await ask('danang', 'GET', `/v1/corrections/${id}`)).body, { feedSays: 'CÔNG TY SAI TÊN', hasFollowed: false, followedAt: null })
})

t.test('each field is judged by what it can say', async (t) => {
  for (const [field, proposed, message] of [
    ['name', null, /null/], ['name', ' ', /./], ['name', 'a\0b', /NUL/], ['name', 'x'.repeat(2001), /./], ['name', 'CÔNG TY SAI TÊN', /already/], ['name', 'Công ty  sai tên', /already/],
    ['status', 'closed', /status/], ['status', 'unknown', /status/], ['status', 'active', /already/], ['legalType', 'GmbH', /legal type/],
    ['charterCapitalVnd', '1.000', /digits/], ['charterCapitalVnd', '-1', /digits/], ['charterCapitalVnd', '1000000000', /already/],
    ['province', '99', /province/], ['province', '48', /already/], ['commune', '99999', /commune/], ['registeredOn', '2024-02-30', /day/], ['registeredOn', '2026-11-23', /future/],
    ['industries', '6201,6202', /codes/], ['industries', '6201 6201', /twice/], ['industries', '6201', /already/], ['foreignName', null, /already/], ['phone', '1', /./],
  ] as const) {
    const { status, body } = await report('danang', { code: NAMED, field, proposed })
    t.match({ status, errors: body.errors }, { status: 400, errors: [{ path: field === 'phone' ? 'field' : 'proposed', message }] }, `${field} ${JSON.stringify(proposed)}`)
  }
  for (const [field, proposed] of [['shortName', null], ['status', 'suspended'], ['legalType', 'TNHH1'], ['charterCapitalVnd', '2000000000'], ['province', '79'], ['registeredOn', '2024-03-02'], ['address', 'Số 9, Đà Nẵng'], ['industries', '6202 6201']] as const) {
    t.match(await report('danang', { code: NAMED, field, proposed }), { status: 201, body: { field, proposed } })
  }
  t.match(await report('danang', { code: BUSY, field: 'industries', proposed: '4711 6202 6201' }), { status: 400 }, 'the order behind the main activity says nothing')
  t.match(await report('danang', { code: BUSY, field: 'industries', proposed: '6201 4711 6202' }), { status: 201 }, 'another main activity does')
})

t.test('what cannot be reported is refused, and takes no position', async (t) => {
  const { position } = (await get('/v1/status')).body
  const name = { field: 'name', proposed: 'CÔNG TY KHÁC' }
  for (const [who, request, expected] of [
    ['danang', { code: NEXT, ...name }, { status: 404, body: { type: '/problems/not-found' } }],
    ['danang', { code: '0100000000', ...name }, { status: 400, body: { errors: [{ path: 'code' }] } }],
    ['danang', { code: `${BUSY}-001`, ...name }, { status: 400, body: { errors: [{ path: 'code' }] } }],
    ['saigon', { code: BUSY, ...name }, { status: 403, body: { type: '/problems/forbidden', scope: 'decide:48' } }],
    ['danang', { code: MOVED, ...name }, { status: 403, body: { scope: 'decide:79' } }],
    ['feed', { code: BUSY, ...name }, { status: 403, body: { scope: 'decide' } }],
    [null, { code: BUSY, ...name }, { status: 401 }],
    ['danang', { code: ENDED, ...name }, { status: 409, body: { type: '/problems/wrong-state' } }],
    ['danang', { code: NAMED, field: 'shortName', proposed: null }, { status: 409, body: { detail: /Report \d+ says the same/ } }],
    ['danang', { code: BUSY, ...name, evidence: undefined }, { status: 400, body: { errors: [{ path: 'evidence' }] } }],
    ['danang', { code: BUSY, ...name, evidence: { kind: 'rumour', reference: 'x' } }, { status: 400, body: { errors: [{ path: 'evidence.kind' }] } }],
    ['danang', { code: BUSY, ...name, evidence: { ...EVIDENCE, date: '2026-13-01' } }, { status: 400, body: { errors: [{ path: 'evidence.date' }] } }],
    ['danang', { code: BUSY, ...name, state: 'accepted' }, { status: 400, body: { errors: [{ path: 'state' }] } }],
  ] as const) t.match(await report(who, request), expected, `${who} ${JSON.stringify(request)}`)
  t.match(await answer('danang', 2, { state: 'accepted' }), { status: 403, body: { scope: 'feed:write' } }, 'officers do not answer themselves')
  t.equal((await answer('feed', 4000, { state: 'accepted' })).status, 404)
  t.equal((await ask('feed', 'GET', '/v1/corrections/4000')).status, 404)
  t.equal((await ask('feed', 'GET', '/v1/corrections/0')).status, 400)
  t.equal((await get('/v1/status')).body.position, position)
})

t.test('two officers who report the same at once: one report, and the other is told its number', async (t) => {
  const both = await Promise.all(['danang', 'ministry'].map((who) => report(who as Who, { code: BUSY, field: 'name', proposed: 'CÔNG TY RẤT BẬN' })))
  t.strictSame(both.map(({ status }) => status).sort(), [201, 409])
  const { body: made } = both.find(({ status }) => status === 201)!
  const said = made.authority === '*' ? 'ministry' : 'danang'
  t.match(await withdraw('saigon', made.id), { status: 403 }, 'nobody else takes it back')
  t.match(await withdraw(said, made.id, ''), { status: 400 })
  t.match(await withdraw(said, made.id), { status: 200, body: { state: 'withdrawn', answer: 'Nhầm' } })
  t.match(await answer('feed', made.id, { state: 'accepted' }), { status: 409 })
  t.match(await report('danang', { code: BUSY, field: 'name', proposed: 'CÔNG TY RẤT BẬN' }), { status: 201, body: { authority: '48' } }, 'then it can be reported again')
})

t.test('of one that has ceased to exist the status can be reported, of one that is gone nothing', async (t) => {
  t.match(await report('danang', { code: ENDED, field: 'status', proposed: 'active' }), { status: 201, body: { said: 'ended', proposed: 'active' } })
  await full('2026-11-22', [feedRecord({ ...at, code: NAMED, name: 'CÔNG TY SAI TÊN', shortName: 'SAI' }), feedRecord({ ...at, code: ENDED, status: { value: '7', name: null } }), feedRecord({ ...at, code: MOVED, name: 'CÔNG TY ĐÃ CHUYỂN', amendedOn: '2026-11-20', changes: 1, address: SAIGON })])
  t.match(await report('danang', { code: BUSY, field: 'status', proposed: 'suspended' }), { status: 410, body: { type: '/problems/gone' } })
  t.match(await list(`?code=${BUSY}`), [{ feedSays: null, hasFollowed: false }, {}, {}], 'the feed says nothing of it any more')
})

t.test('filters, pages and files', async (t) => {
  t.strictSame(await ids(`?code=${MOVED}`), [1])
  t.strictSame((await list('?state=open,acknowledged')).filter(({ state }) => state !== 'open'), [])
  t.strictSame(await ids('?province=79'), [])
  t.strictSame(await ids('?field=commune&province=48'), [1])
  const all = await ids('?limit=1000')
  const walked: number[] = []
  for (let url: string | null = '?limit=3'; url !== null;) {
    const { body } = await ask('danang', 'GET', `/v1/corrections${url}`)
    walked.push(...body.items.map(({ id }: { id: number }) => id))
    url = body.next === null ? null : `?limit=3&cursor=${body.next}`
  }
  t.strictSame(walked, all, 'every one once, the newest first')
  t.strictSame(all, Array.from({ length: all.length }, (_, i) => all.length - i), 'numbers have no gaps')

  const attack = '=HYPERLINK("http://127.0.0.1/","x")'
  t.equal((await report('danang', { code: NAMED, field: 'name', proposed: attack, note: '@SUM(A1)\r\nhai dòng, "ngoặc"' })).status, 201)
  const lines = (await ask('feed', 'GET', '/v1/corrections?format=ndjson')).text.trimEnd().split('\n').map((line) => JSON.parse(line))
  t.equal(lines.length, all.length + 1, 'the whole list')
  t.match(lines[0], { code: NAMED, proposed: attack, note: '@SUM(A1)\r\nhai dòng, "ngoặc"' }, 'as it was written, for programs')
  const csv = (await ask('feed', 'GET', '/v1/corrections?format=csv&limit=1')).text
  t.match(csv, /^\ufeffid,code,field,said,version,proposed,evidence\.kind,evidence\.reference,/)
  t.ok(csv.includes('"\'=HYPERLINK(""http') && csv.includes('"\'@SUM(A1)'), 'as text, for spreadsheets')
  const { bytes } = await ask('feed', 'GET', '/v1/corrections?format=xlsx&limit=1')
  const [head, row] = await readWorkbook(bytes, 10)
  t.notOk(row![head!.findIndex(({ text }) => text === 'proposed')]!.isFormula)
})
