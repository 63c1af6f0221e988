import { setTimeout as sleep } from 'node:timers/promises'
import { sql } from 'drizzle-orm'
import t from 'tap'
import type { Test } from 'tap'
import { issueKey } from '../../src/auth/commands.ts'
import { findFaults } from '../../src/enterprises/queries.ts'
import { systemAuthor } from '../../src/journal/audit.ts'
import { revertRun } from '../../src/sync/commit.ts'
import { sync } from '../../src/sync/run.ts'
import { codeOf, feed, feedRecord } from '../support/feed.ts'
import { NOW, testRegister } from '../support/register.ts'

const odd = (n: number, given: Parameters<typeof feedRecord>[0] = {}) => feedRecord({ code: codeOf(n), status: { value: '77', name: 'Lạ' }, ...given })
const shop = { industries: ['4711'] }
const LETTER = 'Công văn 12, ngày 20/11/2026'

async function register (t: Test, records: Parameters<typeof testRegister>[1] = []) {
  const { app, db, pool, load, get } = await testRegister(t, records)
  const { key } = await issueKey(db, { label: 'operator', scopes: ['feed:write', 'feed:release'] })
  const operator = { authorization: `Bearer ${key}` }
  const read = (path: string) => get(path, operator)
  const edit = async (path: string, body: unknown, headers: Record<string, string> = operator) => {
    const response = await app.inject({ method: 'PUT', url: `/v1/mappings/${path}`, headers, payload: body as object })
    return { status: response.statusCode, headers: response.headers, body: response.json() }
  }
  const counts = async () => {
    const { body } = await get('/v1/statistics/localities')
    return { total: body.nation.total as number, unknown: (await get('/v1/status')).body.enterprises.unknownStatus as number }
  }
  return { app, db, pool, load, get, read, edit, counts }
}

t.test('a value that nobody knows is given a meaning, and given back', async (t) => {
  const { db, load, get, read, edit, counts } = await register(t, [odd(0), odd(1, shop), feedRecord({ code: codeOf(2) })])
  t.strictSame(await counts(), { total: 1, unknown: 2 })
  t.match(await get(`/v1/enterprises/${codeOf(0)}`), { body: { status: 'unknown', version: 1 } })
  const before = (await get('/v1/status')).body.position

  const done = await edit('status/77', { code: 'active', note: LETTER })
  t.match(done, { status: 200, body: { list: 'status', value: '77', code: 'active', note: LETTER, by: 'operator', at: String, enterprises: 2, position: before + 2 } },
    'one position for the enterprise that is served, one for the edit')
  t.equal(done.headers['cache-control'], 'no-store')
  t.strictSame(await counts(), { total: 2, unknown: 0 })
  t.match(await get(`/v1/enterprises/${codeOf(0)}`), { body: { status: 'active', version: 2, position: before + 1, validFrom: '2023-05-04' } })
  const { rows: [event] } = await db.execute(sql`select type, subject, detail from events where position = ${before + 2}`)
  t.strictSame(event, { type: 'mapping', subject: 'status/77', detail: { list: 'status', value: '77', code: 'active', note: LETTER, by: 'operator', enterprises: 2 } })
  t.strictSame(await findFaults(db), [])

  await load([odd(3), odd(0)])
  t.strictSame(await counts(), { total: 3, unknown: 0 }, 'what comes later is read by it, what came before is unchanged')
  t.match(await read('/v1/mappings/status/77'), { body: { code: 'active', origin: 'edited', by: 'operator', enterprises: 3 } })

  t.match(await edit('status/77', { code: null, note: 'Nhầm' }), { status: 200, body: { code: null, enterprises: 3 } })
  t.strictSame(await counts(), { total: 1, unknown: 3 })
  t.match(await read('/v1/mappings/status/77'), { body: { code: 'unknown', origin: 'none', enterprises: 3, history: [{ code: null, note: 'Nhầm', enterprises: 3 }, { code: 'active', note: LETTER, enterprises: 2 }] } })
  t.strictSame(await findFaults(db), [])
})

t.test('the same edit again writes nothing and is answered as before', async (t) => {
  const { get, edit } = await register(t, [odd(0)])
  const first = await edit('status/77', { code: 'active', note: LETTER })
  const { position } = (await get('/v1/status')).body
  t.strictSame((await edit('status/%2077%20', { code: 'active', note: ` ${LETTER} ` })).body, first.body)
  t.equal((await get('/v1/status')).body.position, position)
  t.match(await edit('status/77', { code: 'active', note: 'Công văn 13' }), { body: { enterprises: 0, position: position + 1 } }, 'another reason is another edit')
})

t.test('an edit goes before the shipped mapping, which holds again once it is given back', async (t) => {
  const { db, read, edit, counts } = await register(t, [feedRecord(), odd(1)])
  t.match(await edit('status/1', { code: 'suspended', note: LETTER }), { body: { enterprises: 1 } })
  t.strictSame(await counts(), { total: 0, unknown: 1 })
  t.match(await edit('status/1', { code: null, note: 'Nhầm' }), { body: { enterprises: 1 } })
  t.strictSame(await counts(), { total: 1, unknown: 1 })
  t.match(await read('/v1/mappings/status/1'), { body: { code: 'active', origin: 'shipped', by: null, enterprises: 1 } })
  t.match(await edit('status/2', { code: null, note: 'Nhầm' }), { status: 404, body: { type: '/problems/not-found' } }, 'nothing to give back')
  t.strictSame(await findFaults(db), [])
})

t.test('a name is mapped where no code decides, whatever its case and Unicode form', async (t) => {
  const { get, read, edit } = await register(t, [feedRecord({ legalType: { value: null, name: 'Hợp tác/Xã Kiểu Mới' } }), feedRecord({ code: codeOf(1), legalType: { value: 'X1', name: 'Công ty cổ phần' } })])
  t.equal((await get('/v1/status')).body.enterprises.unknownLegalType, 1)
  const path = `legal-type/${encodeURIComponent('hợp tác/xã KIỂU mới'.normalize('NFD'))}`
  t.match(await edit(path, { code: 'CTHD', note: LETTER }), { status: 200, body: { value: 'hợp tác/xã kiểu mới', enterprises: 1 } })
  t.match(await read(`/v1/mappings/${path}`), { body: { code: 'CTHD', enterprises: 1 } })
  t.match(await get(`/v1/enterprises/${codeOf(0)}`), { body: { legalType: 'CTHD' } })
  t.match(await get(`/v1/enterprises/${codeOf(1)}`), { body: { legalType: 'CTCP' } })
})

t.test('the list tells of every value, and its counts add up to the register', async (t) => {
  const { read, edit, get } = await register(t, [feedRecord(), odd(1), odd(2, shop), odd(3, { status: { value: null, name: null } }), odd(4, { status: { value: null, name: 'Khác' } }), odd(5, { status: { value: '88', name: 'Lạ' } })])
  await edit('status/88', { code: 'ended', note: LETTER })
  const { body } = await read('/v1/mappings?list=status')
  t.match(body, { list: 'status', position: (await get('/v1/status')).body.position })
  t.strictSame(body.items.map((item: { value: string }) => item.value), ['1', '2', '3', '4', '5', '6', '7', '88', 'đang hoạt động'])
  t.match(body.items[0], { code: 'active', origin: 'shipped', enterprises: 1, at: null })
  t.match(body.items[7], { code: 'ended', origin: 'edited', enterprises: 1, note: LETTER })
  t.strictSame(body.unmapped.map(Object.values), [['77', 'Lạ', 2], [null, 'Khác', 1], [null, null, 1]])
  const sum = [...body.items, ...body.unmapped].reduce((total: number, { enterprises }: { enterprises: number }) => total + enterprises, 0)
  t.equal(sum, (await get('/v1/status')).body.enterprises.known)
  t.match(await read('/v1/mappings/status/kh%C3%A1c'), { body: { code: 'unknown', origin: 'none', enterprises: 1, history: [] } })
  t.equal((await read('/v1/mappings?list=legal-type')).body.unmapped.length, 0)
})

t.test('two edits at once are one after the other', async (t) => {
  const { db, read, edit, counts } = await register(t, [odd(0), odd(1)])
  const answers = await Promise.all(['active', 'ended', 'active', 'ended'].map((code) => edit('status/77', { code, note: LETTER })))
  t.strictSame(answers.map(({ status }) => status), [200, 200, 200, 200])
  const { body } = await read('/v1/mappings/status/77')
  t.equal(body.code, body.history[0].code)
  t.strictSame(body.history.map(({ position }: { position: number }) => position), body.history.map(({ position }: { position: number }) => position).sort((a: number, b: number) => b - a))
  t.strictSame(await counts(), { total: body.code === 'active' ? 2 : 0, unknown: 0 })
  const { rows: [open] } = await db.execute(sql`select count(*)::int as n from mapping_edits where recorded_to is null`)
  t.strictSame(open, { n: 1 })
  t.strictSame(await findFaults(db), [])
})

t.test('a run that was read before an edit fails at its commit, and can be read again', async (t) => {
  const { db, pool, load, edit, counts } = await register(t, [odd(0)])
  const records = [odd(1), odd(2)]
  const run = await sync({ source: 'nbrs', kind: 'delta', mode: 'pull', cutoff: null, scope: {}, watermark: NOW }, () => ({
    ...feed([]),
    async * batches (checkpoint) {
      yield * feed(records).batches(checkpoint)
      await edit('status/77', { code: 'active', note: LETTER })
    },
  }), { db, pool, vsic: { version: '2018' }, now: () => NOW })
  t.match(run, { state: 'failed', failure: /mappings changed while the run was open/ })
  t.strictSame(await counts(), { total: 1, unknown: 0 })
  t.match(await load(records), { state: 'succeeded', new: 2 })
  t.strictSame(await counts(), { total: 3, unknown: 0 })
  t.strictSame(await findFaults(db), [])
})

t.test('what a revert has withdrawn stays as it is, until it is told again', async (t) => {
  const { db, load, edit, counts } = await register(t, [odd(0)])
  const withdrawn = await load([odd(1)])
  await revertRun(db, withdrawn.id, systemAuthor('operator'), 'Nhầm')
  t.match(await edit('status/77', { code: 'active', note: LETTER }), { body: { enterprises: 1 } })
  t.strictSame(await counts(), { total: 1, unknown: 0 })
  await load([odd(1)])
  t.strictSame(await counts(), { total: 2, unknown: 0 })
  t.strictSame(await findFaults(db), [])
})

t.test('an edit waits while a run is being recorded', async (t) => {
  const { pool, edit } = await register(t, [odd(0)])
  const writer = await pool.connect()
  await writer.query('begin')
  await writer.query('select position from register_head for update')
  let isDone = false
  const editing = edit('status/77', { code: 'active', note: LETTER }).finally(() => { isDone = true })
  const isWaiting = async () => (await pool.query(`select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`)).rowCount === 1
  while (!isDone && !await isWaiting()) await sleep(10)
  t.notOk(isDone)
  await writer.query('rollback')
  writer.release()
  t.match(await editing, { status: 200, body: { enterprises: 1 } })
})

t.test('what cannot be used is refused by name and changes nothing', async (t) => {
  const { get, read, edit } = await register(t, [odd(0)])
  const { position } = (await get('/v1/status')).body
  const good = { code: 'active', note: LETTER }
  for (const [path, body, field] of [
    ['province/77', good, 'list'],
    [`status/${'7'.repeat(1000)}`, good, 'value'],
    ['status/%20', good, 'value'],
    ['status/%00', good, 'value'],
    ['status/77', { ...good, code: 'unknown' }, 'code'],
    ['status/77', { ...good, code: 'CTCP' }, 'code'],
    ['legal-type/77', good, 'code'],
    ['status/77', { ...good, code: 1 }, 'code'],
    ['status/77', { note: LETTER }, 'code'],
    ['status/77', { code: 'active' }, 'note'],
    ['status/77', { ...good, note: ' ' }, 'note'],
    ['status/77', { ...good, note: 'a\0b' }, 'note'],
    ['status/77', { ...good, note: 'x'.repeat(1001) }, 'note'],
    ['status/77', { ...good, more: 1 }, 'more'],
    ['status/77?force=true', good, 'force'],
    ['status/77', [], 'body'],
  ] as const) t.match(await edit(path, body), { status: 400, body: { type: '/problems/invalid-request', errors: [{ path: field }] } }, `${path.slice(0, 30)} ${JSON.stringify(body).slice(0, 60)}`)
  for (const path of ['/v1/mappings', '/v1/mappings?list=province']) t.match(await read(path), { status: 400, body: { errors: [{ path: 'list' }] } }, path)
  t.match(await read('/v1/mappings/status/99'), { status: 404, body: { type: '/problems/not-found' } })
  t.equal((await get('/v1/status')).body.position, position)
})

t.test('reading is for feed:write, editing for feed:release', async (t) => {
  const { db, get, edit } = await register(t)
  const { key } = await issueKey(db, { label: 'sender', scopes: ['feed:write'] })
  const { key: officer } = await issueKey(db, { label: 'officer', scopes: ['decide:48'] })
  for (const path of ['/v1/mappings?list=status', '/v1/mappings/status/1']) {
    t.match(await get(path), { status: 401, body: { type: '/problems/unauthenticated' } }, path)
    t.match(await get(path, { authorization: `Bearer ${officer}` }), { status: 403 }, path)
    t.match(await get(path, { authorization: `Bearer ${key}` }), { status: 200 }, path)
  }
  t.match(await edit('status/77', { code: 'active', note: LETTER }, {}), { status: 401 })
  t.match(await edit('status/77', { code: 'active', note: LETTER }, { authorization: `Bearer ${key}` }), { status: 403, body: { type: '/problems/forbidden', detail: /feed:release/ } })
})
