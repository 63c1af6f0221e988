import t from 'tap'
import { findFaults } from '../../src/enterprises/queries.ts'
import { codeOf, feedRecord } from '../support/feed.ts'
import { DANANG, place } from '../support/history.ts'
import { EVIDENCE, testOffice } from '../support/officers.ts'

const [CANDIDATE, DIGITAL, OUTSIDE, ENDED, BUSY, NEXT] = Array.from({ length: 6 }, (_, n) => codeOf(n)) as [string, string, string, string, string, string]
const at = { registeredOn: '2024-03-01', amendedOn: '2024-03-01', address: DANANG }
const office = await testOffice(t, [
  feedRecord({ ...at, code: CANDIDATE, name: 'CÔNG TY ỨNG CỬ', industries: ['4711', '6201'] }),
  feedRecord({ ...at, code: DIGITAL, name: 'CÔNG TY PHẦN MỀM' }),
  feedRecord({ ...at, code: OUTSIDE, name: 'CÔNG TY TẠP HÓA', industries: ['4711'] }),
  feedRecord({ ...at, code: ENDED, name: 'CÔNG TY ĐÃ GIẢI THỂ', status: { value: '7', name: 'Đã giải thể, phá sản, chấm dứt tồn tại' } }),
  feedRecord({ ...at, code: BUSY, name: 'CÔNG TY BẬN' }),
])
const { get, load, full, db, ask, decide, withdraw, tagOf } = office
const counted = async (query = '') => (await get(`/v1/statistics/localities${query}`)).body.localities.find(({ code }: { code: string }) => code === '48') as Record<string, number>
const shown = async (code: string, query = '') => (await get(`/v1/enterprises/${code}${query}`)).body

t.afterEach(async () => { t.strictSame(await findFaults(db), [], 'counts and positions are what the versions say') })

t.test('a decision makes a candidate count, says on what it rests, and stands in the feed', async (t) => {
  const before = await counted()
  const { status, body } = await decide('danang', CANDIDATE, { outcome: 'iii', note: 'Nội bộ.' })
  t.equal(status, 200)
  t.match(body, { basis: 'confirmed', category: 'iii', proposal: { basis: 'candidate', category: 'iii' }, province: '48', changed: [] })
  t.match(body.decisions, [{ outcome: 'iii', effectiveFrom: '2026-11-22', evidence: EVIDENCE, authority: '48', replacedAt: null }])
  t.notMatch(JSON.stringify(body), /Nội bộ|Sở KH&CN/, 'no note and no name for the public')
  t.match(await shown(CANDIDATE), { basis: 'confirmed', category: 'iii', classification: { decision: body.decisions[0].id, periods: [{ category: 'iii', from: '2026-11-22', until: null }] } })
  t.equal((await counted())['iii'], before['iii']! + 1)
  const { body: changes } = await get(`/v1/changes?after=${body.position - 2}`)
  t.match(changes.items, [
    { type: 'enterprise.changed', code: CANDIDATE, changes: [{ field: 'basis', old: 'candidate', new: 'confirmed' }, { field: 'classification' }], block: { kind: 'decision' }, run: null },
    { type: 'decision', subject: String(body.decisions[0].id), detail: { enterprises: 1 } },
  ])
  t.match((await ask('saigon', 'GET', `/v1/classification/decisions?code=${CANDIDATE}`)).body.items, [{ code: CANDIDATE, note: 'Nội bộ.', by: 'Sở KH&CN Đà Nẵng', authority: '48' }], 'officers see both')
  t.equal((await ask(null, 'GET', '/v1/classification/decisions')).status, 401)
  t.equal((await ask('feed', 'GET', '/v1/classification/decisions')).status, 403)
})

t.test('a decision holds from its day: the days before stay what they were, and what was known is still known', async (t) => {
  const { position } = (await get('/v1/status')).body
  t.equal((await decide('ministry', DIGITAL, { outcome: 'i', effectiveFrom: '2025-06-01' })).body.decisions[0].authority, '*')
  t.match(await shown(DIGITAL, '?asof=2025-05-31'), { basis: 'derived', category: 'iv', validFrom: '2024-03-01' })
  t.match(await shown(DIGITAL, '?asof=2025-06-01'), { basis: 'confirmed', category: 'i', validFrom: '2025-06-01' })
  t.match(await shown(DIGITAL, `?asof=2025-06-01&knownat=${position}`), { basis: 'derived', category: 'iv' })
  // The source dates this amendment before the decision, and tells it after.
  await load([feedRecord({ ...at, code: DIGITAL, name: 'CÔNG TY PHẦN MỀM ĐỔI TÊN', amendedOn: '2025-03-01', changes: 1 })])
  t.match(await shown(DIGITAL, '?asof=2025-03-01'), { name: 'CÔNG TY PHẦN MỀM ĐỔI TÊN', basis: 'derived' })
  t.match(await shown(DIGITAL), { name: 'CÔNG TY PHẦN MỀM ĐỔI TÊN', basis: 'confirmed', category: 'i', validFrom: '2025-06-01' }, 'told late, it is not too late')
  await decide('danang', DIGITAL, { outcome: 'ii', effectiveFrom: '2026-01-01' })
  t.match(await shown(DIGITAL, '?asof=2025-12-31'), { category: 'i' })
  t.match(await shown(DIGITAL), { category: 'ii' })
  t.match((await withdraw('danang', DIGITAL)).body, { basis: 'derived', decisions: [{ outcome: 'rule', effectiveFrom: '2026-01-01' }, { outcome: 'ii' }, { outcome: 'i', replacedAt: null }] })
  t.match(await shown(DIGITAL, '?asof=2025-12-31'), { category: 'i' }, 'what was decided for days before still holds there')
  await decide('danang', DIGITAL, { outcome: 'i', effectiveFrom: '2025-06-01' })
})

t.test('officers know better than the rule, in both directions, whatever the feed brings then', async (t) => {
  t.equal((await get(`/v1/enterprises/${OUTSIDE}`)).status, 404)
  t.match((await get(`/v1/enterprises/${OUTSIDE}/classification`)), { status: 200, body: { basis: null, category: null, decisions: [] } }, 'so that there is a tag to decide by')
  t.equal((await decide('danang', OUTSIDE, { outcome: 'iii' })).status, 200)
  t.match(await shown(OUTSIDE), { basis: 'confirmed', category: 'iii', classification: { codes: [] } })
  t.equal((await decide('danang', BUSY, { outcome: 'not-digital' })).status, 200)
  t.match((await get(`/v1/enterprises/${BUSY}`)), { status: 404, body: { type: '/problems/not-digital' } })
  await load([
    feedRecord({ ...at, code: BUSY, name: 'CÔNG TY BẬN RỘN', amendedOn: '2026-11-22', changes: 2, industries: ['6201', '6202'] }),
    feedRecord({ ...at, code: OUTSIDE, name: 'CÔNG TY TẠP HÓA MỚI', amendedOn: '2026-11-22', changes: 2, industries: ['4711', '4719'] }),
  ])
  t.equal((await get(`/v1/enterprises/${BUSY}`)).status, 404)
  t.match(await shown(OUTSIDE), { name: 'CÔNG TY TẠP HÓA MỚI', basis: 'confirmed', category: 'iii' })
  t.match((await withdraw('danang', BUSY)).body, { basis: 'derived', category: 'iv' })
  t.match(await shown(BUSY), { name: 'CÔNG TY BẬN RỘN', basis: 'derived', classification: { decision: null, codes: ['6201', '6202'] } })
  t.equal((await withdraw('danang', BUSY)).status, 409, 'nothing is left to take back')
})

t.test('a change of what it rests on flags a decision, which holds until it is confirmed', async (t) => {
  t.strictSame((await get(`/v1/enterprises/${CANDIDATE}/classification`)).body.changed, [])
  await load([feedRecord({ ...at, code: CANDIDATE, name: 'CÔNG TY ĐỔI TÊN', amendedOn: '2026-11-18', changes: 1, industries: ['4711', '6201'] })])
  t.strictSame((await get(`/v1/enterprises/${CANDIDATE}/classification`)).body.changed, [], 'a name is nothing that it rests on')
  await load([feedRecord({ ...at, code: CANDIDATE, name: 'CÔNG TY ĐỔI TÊN', amendedOn: '2026-11-20', changes: 2, industries: ['6201', '4711'], status: { value: null, name: 'Tạm ngừng kinh doanh' } })])
  t.match((await get(`/v1/enterprises/${CANDIDATE}/classification`)).body, { basis: 'confirmed', category: 'iii', changed: ['status', 'main-industry'], proposal: { basis: 'derived' } })
  t.strictSame((await decide('danang', CANDIDATE, { outcome: 'iii' })).body.changed, [])
})

t.test('two officers at once: one decides, the other is told', async (t) => {
  const tag = await tagOf(BUSY)
  const both = await Promise.all([decide('danang', BUSY, { outcome: 'iv' }, tag), decide('ministry', BUSY, { outcome: 'ii' }, tag)])
  t.strictSame(both.map(({ status }) => status).sort(), [200, 412])
  t.equal((await decide('danang', BUSY, { outcome: 'iv' }, '"v1.nonsense"')).status, 412)
  const without = await ask('danang', 'PUT', `/v1/enterprises/${BUSY}/classification`, { payload: { outcome: 'iv', evidence: EVIDENCE } })
  t.match(without, { status: 428, body: { type: '/problems/precondition-required' } })
  t.equal((await decide('danang', BUSY, { outcome: 'iv' }, '*')).status, 200, 'whichever version it is')
  const plain = (await ask(null, 'GET', `/v1/enterprises/${BUSY}`)).headers.etag
  t.equal((await decide('danang', BUSY, { outcome: 'iv' }, `"other", ${plain}`)).status, 200, 'the tag of the enterprise itself will do')
})

t.test('what cannot be decided is refused, and changes nothing', async (t) => {
  const { position } = (await get('/v1/status')).body
  for (const [code, request, expected] of [
    [NEXT, {}, { status: 404, body: { type: '/problems/not-found' } }],
    ['0100000000', {}, { status: 400, body: { errors: [{ path: 'code' }] } }],
    [`${BUSY}-001`, {}, { status: 404, body: { type: '/problems/dependent-unit' } }],
    [ENDED, {}, { status: 409, body: { type: '/problems/wrong-state' } }],
    [BUSY, { effectiveFrom: '2026-11-23' }, { status: 400, body: { errors: [{ path: 'effectiveFrom' }] } }],
    [BUSY, { effectiveFrom: '2024-02-29' }, { status: 400, body: { errors: [{ path: 'effectiveFrom', message: /2024-03-01/ }] } }],
    [BUSY, { effectiveFrom: '2026-02-30' }, { status: 400, body: { errors: [{ path: 'effectiveFrom' }] } }],
    [BUSY, { outcome: 'v' }, { status: 400, body: { errors: [{ path: 'outcome' }] } }],
    [BUSY, { outcome: 'rule' }, { status: 400, body: { errors: [{ path: 'outcome' }] } }],
    [BUSY, { evidence: undefined }, { status: 400, body: { errors: [{ path: 'evidence' }] } }],
    [BUSY, { evidence: { ...EVIDENCE, reference: ' ' } }, { status: 400, body: { errors: [{ path: 'evidence.reference' }] } }],
    [BUSY, { evidence: { ...EVIDENCE, kind: 'rumour' } }, { status: 400, body: { errors: [{ path: 'evidence.kind' }] } }],
    [BUSY, { note: 'a\0b' }, { status: 400, body: { errors: [{ path: 'note' }] } }],
    [BUSY, { category: 'iv' }, { status: 400, body: { errors: [{ path: 'category' }] } }],
  ] as const) t.match(await decide('danang', code, { outcome: 'iv', ...request }, '*'), expected, `${code} ${JSON.stringify(request)}`)
  t.match(await decide('saigon', BUSY, { outcome: 'iv' }), { status: 403, body: { type: '/problems/forbidden', scope: 'decide:48' } }, 'another province')
  t.match(await withdraw('saigon', BUSY), { status: 403, body: { scope: 'decide:48' } })
  t.equal((await decide('feed', BUSY, { outcome: 'iv' })).status, 403)
  t.equal((await ask(null, 'PUT', `/v1/enterprises/${BUSY}/classification`, { payload: {}, headers: { 'if-match': '*' } })).status, 401)
  t.match(await ask('danang', 'DELETE', `/v1/enterprises/${BUSY}/classification`, { headers: { 'if-match': '*' } }), { status: 400, body: { errors: [{ path: 'reason' }] } })
  t.equal((await get('/v1/status')).body.position, position)
})

t.test('an enterprise that has just moved away is no longer one\'s own', async (t) => {
  const tag = await tagOf(BUSY)
  await load([feedRecord({ ...at, code: BUSY, name: 'CÔNG TY BẬN RỘN', amendedOn: '2026-11-22', changes: 3, industries: ['6201', '6202'], address: place('Thành phố Hồ Chí Minh', 'Phường Sài Gòn') })])
  t.match(await decide('danang', BUSY, { outcome: 'iv' }, tag), { status: 403, body: { scope: 'decide:79' } }, 'before it is told that there is another version')
  t.match((await get(`/v1/enterprises/${BUSY}/classification`)).body, { province: '79', changed: ['province'], basis: 'confirmed' })
  t.equal((await decide('saigon', BUSY, { outcome: 'iv' })).status, 200)
})

t.test('gone and back again, the decision stands', async (t) => {
  await full('2026-11-21', [feedRecord({ ...at, code: DIGITAL })])
  t.equal((await get(`/v1/enterprises/${OUTSIDE}`)).status, 200, 'it was amended after the cut-off')
  t.equal((await get(`/v1/enterprises/${CANDIDATE}`)).status, 410, 'an officer who decides keeps nobody in the file')
  t.match(await decide('danang', CANDIDATE, { outcome: 'iii' }, '*'), { status: 410, body: { type: '/problems/gone' } })
  await load([feedRecord({ ...at, code: CANDIDATE, name: 'CÔNG TY TRỞ LẠI', amendedOn: '2026-11-20', changes: 4, industries: ['4711', '6201'] })])
  t.match(await shown(CANDIDATE), { name: 'CÔNG TY TRỞ LẠI', basis: 'confirmed', category: 'iii' })
})

t.test('a mapping that changes keeps what was decided', async (t) => {
  await office.remap('1', 'suspended')
  await get('/v1/status')
  t.match(await shown(DIGITAL), { status: 'suspended', basis: 'confirmed', category: 'i' })
  t.strictSame((await get(`/v1/enterprises/${DIGITAL}/classification`)).body.changed, ['status'])
  await office.remap('1', null)
  await get('/v1/status')
  t.match(await shown(DIGITAL), { status: 'active', basis: 'confirmed' })
  t.strictSame((await get(`/v1/enterprises/${DIGITAL}/classification`)).body.changed, [])
})

t.test('what a run brought is taken back, and what was decided of it meanwhile is not', async (t) => {
  const code = codeOf(20)
  await load([feedRecord({ ...at, code, name: 'CÔNG TY MỘT' })])
  const run = await load([feedRecord({ ...at, code, name: 'CÔNG TY HAI', amendedOn: '2026-06-01', changes: 1 })])
  await decide('danang', code, { outcome: 'i', effectiveFrom: '2026-10-01' })
  t.match(await shown(code), { name: 'CÔNG TY HAI', category: 'i' })
  await office.revert(run.id)
  await get('/v1/status')
  t.match(await shown(code), { name: 'CÔNG TY MỘT', basis: 'confirmed', category: 'i', validFrom: '2026-10-01' })
  t.match(await shown(code, '?asof=2026-09-30'), { name: 'CÔNG TY MỘT', basis: 'derived', category: 'iv' })
})
