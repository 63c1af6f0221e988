import type { InjectOptions } from 'fastify'
import t from 'tap'
import { issueKey } from '../../src/auth/commands.ts'
import { testRegister } from '../support/register.ts'

const { app, db, get } = await testRegister(t)
const keyOf = async (label: string, scopes: Parameters<typeof issueKey>[1]['scopes']) => (await issueKey(db, { label, scopes })).key
const keys = { danang: await keyOf('Sở KH&CN Đà Nẵng', ['reports:48']), quangtri: await keyOf('Sở KH&CN Quảng Trị', ['reports:44']) }
type Who = keyof typeof keys | null
const ask = async (who: Who, method: NonNullable<InjectOptions['method']>, url: string, payload?: object, tag?: string) => {
  const response = await app.inject({ method, url, ...payload && { payload }, headers: { 'accept-language': 'en', ...who && { authorization: `Bearer ${keys[who]}` }, ...tag !== undefined && { 'if-match': tag } } })
  return { status: response.statusCode, headers: response.headers, body: response.body === '' ? undefined : response.json() }
}

const PLAN = '48-2026-2030'
const indicator = (number: string, given: object = {}) => ({ number, title: 'Chỉ tiêu', titleEn: 'Indicator', kind: 'minimum', unit: 'x', least: 1, from: '2026-01-01', due: '2030-12-31', ...given })
const plan = (given: object = {}) => ({
  level: 'locality', agency: 'ubnd-48', province: '48', period: '2026-2030', title: 'Kế hoạch', titleEn: 'Plan', document: { number: '321/KH-UBND', date: '2026-01-15' },
  indicators: [indicator('a', { isEmulation: true }), indicator('b')], ...given,
})
t.equal((await ask('danang', 'PUT', `/v1/plans/${PLAN}`, plan())).status, 200)

t.test('indicators that count in emulation are marked and can be asked for', async (t) => {
  const listed = async (query: string) => (await get(`/v1/plans/${PLAN}/indicators${query}`)).body.items.map((one: { number: string, isEmulation: boolean }) => [one.number, one.isEmulation])
  t.strictSame(await listed(''), [['a', true], ['b', false]])
  t.strictSame(await listed('?emulation=true'), [['a', true]])
  t.strictSame(await listed('?emulation=false'), [['b', false]])
  t.equal((await get(`/v1/plans/${PLAN}/indicators?emulation=yes`)).status, 400)
  t.match(await ask('danang', 'PUT', `/v1/plans/${PLAN}`, plan({ note: 'Sửa', indicators: [indicator('a'), indicator('b', { isEmulation: true })] }), '*'), { status: 200 })
  t.strictSame(await listed('?emulation=true'), [['b', true]], 'the mark alone is a change')
})

t.test('two officers who write one draft do not overwrite each other', async (t) => {
  const url = '/v1/plan-drafts/48-2028'
  const put = (note: string, tag?: string) => ask('danang', 'PUT', url, plan({ period: '2028', note, document: null }), tag)
  t.equal((await put('A', '*')).status, 412, 'there is none to have been read')
  t.strictSame((await Promise.all([put('A'), put('B')])).map(({ status }) => status).sort(), [200, 428], 'who comes second has to read it first')
  t.match(await put('C'), { status: 428, body: { type: '/problems/precondition-required' } })
  const read = async () => await ask('danang', 'GET', url)
  const { headers, body } = await read()
  t.match(headers, { etag: new RegExp(`^"v${body.version}\\.`), 'cache-control': 'no-store' })
  t.match([await ask(null, 'GET', url), await ask('quangtri', 'GET', url), await ask('danang', 'GET', '/v1/plan-drafts/48-2029')].map(({ status }) => status), [401, 403, 404])
  const both = await Promise.all([put('C', String(headers['etag'])), put('D', String(headers['etag']))])
  t.strictSame(both.map(({ status }) => status).sort(), [200, 412])
  const stands = both[0]!.status === 200 ? 'C' : 'D'
  t.equal((await read()).body.plan.note, stands)
  t.match(await put(stands, String(headers['etag'])), { status: 200 }, 'sent again as its answer was lost, it overwrites nothing')
  const saved = await put('E', `"v${(await read()).body.version}.0"`)
  t.match(saved, { status: 200, body: { plan: { note: 'E' } } }, 'the version can be named from what was read')
  t.match(await put('F', String(saved.headers['etag'])), { status: 200 }, 'and the answer has the tag of the next')
  const { headers: { etag } } = await read()
  await ask('danang', 'DELETE', url)
  t.equal((await put('G')).status, 200)
  t.equal((await put('H', String(etag))).status, 412, 'a draft that was given up is none that was begun anew')
})
