import { drizzle } from 'drizzle-orm/node-postgres'
import type { InjectOptions } from 'fastify'
import t from 'tap'
import { issueKey } from '../../src/auth/commands.ts'
import { listOfEnterprise } from '../../src/recognition/queries.ts'
import { codeOf, feedRecord } from '../support/feed.ts'
import { testRegister } from '../support/register.ts'

const [one, two] = [codeOf(1), codeOf(2)]
const { app, db, pool, get } = await testRegister(t, [feedRecord({ code: one, name: 'CÔNG TY NHẬN CÔNG NGHỆ' }), feedRecord({ code: two })])
const keyOf = async (...scopes: Parameters<typeof issueKey>[1]['scopes']) => (await issueKey(db, { label: scopes.join(' '), scopes })).key
const keys = { ministry: await keyOf('publish'), danang: await keyOf('catalogue:48'), saigon: await keyOf('catalogue:79') }
const ask = async (who: keyof typeof keys | null, method: NonNullable<InjectOptions['method']>, url: string, payload?: object, headers: Record<string, string> = {}) => {
  const response = await app.inject({ method, url, ...payload && { payload }, headers: { 'accept-language': 'en', ...headers, ...who && { authorization: `Bearer ${keys[who]}` } } })
  return { status: response.statusCode, headers: response.headers, body: response.json() }
}
const abroad = { role: 'transferor', name: 'Bên giao thử nghiệm', country: 'JP' }
const buyer = { role: 'transferee', name: 'Bên nhận thử nghiệm', country: 'VN', enterprise: one }
const institute = { role: 'transferor', name: 'Viện thử nghiệm', country: 'VN', agency: 'vinasa' }
const base = { name: 'Chuyển giao', recognisedBy: 'Bộ Khoa học và Công nghệ', document: 'Giấy chứng nhận thử nghiệm' }
const transfer = (given: object = {}) => ({ ...base, kind: 'licence', state: 'registered', product: 'Nén ảnh', number: 'CG-1', since: '2024-02-29', until: '2029-02-28', parties: [abroad, buyer], ...given })
const codesOf = async (query: string) => (await get(`/v1/transfers?${query}`)).body.items.map(({ code }: { code: string }) => code)

t.test('a transfer has its technology, its number and all of its parties', async (t) => {
  const before = (await get('/v1/status')).body.position as number
  const entered = await ask('ministry', 'PUT', '/v1/transfers/image', transfer())
  t.match(entered, { status: 200, body: { kind: 'licence', state: 'registered', level: 'national', province: null, product: 'Nén ảnh', number: 'CG-1', since: '2024-02-29', until: '2029-02-28', position: before + 1 } })
  t.strictSame(entered.body.parties, [{ ...abroad, enterprise: null, agency: null, enterpriseName: null }, { ...buyer, agency: null, enterpriseName: 'CÔNG TY NHẬN CÔNG NGHỆ' }])
  t.notOk('participants' in entered.body || 'enterprise' in entered.body, 'without what is of other collections')
  t.strictSame((await get('/v1/transfers/image')).body, entered.body)
  t.match(await get(`/v1/changes?after=${before}`), { body: { items: [{ type: 'publication', subject: 'transfers/image' }] } })
  t.equal((await ask('ministry', 'PUT', '/v1/transfers/image', transfer())).body.position, before + 1, 'the same again changes nothing')
  const swapped = await ask('ministry', 'PUT', '/v1/transfers/image', transfer({ parties: [{ ...abroad, role: 'transferee' }, { ...buyer, role: 'transferor' }] }))
  t.equal(swapped.body.position, before + 2, 'the other way round is another one')
  await ask('ministry', 'PUT', '/v1/transfers/image', transfer())
  t.match((await pool.query("select count(*)::int as n from audit_entries where subject = 'transfers/image' and action = 'recognition.enter'")).rows, [{ n: 3 }])
  t.match(await get('/v1/transfers/none'), { status: 404 })
})

t.test('found by kind, and by the enterprise, the body and the country of any party', async (t) => {
  t.match(await ask('danang', 'PUT', '/v1/localities/48/transfers/local', transfer({ kind: 'assignment', state: 'agreed', number: null, since: null, until: null, parties: [{ ...institute, agency: 'so-kh-cn-79' }, { ...buyer, enterprise: two }, { ...buyer, enterprise: null, country: 'DE' }] })), { status: 200, body: { level: 'local', province: '48', number: null, since: null } }, 'with a body of another province')
  t.match(await ask('ministry', 'PUT', '/v1/transfers/out', transfer({ state: 'ended', parties: [{ ...buyer, role: 'transferor' }, institute, { ...abroad, role: 'transferee' }] })), { status: 200 })
  const answers: [query: string, codes: string[]][] = [
    ['', ['image', 'local', 'out']], ['kind=assignment', ['local']], [`enterprise=${one}`, ['image', 'out']], [`enterprise=${two}`, ['local']], [`enterprise=${codeOf(77)}`, []], ['country=JP', ['image', 'out']], ['country=DE', ['local']], ['country=FR', []],
    ['agency=vinasa', ['out']], ['agency=so-kh-cn-79', ['local']], ['agency=most', []], [`enterprise=${one}&agency=vinasa&country=JP&kind=licence`, ['out']], ['province=48', ['local']], ['level=national', ['image', 'out']],
  ]
  for (const [query, codes] of answers) t.strictSame(await codesOf(query), codes, query)
  t.match(await get('/v1/transfers?country=VN&total=true&limit=1'), { body: { total: 3, items: [{ code: 'image' }] } }, 'once, however many of its parties are of that country')
  for (const [query, path] of [['country=jp', 'country'], ['country=XX', 'country'], ['agency=A', 'agency'], ['enterprise=0100000000', 'enterprise'], ['kind=gift', 'kind'], ['zone=qtsc', 'zone'], ['valid=true', 'valid']] as const) t.match(await get(`/v1/transfers?${query}`), { status: 400, body: { errors: [{ path }] } }, query)
  const { body: { transfers } } = await get(`/v1/enterprises/${two}/recognition`)
  t.match(transfers, [{ code: 'local', parties: [{ agency: 'so-kh-cn-79' }, { enterprise: two }, { country: 'DE', enterprise: null }] }])
  t.equal(transfers[0].parties.length, 3, 'of a transfer all parties are shown')
  t.match(await get(`/v1/enterprises/${one}/recognition`), { body: { transfers: [{ code: 'image' }, { code: 'out' }], programmes: [] } })
  t.match((await app.inject('/v1/transfers?kind=assignment&format=csv')).body, /^\ufeffcode,name,.*,parties.*\r\nlocal,.*""role"":""transferor"".*\r\n$/)
  for (const format of ['ndjson', 'xlsx']) t.equal((await app.inject(`/v1/transfers?format=${format}`)).statusCode, 200, format)
})

t.test('what cannot be is refused', async (t) => {
  const many = (n: number) => [buyer, ...Array.from({ length: n - 1 }, () => abroad)]
  const bad: [given: object, path: string][] = [
    [{ parties: [] }, 'parties'], [{ parties: [abroad] }, 'parties'], [{ parties: [abroad, { ...abroad, name: 'Khác' }] }, 'parties'], [{ parties: [buyer, { ...buyer, enterprise: two }] }, 'parties'], [{ parties: many(21) }, 'parties'], [{ parties: null }, 'parties'],
    [{ parties: [{ ...buyer, role: 'transferor' }, buyer] }, 'parties.1.enterprise'], [{ parties: [abroad, buyer, { ...buyer, name: 'Lần nữa' }] }, 'parties.2.enterprise'], [{ parties: [institute, { ...institute, role: 'transferee' }] }, 'parties.1.agency'],
    [{ parties: [abroad, { ...buyer, enterprise: codeOf(77) }] }, 'parties.1.enterprise'], [{ parties: [abroad, { ...buyer, enterprise: '0100000000' }] }, 'parties.1.enterprise'], [{ parties: [{ ...institute, agency: 'nobody' }, buyer] }, 'parties.0.agency'],
    [{ parties: [{ ...institute, agency: 'mic' }, buyer], since: '2025-03-01' }, 'parties.0.agency'], [{ parties: [abroad, { ...buyer, country: 'JP' }] }, 'parties.1.country'], [{ parties: [{ ...institute, country: 'LA' }, buyer] }, 'parties.0.country'],
    [{ parties: [{ ...abroad, country: 'UK' }, buyer] }, 'parties.0.country'], [{ parties: [{ ...abroad, role: 'broker' }, buyer] }, 'parties.0.role'], [{ parties: [{ ...abroad, name: ' ' }, buyer] }, 'parties.0.name'], [{ parties: [{ ...abroad, person: 'A' }, buyer] }, 'parties.0'],
    [{ product: null }, 'product'], [{ product: '' }, 'product'], [{ number: '' }, 'number'], [{ until: '2024-02-28' }, 'until'], [{ since: '2023-02-29' }, 'since'], [{ kind: 'patent' }, 'kind'], [{ state: 'valid' }, 'state'], [{ document: undefined }, 'document'], [{ enterprise: one }, 'enterprise'],
  ]
  for (const [given, path] of bad) t.match(await ask('ministry', 'PUT', '/v1/transfers/bad', transfer(given)), { status: 400, body: { errors: [{ path }] } }, JSON.stringify(given))
  t.match(await ask('ministry', 'PUT', '/v1/transfers/many', transfer({ parties: many(20), since: '2025-02-28', until: '2025-02-28' })), { status: 200 }, 'twenty parties, one day')
  t.match(await ask('ministry', 'PUT', '/v1/transfers/both', transfer({ parties: [{ ...institute, agency: 'mic' }, buyer], since: '2025-02-28', state: 'cancelled' })), { status: 200 }, 'with a body on its last day')
  t.match(await ask('ministry', 'PUT', '/v1/localities/48/transfers/local', transfer()), { status: 403, body: { scope: 'catalogue' } }, 'no national key writes locally')
  t.match(await ask('saigon', 'PUT', '/v1/localities/79/transfers/local', transfer()), { status: 409 }, 'another province\'s code')
  t.match(await ask('danang', 'PUT', '/v1/localities/48/transfers/image', transfer()), { status: 409 }, 'the country\'s code')
  t.match(await ask('saigon', 'PUT', '/v1/localities/48/transfers/x', transfer()), { status: 403, body: { scope: 'catalogue:48' } })
  t.match(await ask('danang', 'PUT', '/v1/transfers/x', transfer()), { status: 403, body: { scope: 'publish' } })
  t.match(await ask(null, 'PUT', '/v1/transfers/x', transfer()), { status: 401 })
  const seen = { 'if-match': String((await get('/v1/transfers/image')).headers['etag']) }
  t.match(await ask('ministry', 'PUT', '/v1/transfers/image', transfer({ state: 'ended' }), seen), { status: 200 })
  t.match(await ask('ministry', 'PUT', '/v1/transfers/image', transfer({ state: 'cancelled' }), seen), { status: 412 })
  t.match(await get('/v1/transfers/bad'), { status: 404 })
})

t.test('what an enterprise is a party to is found without reading all that there is', async (t) => {
  const client = await pool.connect()
  t.teardown(() => client.release(true))
  await client.query(`insert into recognitions (collection, code, name, kind, recognised_by, document, state, tenants, parties, set_at, recorded_from)
    select 'transfers', 'of-others-' || n, 'Chuyển giao', 'licence', 'Bộ', 'Giấy', 'agreed', '[]', jsonb_build_array(jsonb_build_object('role', 'transferee', 'name', 'Khác', 'country', 'VN', 'enterprise', lpad(n::text, 10, '9'))), now(), 1 from generate_series(1, 5000) n`)
  await client.query('analyze recognitions')
  const asked: { query: string, params: unknown[] }[] = []
  const watched = drizzle(client, { logger: { logQuery: (query, params) => asked.push({ query, params }) } })
  t.match((await listOfEnterprise(watched as never, one)).map(({ row }) => row.code), ['both', 'image', 'many', 'out'])
  const { rows } = await client.query<{ 'QUERY PLAN': string }>(`explain ${asked[0]!.query}`, asked[0]!.params)
  const plan = rows.map((row) => row['QUERY PLAN']).join('\n')
  for (const index of ['recognitions_enterprise_index', 'recognitions_taking_part_index']) t.match(plan, new RegExp(`Bitmap Index Scan on ${index}`), index)
})
