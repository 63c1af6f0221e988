import type { InjectOptions } from 'fastify'
import t from 'tap'
import { issueKey } from '../../src/auth/commands.ts'
import { findAuditFaults } from '../../src/journal/audit-queries.ts'
import { codeOf, feedRecord } from '../support/feed.ts'
import { testRegister } from '../support/register.ts'

const { app, db, get } = await testRegister(t, [feedRecord({ code: codeOf(0) }), feedRecord({ code: codeOf(1) })])
const keyOf = async (...scopes: Parameters<typeof issueKey>[1]['scopes']) => (await issueKey(db, { label: scopes.join(' '), scopes })).key
const keys = { danang: await keyOf('reports:48'), hue: await keyOf('reports:46'), ministry: await keyOf('reports:*'), catalogue: await keyOf('catalogue:48'), admin: await keyOf('admin') }
type Who = keyof typeof keys
const ask = async (who: Who | null, method: NonNullable<InjectOptions['method']>, url: string, payload?: object) => {
  const response = await app.inject({ method, url, ...payload && { payload }, headers: { 'accept-language': 'en', ...who && { authorization: `Bearer ${keys[who]}` } } })
  return { status: response.statusCode, headers: response.headers, body: String(response.headers['content-type']).includes('json') ? response.json() : response.body }
}
const raise = (who: Who | null, given: object = {}) => ask(who, 'POST', '/v1/proposals', { kind: 'question', agency: 'so-kh-cn-48', addressee: 'most', title: 'Thời hạn', text: 'Khi nào báo cáo?', ...given })
const say = (who: Who | null, id: number, side: string, text = 'Trước ngày 10/12.') => ask(who, 'POST', `/v1/proposals/${id}/messages`, { side, text })
const list = async (who: Who, query = '') => (await ask(who, 'GET', `/v1/proposals${query}`)).body.items as { id: number }[]
const ids = async (who: Who, query = '') => (await list(who, query)).map(({ id }) => id)

t.afterEach(async () => t.strictSame(await findAuditFaults(db), []))

t.test('a province asks, the ministry answers, and what is asked further opens it again', async (t) => {
  const { status, body, headers } = await raise('danang', { enterprises: [codeOf(0), codeOf(0)] })
  t.equal(status, 201)
  t.equal(headers['location'], '/v1/proposals/1')
  t.match(body, { id: 1, kind: 'question', agency: 'so-kh-cn-48', province: '48', addressee: 'most', addresseeName: 'Ministry of Science and Technology', addresseeProvince: null, enterprises: [codeOf(0)], state: 'open', messages: [], reason: null })
  t.equal(body.enterprises.length, 1, 'who is named twice counts once')
  t.match(await say('danang', 1, 'addressee'), { status: 403 }, 'nobody answers himself')
  const answered = await say('ministry', 1, 'addressee')
  t.match(answered, { status: 201, body: { state: 'answered', messages: [{ side: 'addressee', text: 'Trước ngày 10/12.' }] } })
  t.match(await say('danang', 1, 'sender', 'Kể cả báo cáo quý?'), { status: 201, body: { state: 'open', messages: [{ side: 'addressee' }, { side: 'sender', text: 'Kể cả báo cáo quý?' }] } })
  t.match(await say('ministry', 1, 'addressee', 'Không.'), { status: 201, body: { state: 'answered', messages: [{}, {}, { text: 'Không.' }] } })
  t.match((await ask('danang', 'GET', '/v1/proposals/1')).body, { state: 'answered' })
})

t.test('what is sent again is not raised or said twice', async (t) => {
  const again = await say('ministry', 1, 'addressee', 'Không.')
  t.match(again, { status: 409 })
  t.equal((await ask('danang', 'GET', '/v1/proposals/1')).body.messages.length, 3)
  t.match(await say('danang', 1, 'sender', 'Không.'), { status: 201, body: { state: 'open' } }, 'the other side may say the same')
  t.match(await say('ministry', 1, 'addressee', 'Không.'), { status: 201, body: { state: 'answered' } }, 'and it again, in answer to that')
})

t.test('an association compiles what its members propose', async (t) => {
  const association = (await get('/v1/agencies?kind=association')).body.items[0] as { code: string } | undefined
  t.ok(association, 'there is one')
  t.match(await raise('danang', { agency: association!.code, kind: 'proposal' }), { status: 403 }, 'no province writes for a body of the centre')
  t.match(await raise('ministry', { agency: association!.code, kind: 'proposal', enterprises: [codeOf(0), codeOf(1)] }), { status: 201, body: { id: 2, province: null, enterprises: [codeOf(0), codeOf(1)] } })
  t.strictSame(await ids('ministry', '?kind=proposal'), [2])
  t.strictSame(await ids('ministry', `?enterprise=${codeOf(0)}`), [2, 1])
  t.strictSame(await ids('ministry', `?agency=${association!.code}&addressee=most`), [2])
})

t.test('it is the business of the two sides', async (t) => {
  const fromHue = { agency: 'so-kh-cn-46', addressee: 'so-kh-cn-48', kind: 'difficulty' }
  t.match(await raise('hue', fromHue), { status: 201, body: { id: 3, province: '46', addresseeProvince: '48' } })
  const twice = await raise('hue', fromHue)
  t.match(twice, { status: 409, body: { detail: /proposal 3/ } }, 'it is waiting for an answer')
  t.strictSame([await ids('danang'), await ids('hue'), await ids('ministry')], [[3, 1], [3], [3, 2, 1]])
  t.match(await ask('hue', 'GET', '/v1/proposals/1'), { status: 404 }, 'of another\'s nothing is told')
  t.match(await say('hue', 1, 'sender'), { status: 404 })
  t.match(await ask('hue', 'DELETE', '/v1/proposals/1?reason=x'), { status: 404 })
  t.match(await say('danang', 3, 'addressee', 'Sẽ xem xét.'), { status: 201, body: { state: 'answered' } }, 'a province answers, too')
  t.match(await ask('danang', 'DELETE', '/v1/proposals/3?reason=x'), { status: 403 }, 'and takes back nothing of the other side')
  for (const who of [null, 'catalogue'] as const) t.equal((await ask(who, 'GET', '/v1/proposals')).status, who ? 403 : 401)
  const changes = (await get('/v1/changes?type=publication&limit=1000')).body.items.filter(({ subject }: { subject: string }) => subject.startsWith('proposal/'))
  t.ok(changes.length >= 7)
  t.ok(changes.every(({ detail }: { detail: object }) => Object.keys(detail).length === 0), 'the feed tells that there is one, and no more')
  t.equal((await ask('danang', 'GET', '/v1/proposals/1')).headers['cache-control'], 'no-store')
  t.match((await ask('admin', 'GET', '/v1/audit?subject=proposal/1')).body.items.at(-1), { action: 'proposal.raise', after: { text: 'Khi nào báo cáo?' } })
})

t.test('what was taken back stays in the list and hears no more', async (t) => {
  t.match(await ask('hue', 'DELETE', '/v1/proposals/3'), { status: 400 }, 'with a reason')
  t.match(await ask('hue', 'DELETE', '/v1/proposals/3?reason=%C4%90%C3%A3%20xong'), { status: 200, body: { state: 'withdrawn', reason: 'Đã xong' } })
  t.match(await say('danang', 3, 'addressee'), { status: 409 })
  t.match(await say('hue', 3, 'sender'), { status: 409 })
  t.match(await ask('hue', 'DELETE', '/v1/proposals/3?reason=x'), { status: 409 })
  t.strictSame(await ids('ministry', '?state=withdrawn,open'), [3, 2])
})

t.test('those that wait too long are found, and pages and files hold all of them', async (t) => {
  t.strictSame(await ids('ministry', '?waiting=0'), [2])
  t.strictSame(await ids('ministry', '?waiting=1'), [])
  await db.execute('update proposals set changed_at = changed_at - interval \'31 days\' where id = 2')
  t.strictSame(await ids('ministry', '?waiting=30'), [2])
  const first = (await ask('ministry', 'GET', '/v1/proposals?limit=2')).body
  t.strictSame([first.items.map(({ id }: { id: number }) => id), await ids('ministry', `?limit=2&cursor=${first.next}`)], [[3, 2], [1]])
  t.match((await ask('ministry', 'GET', '/v1/proposals?format=csv')).body, /^\uFEFF?id,kind,agency,[\s\S]*question,so-kh-cn-48/)
})

t.test('what cannot be is refused', async (t) => {
  for (const [what, given, path] of [
    ['an unknown body', { agency: 'so-abc-48' }, 'agency'], ['an unknown addressee', { addressee: 'nobody' }, 'addressee'], ['to itself', { addressee: 'so-kh-cn-48' }, 'addressee'],
    ['a body that is no more', { addressee: 'mic' }, 'addressee'], ['no single body', { addressee: 'ministries' }, 'addressee'], ['null', { addressee: 'null' }, 'addressee'],
    ['no text', { text: '  ' }, 'text'], ['too much of it', { text: 'x'.repeat(10_001) }, 'text'], ['a NUL', { text: 'a\0b' }, 'text'], ['no kind', { kind: 'order' }, 'kind'],
    ['a code with a wrong digit', { enterprises: ['0000000001'] }, 'enterprises.0'], ['an unknown enterprise', { enterprises: [codeOf(0), codeOf(77)] }, 'enterprises.1'],
  ] as const) t.match(await raise('danang', given), { status: 400, body: { errors: [{ path }] } }, what)
  t.match(await raise('danang', { agency: 'so-kh-cn-46' }), { status: 403 }, 'of another province')
  t.match(await raise(null), { status: 401 })
  t.match(await say('ministry', 1, 'judge'), { status: 400 })
  for (const id of [99, '0', 'x', '1e3']) t.ok([400, 404].includes((await say('ministry', id as number, 'addressee')).status), String(id))
  t.match(await ask('ministry', 'GET', '/v1/proposals?waiting=-1'), { status: 400 })
  t.equal((await list('ministry')).length, 3, 'nothing of all that was kept')
})
