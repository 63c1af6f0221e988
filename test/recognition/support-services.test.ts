import type { InjectOptions } from 'fastify'
import t from 'tap'
import { issueKey } from '../../src/auth/commands.ts'
import { codeOf, feedRecord } from '../support/feed.ts'
import { testRegister } from '../support/register.ts'

const { app, db, pool, get } = await testRegister(t, [feedRecord({ code: codeOf(1) })])
const keyOf = async (...scopes: Parameters<typeof issueKey>[1]['scopes']) => (await issueKey(db, { label: scopes.join(' '), scopes })).key
const keys = { ministry: await keyOf('publish'), danang: await keyOf('catalogue:48'), saigon: await keyOf('catalogue:79') }
const ask = async (who: keyof typeof keys | null, method: NonNullable<InjectOptions['method']>, url: string, payload?: object, headers: Record<string, string> = {}) => {
  const response = await app.inject({ method, url, ...payload && { payload }, headers: { 'accept-language': 'en', ...headers, ...who && { authorization: `Bearer ${keys[who]}` } } })
  return { status: response.statusCode, headers: response.headers, body: response.json() }
}
const base = { name: 'Phòng đo kiểm', recognisedBy: 'Sở Khoa học và Công nghệ', document: 'Thông báo thử nghiệm' }
const service = (given: object = {}) => ({ ...base, kind: 'laboratory', state: 'offered', agency: 'so-kh-cn-48', terms: 'Doanh nghiệp tại địa phương; miễn phí', url: 'https://example.org/do-kiem', email: 'dokiem@example.org', since: '2026-01-01', ...given })
const codesOf = async (query: string) => (await get(`/v1/support-services?${query}`)).body.items.map(({ code }: { code: string }) => code)

t.test('a body and a zone say what they offer, and are found by it', async (t) => {
  t.match(await get('/v1/support-services'), { status: 200, body: { items: [], goal: null } }, 'nothing is claimed')
  const before = (await get('/v1/status')).body.position as number
  const entered = await ask('danang', 'PUT', '/v1/localities/48/support-services/lab', service())
  t.match(entered, { status: 200, body: { kind: 'laboratory', state: 'offered', level: 'local', province: '48', agency: 'so-kh-cn-48', zone: null, terms: 'Doanh nghiệp tại địa phương; miễn phí', url: 'https://example.org/do-kiem', email: 'dokiem@example.org', since: '2026-01-01', until: null, position: before + 1 } })
  t.notOk('parties' in entered.body || 'enterprise' in entered.body, 'without what is of other collections')
  t.strictSame((await get('/v1/support-services/lab')).body, entered.body)
  t.match(await get(`/v1/changes?after=${before}`), { body: { items: [{ type: 'publication', subject: 'support-services/lab' }] } })
  t.equal((await ask('danang', 'PUT', '/v1/localities/48/support-services/lab', service())).body.position, before + 1, 'the same again changes nothing')
  const incubator = { ...base, name: 'Vườn ươm thử nghiệm', kind: 'incubator', state: 'established' }
  t.match(await ask('danang', 'PUT', '/v1/localities/48/zones/incubator', incubator), { status: 200 })
  t.match(await ask('danang', 'PUT', '/v1/localities/48/support-services/incubation', service({ kind: 'incubation', agency: null, zone: 'incubator', terms: null, url: null, email: null, since: null })), { status: 200, body: { agency: null, zone: 'incubator', email: null } })
  t.match(await ask('saigon', 'PUT', '/v1/localities/79/support-services/desks', service({ kind: 'workspace', agency: 'vinasa', zone: 'qtsc' })), { status: 200, body: { agency: 'vinasa', zone: 'qtsc' } }, 'a zone that an act names, with a body of the country')
  t.match(await ask('ministry', 'PUT', '/v1/support-services/advice', service({ kind: 'advice', agency: 'most', zone: 'incubator', state: 'ended', until: '2026-06-30' })), { status: 200, body: { level: 'national' } })
  const answers: [query: string, codes: string[]][] = [
    ['', ['advice', 'desks', 'incubation', 'lab']], ['kind=advice', ['advice']], ['zone=incubator', ['advice', 'incubation']], ['zone=qtsc', ['desks']], ['zone=qtsc-chain', []], ['zone=nowhere', []],
    ['agency=so-kh-cn-48', ['lab']], ['agency=most&zone=incubator', ['advice']], ['agency=most&zone=qtsc', []], ['province=48', ['incubation', 'lab']], ['level=national', ['advice']],
  ]
  for (const [query, codes] of answers) t.strictSame(await codesOf(query), codes, query)
  t.match(await get('/v1/support-services?zone=incubator&total=true&limit=1'), { body: { total: 2 } })
  for (const [query, path] of [['kind=laboratories', 'kind'], ['zone=A', 'zone'], ['agency=A', 'agency'], [`enterprise=${codeOf(1)}`, 'enterprise'], ['country=VN', 'country']] as const) t.match(await get(`/v1/support-services?${query}`), { status: 400, body: { errors: [{ path }] } }, query)
  t.match((await app.inject('/v1/support-services?kind=laboratory&format=csv')).body, /^\ufeffcode,name,.*,agency,zone,terms,url,email,since,until\r\nlab,.*,so-kh-cn-48,,.*,https:\/\/example\.org\/do-kiem,dokiem@example\.org,2026-01-01,\r\n$/)
  for (const format of ['ndjson', 'xlsx']) t.equal((await app.inject(`/v1/support-services?format=${format}`)).statusCode, 200, format)
  t.notOk('support-services' in (await get(`/v1/enterprises/${codeOf(1)}/recognition`)).body, 'they are of no enterprise')
})

t.test('what cannot be is refused', async (t) => {
  const bad: [given: object, path: string][] = [
    [{ agency: null }, 'agency'], [{ agency: undefined }, 'agency'], [{ agency: 'nobody' }, 'agency'], [{ agency: 'nobody', zone: 'incubator' }, 'agency'], [{ agency: 'mic' }, 'agency'], [{ agency: 'so-kh-cn-79' }, 'agency'],
    [{ zone: 'nowhere' }, 'zone'], [{ zone: 'lab' }, 'zone'], [{ zone: 'qtsc' }, 'zone'], [{ email: 'ai đó' }, 'email'], [{ email: 'a@b' }, 'email'], [{ url: 'javascript:alert(1)' }, 'url'], [{ url: 'ftp://example.org' }, 'url'], [{ url: 'https://example.org/a\0b' }, 'url'], [{ url: 'https://example.org/\ud800' }, 'url'], [{ terms: '' }, 'terms'], [{ terms: 'x'.repeat(2001) }, 'terms'],
    [{ until: '2025-12-31' }, 'until'], [{ since: '2026-02-29' }, 'since'], [{ kind: 'incubator' }, 'kind'], [{ state: 'held' }, 'state'], [{ recognisedBy: null }, 'recognisedBy'], [{ enterprise: codeOf(1) }, 'enterprise'], [{ phone: '0900000000' }, 'phone'],
  ]
  for (const [given, path] of bad) t.match(await ask('danang', 'PUT', '/v1/localities/48/support-services/bad', service(given)), { status: 400, body: { errors: [{ path }] } }, JSON.stringify(given))
  t.match(await get('/v1/support-services/bad'), { status: 404 })
  t.match(await ask('ministry', 'PUT', '/v1/support-services/everywhere', service({ zone: 'qtsc', agency: 'so-kh-cn-79' })), { status: 200 }, 'the country may tell of any')
  t.match(await ask('danang', 'PUT', '/v1/localities/48/support-services/of-the-chain', service({ zone: 'qtsc-chain' })), { status: 200 }, 'of a zone of the country')
  t.match(await ask('ministry', 'PUT', '/v1/localities/48/support-services/lab', service()), { status: 403, body: { scope: 'catalogue' } }, 'no national key writes locally')
  t.match(await ask('saigon', 'PUT', '/v1/localities/79/support-services/lab', service({ agency: 'so-kh-cn-79' })), { status: 409 }, 'another province\'s code')
  t.match(await ask('danang', 'PUT', '/v1/localities/48/support-services/advice', service()), { status: 409 }, 'the country\'s code')
  t.match(await ask('danang', 'PUT', '/v1/support-services/x', service()), { status: 403, body: { scope: 'publish' } })
  t.match(await ask(null, 'PUT', '/v1/support-services/x', service()), { status: 401 })
  const seen = { 'if-match': String((await get('/v1/support-services/lab')).headers['etag']) }
  t.match(await ask('danang', 'PUT', '/v1/localities/48/support-services/lab', service({ state: 'ended', until: '2026-12-31' }), seen), { status: 200, body: { state: 'ended' } })
  t.match(await ask('danang', 'PUT', '/v1/localities/48/support-services/lab', service(), seen), { status: 412 })
  t.match((await pool.query("select count(*)::int as n from audit_entries where subject = 'support-services/lab'")).rows, [{ n: 2 }])
})
