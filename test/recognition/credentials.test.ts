import type { InjectOptions } from 'fastify'
import t from 'tap'
import { issueKey } from '../../src/auth/commands.ts'
import { codeOf, feedRecord } from '../support/feed.ts'
import { testRegister } from '../support/register.ts'

const [one, two] = [codeOf(1), codeOf(2)]
let now = new Date('2028-02-29T03:00:00Z')
const { app, db, pool, get } = await testRegister(t, [feedRecord({ code: one, name: 'CÔNG TY CHỨNG NHẬN' }), feedRecord({ code: two })], () => now)
const keyOf = async (...scopes: Parameters<typeof issueKey>[1]['scopes']) => (await issueKey(db, { label: scopes.join(' '), scopes })).key
const keys = { ministry: await keyOf('publish'), danang: await keyOf('catalogue:48'), saigon: await keyOf('catalogue:79') }
const ask = async (who: keyof typeof keys | null, method: NonNullable<InjectOptions['method']>, url: string, payload?: object, headers: Record<string, string> = {}) => {
  const response = await app.inject({ method, url, ...payload && { payload }, headers: { 'accept-language': 'en', ...headers, ...who && { authorization: `Bearer ${keys[who]}` } } })
  return { status: response.statusCode, headers: response.headers, body: response.json() }
}
const base = { name: 'Chứng nhận', recognisedBy: 'Tổ chức chứng nhận thử nghiệm', document: 'Giấy chứng nhận thử nghiệm' }
const certificate = (given: object = {}) => ({ ...base, kind: 'management-certificate', state: 'valid', enterprise: one, number: 'C-1', standard: 'ISO/IEC 27001', since: '2025-03-01', until: '2028-02-29', ...given })
const codesOf = async (query: string) => (await get(`/v1/credentials?${query}`)).body.items.map(({ code }: { code: string }) => code)

t.test('a certificate holds to the end of its last day, 29 February', async (t) => {
  t.match(await ask('ministry', 'PUT', '/v1/credentials/iso', certificate()), { status: 200, body: { level: 'national', enterprise: one, enterpriseName: 'CÔNG TY CHỨNG NHẬN', number: 'C-1', standard: 'ISO/IEC 27001', product: null, until: '2028-02-29', isValid: true } })
  const { headers } = await get('/v1/credentials/iso')
  now = new Date('2028-02-29T16:59:59Z')
  t.match(await get('/v1/credentials/iso'), { body: { isValid: true } }, 'to its last second in Vietnam')
  now = new Date('2028-02-29T17:00:00Z')
  const after = await get('/v1/credentials/iso', { 'if-none-match': String(headers['etag']) })
  t.match(after, { status: 200, body: { state: 'valid', isValid: false } }, 'and what was answered the day before is no answer any more')
  t.strictSame(await codesOf('valid=true'), [])
  t.strictSame(await codesOf('valid=false'), ['iso'])
})

t.test('what holds is told from what was applied for, refused, revoked or is still to come', async (t) => {
  const states = [
    ['a-open', { until: null }, true], ['a-undated', { since: null, until: null }, true], ['a-today', { since: '2028-03-01', until: '2028-03-01' }, true], ['b-tomorrow', { since: '2028-03-02', until: null }, false],
    ['b-yesterday', { until: '2028-02-29' }, false], ['b-applied', { state: 'applied', until: null }, false], ['b-refused', { state: 'refused', until: null }, false], ['b-revoked', { state: 'revoked', until: null }, false],
  ] as const
  for (const [code, given, isValid] of states) t.match(await ask('danang', 'PUT', `/v1/localities/48/credentials/${code}`, certificate({ enterprise: two, ...given })), { status: 200, body: { isValid } }, code)
  t.strictSame(await codesOf('valid=true&province=48'), ['a-open', 'a-today', 'a-undated'])
  const { items, total } = (await get('/v1/credentials?valid=false&province=48&total=true')).body
  t.strictSame([items.length, total], [5, 5])
  t.notOk(items.some((each: { isValid: boolean }) => each.isValid), 'the filter and the member say the same')
})

t.test('who has which, and what expires soon', async (t) => {
  t.match(await ask('ministry', 'PUT', '/v1/credentials/patent', certificate({ kind: 'patent', product: 'data-platform', standard: null, number: '1-0012345', since: '2020-02-29', until: '2040-02-29' })), { status: 200 })
  t.match(await ask('ministry', 'PUT', '/v1/credentials/cmmi', certificate({ standard: 'CMMI-DEV V2.0', until: '2028-05-31' })), { status: 200 })
  t.match(await ask('ministry', 'PUT', '/v1/credentials/secure', certificate({ kind: 'security-assessment', product: 'Tường lửa', until: '2028-06-01' })), { status: 200 })
  t.strictSame(await codesOf(`enterprise=${one}`), ['cmmi', 'iso', 'patent', 'secure'])
  t.strictSame(await codesOf(`enterprise=${one}&kind=patent`), ['patent'])
  t.strictSame(await codesOf('valid=true&level=national&before=2028-06-01'), ['cmmi'], 'whose last day is before it')
  t.strictSame(await codesOf('valid=true&level=national&before=2028-06-02'), ['cmmi', 'secure'])
  t.strictSame(await codesOf('before=2028-03-01'), ['b-yesterday', 'iso'], 'also what has expired; never what has no end')
  for (const [query, path] of [['before=2027-02-29', 'before'], ['valid=yes', 'valid'], ['kind=diploma', 'kind'], ['enterprise=0100000000', 'enterprise'], ['country=VN', 'country']] as const) t.match(await get(`/v1/credentials?${query}`), { status: 400, body: { errors: [{ path }] } }, query)
  const pages = []
  for (let next: string | null = ''; next !== null;) {
    const { body } = await get(`/v1/credentials?enterprise=${one}&limit=3${next && `&cursor=${next}`}`)
    pages.push(body.items.length)
    next = body.next
  }
  t.strictSame(pages, [3, 1])
  t.match((await app.inject('/v1/credentials?kind=patent&format=csv')).body, /^\ufeffcode,name,.*,isValid\r\npatent,.*1-0012345,/)
  const { body } = await get(`/v1/enterprises/${one}/recognition`)
  t.match(body, { products: [], credentials: [{ code: 'cmmi' }, { code: 'iso', isValid: false }, { code: 'patent', isValid: true }, { code: 'secure' }], programmes: [], events: [] })
})

t.test('what cannot be is refused', async (t) => {
  const bad: [given: object, path: string][] = [
    [{ until: '2025-02-28' }, 'until'], [{ since: '2027-02-29' }, 'since'], [{ until: '2028-02-30' }, 'until'], [{ enterprise: codeOf(77) }, 'enterprise'], [{ enterprise: null }, 'enterprise'],
    [{ standard: null }, 'standard'], [{ kind: 'key-product' }, 'kind'], [{ state: 'awarded' }, 'state'], [{ number: '' }, 'number'], [{ participants: [] }, 'participants'], [{ agency: 'most' }, 'agency'],
  ]
  for (const [given, path] of bad) t.match(await ask('ministry', 'PUT', '/v1/credentials/bad', certificate(given)), { status: 400, body: { errors: [{ path }] } }, JSON.stringify(given))
  t.match(await ask('ministry', 'PUT', '/v1/credentials/bad', certificate({ since: '2028-02-29', until: '2028-02-29' })), { status: 200 }, 'one day, which is there in a leap year')
  t.match(await ask('ministry', 'PUT', '/v1/localities/48/credentials/a-open', certificate()), { status: 403, body: { scope: 'catalogue' } }, 'no national key writes locally')
  t.match(await ask('saigon', 'PUT', '/v1/localities/79/credentials/a-open', certificate()), { status: 409 }, 'another province\'s code')
  t.match(await ask('danang', 'PUT', '/v1/localities/48/credentials/iso', certificate()), { status: 409 }, 'the country\'s code')
  t.match(await ask('danang', 'PUT', '/v1/credentials/x', certificate()), { status: 403, body: { scope: 'publish' } })
  t.match(await ask(null, 'PUT', '/v1/credentials/x', certificate()), { status: 401 })
})

t.test('of two who change the same, the second is told', async (t) => {
  const { headers: { etag } } = await get('/v1/credentials/iso')
  const seen = { 'if-match': String(etag) }
  t.match(await ask('ministry', 'PUT', '/v1/credentials/iso', certificate({ until: '2031-02-28' }), seen), { status: 200, body: { isValid: true } })
  t.match(await ask('ministry', 'PUT', '/v1/credentials/iso', certificate({ state: 'revoked' }), seen), { status: 412, body: { type: '/problems/precondition-failed' } })
  t.match(await get('/v1/credentials/iso'), { body: { state: 'valid', until: '2031-02-28' } })
  t.match(await ask('ministry', 'PUT', '/v1/credentials/new', certificate(), { 'if-match': '*' }), { status: 412 }, 'nothing is there that could have been seen')
  t.match((await pool.query("select count(*)::int as n from audit_entries where subject = 'credentials/iso'")).rows, [{ n: 2 }])
})
