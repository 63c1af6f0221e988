import t from 'tap'
import { findFaults } from '../../src/enterprises/queries.ts'
import { codeOf, feedRecord } from '../support/feed.ts'
import { DANANG, HANOI, place } from '../support/history.ts'
import { testOffice } from '../support/officers.ts'

const at = { registeredOn: '2024-03-01', amendedOn: '2024-03-01', address: DANANG }
const CANDIDATE = { industries: ['4711', '6201'] }
const office = await testOffice(t, [
  feedRecord({ ...at, ...CANDIDATE, code: codeOf(3) }), feedRecord({ ...at, ...CANDIDATE, code: codeOf(2) }),
  feedRecord({ ...at, ...CANDIDATE, code: codeOf(4), address: HANOI }), feedRecord({ ...at, code: codeOf(5) }),
  feedRecord({ ...at, ...CANDIDATE, code: codeOf(6), registeredOn: '2020-06-01', amendedOn: '2020-06-01' }),
  feedRecord({ ...at, ...CANDIDATE, code: codeOf(7), status: { value: '7', name: null } }),
])
const { ask, load, decide, get, db, full } = office
const queue = async (who: Parameters<typeof ask>[0], query = '') => (await ask(who, 'GET', `/v1/classification/queue${query}`)).body
const codes = async (who: Parameters<typeof ask>[0], query = '') => (await queue(who, query)).items.map(({ code, kind }: { code: string, kind: string }) => `${code} ${kind}`)
t.afterEach(async () => { t.strictSame(await findFaults(db), []) })

t.test('what waits longest comes first, for the province of the officer', async (t) => {
  await load([feedRecord({ ...at, ...CANDIDATE, code: codeOf(1) })])
  t.strictSame(await codes('danang'), [`${codeOf(2)} candidate`, `${codeOf(3)} candidate`, `${codeOf(1)} candidate`], 'neither what has lapsed nor what is no more')
  t.strictSame(await codes('ministry'), [`${codeOf(2)} candidate`, `${codeOf(3)} candidate`, `${codeOf(4)} candidate`, `${codeOf(1)} candidate`])
  t.strictSame(await codes('danang', '?province=01'), [`${codeOf(4)} candidate`], 'reading is not writing')
  t.match((await queue('danang')).items[0], { name: 'CÔNG TY TNHH PHẦN MỀM MỘT', province: '48', status: 'active', basis: 'candidate', category: 'iii', reasons: [], version: 1, until: '2029-03-01', claim: null })
  await load([feedRecord({ ...at, ...CANDIDATE, code: codeOf(2), name: 'CÔNG TY ĐỔI TÊN', amendedOn: '2026-11-01', changes: 1 })])
  t.equal((await codes('danang'))[0], `${codeOf(2)} candidate`, 'a new name costs nobody a place')
})

t.test('pages go on where they ended, whatever happens between', async (t) => {
  const first = await queue('ministry', '?limit=2')
  await decide('danang', codeOf(2), { outcome: 'iii' })
  const second = await queue('ministry', `?limit=2&cursor=${first.next}`)
  t.strictSame(second.items.map(({ code }: { code: string }) => code), [codeOf(4), codeOf(1)])
  t.equal(second.next, null)
  t.match(await ask('danang', 'GET', `/v1/classification/queue?limit=2&province=01&cursor=${first.next}`), { status: 400, body: { errors: [{ path: 'cursor' }] } })
})

t.test('flagged decisions and open addresses wait as well', async (t) => {
  await load([feedRecord({ ...at, ...CANDIDATE, code: codeOf(2), name: 'CÔNG TY ĐỔI TÊN', amendedOn: '2026-11-10', changes: 2, status: { value: null, name: 'Tạm ngừng kinh doanh' } })])
  await load([feedRecord({ ...at, code: codeOf(8), address: place('Thành phố Đà Nẵng', 'Phường Không Ai Biết') })])
  t.strictSame(await codes('danang', '?kind=flagged,address'), [`${codeOf(2)} flagged`, `${codeOf(8)} address`])
  t.strictSame((await queue('danang', '?kind=flagged')).items[0].reasons, ['status'])
  t.strictSame((await queue('danang', '?kind=address')).items[0].reasons, ['unreadable'])
  const { body } = await ask('danang', 'GET', '/v1/classification/queue/counts')
  t.match(body, { items: [{ province: '48', candidate: 2, flagged: 1, address: 1, claimed: 0 }], total: { candidate: 2, flagged: 1, address: 1 } })
  t.match((await ask('ministry', 'GET', '/v1/classification/queue/counts')).body.items.map(({ province }: { province: string }) => province), ['01', '48'])
  t.match((await ask('saigon', 'GET', '/v1/classification/queue/counts')).body, { items: [], total: { candidate: 0, oldest: null } })
})

t.test('who is at work on an enterprise is seen, for as long as he said', async (t) => {
  const url = `/v1/classification/queue/${codeOf(3)}/claim`
  const claimed = await ask('danang', 'PUT', url, { payload: { minutes: 30 } })
  t.match(claimed, { status: 200, body: { by: 'Sở KH&CN Đà Nẵng', isMine: true, until: '2026-11-22T03:30:00.000Z' } })
  t.match(await ask('ministry', 'PUT', url), { status: 409, body: { type: '/problems/wrong-state', detail: /Sở KH&CN Đà Nẵng/ } })
  t.equal((await ask('saigon', 'PUT', url)).status, 403)
  t.match((await queue('ministry', '?claimed=true')).items, [{ code: codeOf(3), claim: { by: 'Sở KH&CN Đà Nẵng', isMine: false } }])
  t.notOk((await codes('danang', '?claimed=false')).includes(`${codeOf(3)} candidate`))
  t.equal((await ask('danang', 'PUT', url)).body.until, '2026-11-22T04:00:00.000Z', 'one\'s own is made longer')
  t.equal((await ask('danang', 'GET', '/v1/classification/queue/counts')).body.total.claimed, 1)
  t.equal((await ask('saigon', 'DELETE', url)).status, 403)
  t.match(await ask('ministry', 'DELETE', url), { status: 200, body: { claim: null } }, 'the ministry may give anything back')
  t.equal((await ask('ministry', 'DELETE', url)).status, 200, 'twice is once')
  t.match((await ask('admin', 'GET', `/v1/audit?subject=enterprise/${codeOf(3)}`)).body.items.map(({ action, label }: Record<string, string>) => [action, label]),
    [['claim.release', 'Bộ KH&CN'], ['claim.take', 'Sở KH&CN Đà Nẵng'], ['claim.take', 'Sở KH&CN Đà Nẵng']], 'and the trail has each of them')
  t.equal((await ask('ministry', 'PUT', url)).status, 200)
  t.match(await ask('danang', 'DELETE', url), { status: 409 }, 'another\'s claim')
  t.equal((await decide('danang', codeOf(3), { outcome: 'iii' })).status, 200, 'it keeps nobody from deciding')
  t.strictSame((await queue('ministry', '?claimed=true')).items, [], 'which ends it')
})

t.test('a claim ends by itself', async (t) => {
  const url = `/v1/classification/queue/${codeOf(1)}/claim`
  t.equal((await ask('danang', 'PUT', url, { payload: { minutes: 1 } })).status, 200)
  await office.pool.query(`update claims set expires_at = '2026-11-22T03:00:00Z'`)
  t.strictSame((await queue('danang', '?claimed=true')).items, [])
  t.equal((await ask('ministry', 'PUT', url)).status, 200, 'what has expired is nobody\'s')
})

t.test('what cannot be claimed or asked is refused', async (t) => {
  for (const [code, expected] of [[codeOf(5), 404], [codeOf(30), 404], ['0100000000', 400]] as const) t.equal((await ask('ministry', 'PUT', `/v1/classification/queue/${code}/claim`)).status, expected, code)
  for (const minutes of [0, 481, 1.5, '5']) t.match(await ask('ministry', 'PUT', `/v1/classification/queue/${codeOf(1)}/claim`, { payload: { minutes } }), { status: 400, body: { errors: [{ path: 'minutes' }] } })
  for (const query of ['province=1', 'kind=nonsense', 'claimed=maybe', 'cursor=abc', 'limit=0', 'sort=code']) t.equal((await ask('ministry', 'GET', `/v1/classification/queue?${query}`)).status, 400, query)
  for (const path of ['queue', 'queue/counts']) {
    t.equal((await ask(null, 'GET', `/v1/classification/${path}`)).status, 401)
    t.match(await ask('feed', 'GET', `/v1/classification/${path}`), { status: 403, body: { scope: 'decide' } })
  }
})

t.test('who is gone does not wait', async (t) => {
  await full('2026-11-21', [feedRecord({ ...at, code: codeOf(5) })])
  t.strictSame(await codes('ministry'), [])
  t.equal((await get('/v1/status')).status, 200)
})
