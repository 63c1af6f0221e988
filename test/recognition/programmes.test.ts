import type { InjectOptions } from 'fastify'
import t from 'tap'
import { issueKey } from '../../src/auth/commands.ts'
import { codeOf, feedRecord } from '../support/feed.ts'
import { testRegister } from '../support/register.ts'

const [one, two] = [codeOf(1), codeOf(2)]
const { app, db, get } = await testRegister(t, [feedRecord({ code: one, name: 'CÔNG TY THAM GIA' }), feedRecord({ code: two })])
const keyOf = async (...scopes: Parameters<typeof issueKey>[1]['scopes']) => (await issueKey(db, { label: scopes.join(' '), scopes })).key
const keys = { ministry: await keyOf('publish'), danang: await keyOf('catalogue:48'), saigon: await keyOf('catalogue:79'), everywhere: await keyOf('catalogue:*') }
const ask = async (who: keyof typeof keys | null, method: NonNullable<InjectOptions['method']>, url: string, payload?: object) => {
  const response = await app.inject({ method, url, ...payload && { payload }, headers: { 'accept-language': 'en', ...who && { authorization: `Bearer ${keys[who]}` } } })
  return { status: response.statusCode, headers: response.headers, body: response.json() }
}
const base = { name: 'Tư vấn doanh nghiệp', recognisedBy: 'Sở Khoa học và Công nghệ', document: 'Kế hoạch thử nghiệm' }
const advised = [{ enterprise: one, from: '2026-03-02', to: '2026-03-02', kind: 'Sở hữu trí tuệ', outcome: 'Đã nộp đơn đăng ký' }, { enterprise: one, from: '2026-06-01', kind: 'Vay vốn', outcome: 'Ngân hàng từ chối' }, { enterprise: two }]
const advice = (given: object = {}) => ({ ...base, kind: 'advice', state: 'running', agency: 'so-kh-cn-48', plan: 'directive-01', since: '2026-01-01', participants: advised, ...given })
const codesOf = async (path: string) => (await get(path)).body.items.map(({ code }: { code: string }) => code)
const SECRET = /Ngân hàng từ chối/

t.test('a focal point tells whom it advised; what came of it officers alone are told', async (t) => {
  const before = (await get('/v1/status')).body.position as number
  const entered = await ask('danang', 'PUT', '/v1/localities/48/programmes/advice-48', advice())
  t.match(entered, { status: 200, body: { kind: 'advice', level: 'local', province: '48', agency: 'so-kh-cn-48', plan: 'directive-01', until: null, participants: [{ enterprise: one, enterpriseName: 'CÔNG TY THAM GIA', kind: 'Sở hữu trí tuệ' }, { to: null, kind: 'Vay vốn' }, { enterprise: two, from: null, to: null, kind: null }] } })
  t.match(await get(`/v1/changes?after=${before}`), { body: { items: [{ type: 'publication', subject: 'programmes/advice-48' }] } })
  t.strictSame((await ask('danang', 'PUT', '/v1/localities/48/programmes/advice-48', advice())).body.position, before + 1, 'the same again changes nothing')
  const open = ['/v1/programmes', '/v1/programmes/advice-48', ...['csv', 'ndjson'].map((format) => `/v1/programmes?format=${format}`), `/v1/enterprises/${one}/recognition`, `/v1/changes?after=${before}`]
  for (const url of open) t.notMatch((await app.inject(url)).body, SECRET, url)
  t.notMatch(JSON.stringify(entered.body), SECRET, 'nor the answer to who wrote it, which proxies may log')
  const outcomes = '/v1/programmes/advice-48/outcomes'
  for (const who of ['danang', 'everywhere', 'ministry'] as const) {
    t.match(await ask(who, 'GET', outcomes), { status: 200, headers: { 'cache-control': 'no-store' }, body: { items: [{ enterprise: one, enterpriseName: 'CÔNG TY THAM GIA', outcome: 'Đã nộp đơn đăng ký' }, { kind: 'Vay vốn', outcome: 'Ngân hàng từ chối' }, { enterprise: two, outcome: null }] } }, who)
  }
  t.match(await ask('saigon', 'GET', outcomes), { status: 403, body: { scope: 'catalogue:48' } })
  t.match(await ask(null, 'GET', outcomes), { status: 401 })
  const csv = await app.inject({ url: `${outcomes}?format=csv`, headers: { authorization: `Bearer ${keys.danang}` } })
  t.match(csv.body, /^\ufeffenterprise,from,to,kind,outcome,enterpriseName\r\n/)
  t.equal(csv.body.trim().split('\r\n').length, 4)
  await ask('ministry', 'PUT', '/v1/programmes/national', advice({ agency: 'most' }))
  t.match(await ask('danang', 'GET', '/v1/programmes/national/outcomes'), { status: 403, body: { scope: 'catalogue:*' } }, 'nor are a province\'s officers told of the country\'s')
  t.match(await ask('ministry', 'GET', '/v1/programmes/none/outcomes'), { status: 404 })
})

t.test('members of an association and of a network, found by who runs and who is in it', async (t) => {
  const members = [{ enterprise: one, from: '2015-01-01', to: '2019-12-31' }, { enterprise: one, from: '2021-01-01' }]
  t.match(await ask('ministry', 'PUT', '/v1/programmes/vinasa-members', advice({ kind: 'association', agency: 'vinasa', plan: null, since: null, participants: members })), { status: 200, body: { level: 'national', plan: null } })
  t.match(await ask('ministry', 'PUT', '/v1/programmes/network', advice({ kind: 'innovation-network', agency: 'most', participants: [{ enterprise: two }] })), { status: 200 })
  t.match(await ask('ministry', 'PUT', '/v1/programmes/old', advice({ kind: 'project', state: 'ended', agency: 'mic', since: '2020-01-01', until: '2025-02-28', participants: [] })), { status: 200 }, 'of a body that has ended since')
  t.strictSame(await codesOf(`/v1/programmes?enterprise=${two}`), ['advice-48', 'national', 'network'])
  t.strictSame(await codesOf(`/v1/programmes?enterprise=${one}&kind=association`), ['vinasa-members'])
  t.strictSame(await codesOf('/v1/programmes?agency=vinasa'), ['vinasa-members'])
  t.strictSame(await codesOf('/v1/programmes?plan=directive-01&level=national'), ['national', 'network', 'old'])
  t.strictSame(await codesOf('/v1/programmes?agency=none'), [])
  const { body } = await get(`/v1/enterprises/${two}/recognition`)
  t.match(body.programmes, [{ code: 'advice-48' }, { code: 'national' }, { code: 'network' }])
  t.strictSame(body.programmes.map(({ participants }: { participants: unknown[] }) => participants.length), [1, 1, 1], 'of those who take part, itself alone')
})

t.test('what cannot be is refused', async (t) => {
  const span = (from: string | null, to: string | null, enterprise = one) => ({ enterprise, from, to })
  const bad: [given: object, path: string][] = [
    [{ since: '2026-02-01', until: '2026-01-31' }, 'until'], [{ since: '2026-02-29' }, 'since'], [{ agency: 'nobody' }, 'agency'], [{ agency: null }, 'agency'], [{ agency: 'mic' }, 'agency'], [{ agency: 'so-kh-cn-79' }, 'agency'],
    [{ agency: 'so-kh-cn-48', since: '2024-01-01', until: '2025-06-30' }, 'agency'], [{ plan: 'nowhere' }, 'plan'], [{ participants: [span(null, null, codeOf(77))] }, 'participants.0.enterprise'],
    [{ participants: [span('2026-03-02', '2026-03-01')] }, 'participants.0.to'], [{ participants: [span('2026-01-01', '2026-03-01'), span('2026-03-01', null)] }, 'participants.1'], [{ participants: [span(null, null), span('2030-01-01', null)] }, 'participants.1'],
    [{ participants: [{ ...span(null, null), outcome: 'x'.repeat(2001) }] }, 'participants.0.outcome'], [{ participants: [{ ...span(null, null), enterpriseName: 'A' }] }, 'participants.0'], [{ tenants: [] }, 'tenants'], [{ state: 'valid' }, 'state'],
  ]
  for (const [given, path] of bad) t.match(await ask('danang', 'PUT', '/v1/localities/48/programmes/bad', advice(given)), { status: 400, body: { errors: [{ path }] } }, JSON.stringify(given))
  t.match(await ask('danang', 'PUT', '/v1/localities/48/programmes/good', advice({ agency: 'vinasa', participants: [span('2026-01-01', '2026-02-28'), span('2026-03-01', null), span('2026-01-01', null, two)] })), { status: 200 }, 'one after another, and beside others')
  t.match(await ask('saigon', 'PUT', '/v1/localities/79/programmes/advice-48', advice({ agency: 'so-kh-cn-79' })), { status: 409 }, 'another province\'s code')
  t.match(await ask('saigon', 'PUT', '/v1/localities/48/programmes/x', advice()), { status: 403, body: { scope: 'catalogue:48' } })
  t.match(await ask('ministry', 'PUT', '/v1/localities/48/programmes/x', advice()), { status: 403 }, 'no national key writes locally')
  t.match(await get('/v1/programmes?agency=A%20B'), { status: 400, body: { errors: [{ path: 'agency' }] } })
})

const forum = (given: object = {}) => ({
  ...base, name: 'Diễn đàn', kind: 'forum', state: 'held', since: '2025-12-24', until: '2025-12-25', place: 'Hà Nội', country: 'VN', organisers: [{ name: 'Bộ Khoa học và Công nghệ', agency: 'most' }, { name: 'Báo thử nghiệm' }],
  documents: [{ title: 'Chương trình', url: 'https://example.org/program.pdf' }, { title: 'Kỷ yếu' }], participants: [{ enterprise: one }], ...given,
})
t.test('events, with place, organisers, documents and who was there', async (t) => {
  t.match(await ask('ministry', 'PUT', '/v1/events/forum-2025', forum()), { status: 200, body: { organisers: [{ agency: 'most' }, { name: 'Báo thử nghiệm', agency: null }], documents: [{}, { title: 'Kỷ yếu', url: null }] } })
  t.strictSame((await get('/v1/events/forum-2025')).body.participants, [{ enterprise: one, enterpriseName: 'CÔNG TY THAM GIA' }], 'and nothing that is of programmes')
  t.match(await ask('ministry', 'PUT', '/v1/events/tokyo', forum({ kind: 'trade-promotion', country: 'JP', place: 'Tokyo', participants: [] })), { status: 200 })
  t.match(await ask('danang', 'PUT', '/v1/localities/48/events/fair', forum({ kind: 'fair', state: 'planned', since: '2028-02-29', until: '2028-02-29', organisers: [{ name: 'Sở', agency: 'so-kh-cn-48' }, { name: 'Sở', agency: 'so-kh-cn-79' }], participants: [{ enterprise: two }, { enterprise: one }] })), { status: 200, body: { level: 'local' } }, 'held by several provinces')
  t.strictSame(await codesOf('/v1/events?country=JP'), ['tokyo'])
  t.strictSame(await codesOf('/v1/events?kind=trade-promotion'), ['tokyo'])
  t.strictSame(await codesOf(`/v1/events?enterprise=${one}`), ['fair', 'forum-2025'])
  t.match(await get(`/v1/enterprises/${two}/recognition`), { body: { events: [{ code: 'fair', participants: [{ enterprise: two }] }] } })
  t.match((await app.inject('/v1/events?country=JP&format=csv')).body, /\r\ntokyo,/)
  const bad: [given: object, path: string][] = [
    [{ until: '2025-12-23' }, 'until'], [{ since: '2026-02-29', until: '2026-03-01' }, 'since'], [{ until: null }, 'until'], [{ since: '2026-11-23', until: '2026-11-24' }, 'state'], [{ country: 'XX' }, 'country'], [{ country: 'UK' }, 'country'], [{ country: 'vn' }, 'country'],
    [{ organisers: [] }, 'organisers'], [{ organisers: [{ name: 'A' }, { name: 'B', agency: 'nobody' }] }, 'organisers.1.agency'], [{ documents: [{ title: 'A', url: 'javascript:alert(1)' }] }, 'documents.0.url'],
    [{ participants: [{ enterprise: one }, { enterprise: two }, { enterprise: one }] }, 'participants.2'], [{ participants: [{ enterprise: one, outcome: 'x' }] }, 'participants.0'], [{ place: '' }, 'place'],
  ]
  for (const [given, path] of bad) t.match(await ask('ministry', 'PUT', '/v1/events/bad', forum(given)), { status: 400, body: { errors: [{ path }] } }, JSON.stringify(given))
  t.match(await ask('ministry', 'PUT', '/v1/events/today', forum({ since: '2026-11-22', until: '2026-11-23' })), { status: 200 }, 'one that goes on')
  t.match(await get('/v1/events?country=XX'), { status: 400, body: { errors: [{ path: 'country' }] } })
  t.match(await ask('danang', 'PUT', '/v1/events/x', forum()), { status: 403, body: { scope: 'publish' } })
  t.match(await ask('danang', 'PUT', '/v1/localities/48/events/tokyo', forum()), { status: 409 })
})
