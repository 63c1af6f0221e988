import { setTimeout as sleep } from 'node:timers/promises'
import { sql } from 'drizzle-orm'
import t from 'tap'
import { issueKey } from '../../src/auth/commands.ts'
import { listRelations } from '../../src/enterprises/relations/queries.ts'
import { findPosition } from '../../src/journal/queries.ts'
import { codeOf, feedRecord } from '../support/feed.ts'
import { testPush } from '../support/push.ts'

const [A, B, C, SHOP, D, E] = [codeOf(0), codeOf(1), codeOf(2), codeOf(3), codeOf(4), codeOf(5)]
const typed = (code: string, name: string, amendedOn: string, changes: number, value: string | null = null) =>
  feedRecord({ code, registeredOn: '2015-01-05', amendedOn, changes, legalType: { value, name } })
const { db, get, call, push } = await testPush(t, [
  typed(A, 'Công ty cổ phần', '2015-01-05', 0), feedRecord({ code: B }), feedRecord({ code: C }), feedRecord({ code: SHOP, industries: ['4711'] }), feedRecord({ code: D }),
])
let sources = 0
const send = (records: Parameters<typeof push>[1]) => push({ kind: 'delta', source: `source-${++sources}`, sequence: { from: 1, to: 1 } }, records)
/** An answer may be as old as the service allows; here it is asked for until it tells of all that was recorded. */
const fresh = async (path: string, headers: Record<string, string> = {}) => {
  for (;;) {
    const answer = await get(path, headers)
    if (answer.status !== 200 || answer.body.position >= await findPosition(db)) return answer
    await sleep(20)
  }
}
const relationsOf = async (code: string) => (await fresh(`/v1/enterprises/${code}/relations`)).body.items
/** A record of the registry's own form. */
const canonical = (code: string, amendedOn: string, relations?: unknown) => JSON.stringify({
  code, name: 'CÔNG TY TNHH PHẦN MỀM MỘT', registeredOn: '2020-01-01', amendedOn, address: { province: 'Thành phố Hà Nội', commune: 'Phường Ba Đình' }, industries: ['6201'],
  ...relations !== undefined && { relations },
})

t.test('an enterprise that came out of nothing has an empty page', async (t) => {
  t.match(await get(`/v1/enterprises/${A}/relations`), { status: 200, body: { items: { length: 0 }, next: null, position: await findPosition(db) } })
})

t.test('a change of legal type is a conversion on the day from which it holds', async (t) => {
  const run = await send([
    typed(A, 'Công ty trách nhiệm hữu hạn một thành viên', '2018-03-01', 1), typed(A, 'Loại hình lạ', '2019-03-01', 2), typed(A, 'Công ty trách nhiệm hữu hạn một thành viên', '2020-03-01', 3),
    typed(A, 'Công ty cổ phần', '2021-03-01', 4), typed(A, 'Công ty cổ phần', '2022-03-01', 5),
  ])
  const items = await relationsOf(A)
  t.match(items, [
    { kind: 'conversion', role: null, code: null, from: 'CTCP', fromName: 'Công ty cổ phần', to: 'TNHH1', on: '2018-03-01' }, { kind: 'conversion', from: 'TNHH1', to: 'CTCP', on: '2021-03-01' },
  ], 'a type that nobody knows is none')
  t.equal(items.length, 2)
  t.ok(items.every(({ position }: { position: number }) => position >= run.firstPosition && position < run.lastPosition), 'each has the position of its version')
  t.match((await get(`/v1/enterprises/${A}/relations`, { 'accept-language': 'en' })).body.items[0], { fromName: /joint/i })
})

t.test('a type that only the mapping reads otherwise is no conversion', async (t) => {
  const { key } = await issueKey(db, { label: 'admin', scopes: ['admin'] })
  const mean = async (code: string) => t.match(await call('PUT', '/v1/mappings/legal-type/z9', { code, note: 'a test' }, { authorization: `Bearer ${key}` }), { status: 200 })
  await mean('CTCP')
  await send([typed(E, 'Hình thức khác', '2016-01-05', 0, 'Z9'), typed(E, 'Hình thức khác', '2017-01-05', 1, 'Z9')])
  await mean('TNHH2')
  const { rows } = await db.execute<{ legal_type: string }>(sql`select legal_type from enterprise_versions where code = ${E} order by version`)
  t.strictSame(rows.map((row) => row.legal_type), ['CTCP', 'CTCP', 'TNHH2'], 'the one that is current is read anew, those before it are not')
  t.equal((await relationsOf(E)).length, 0)
})

t.test('a merger is shown from both ends, once, whoever tells of it', async (t) => {
  await send([canonical(B, '2025-03-01', [{ kind: 'merged-into', code: C }])])
  t.match(await relationsOf(B), [{ kind: 'merger', role: 'successor', code: C, on: '2025-03-01', from: null, to: null }])
  t.match(await relationsOf(C), [{ kind: 'merger', role: 'predecessor', code: B, on: '2025-03-01' }])
  await send([canonical(C, '2025-03-02', [{ kind: 'merged-from', code: B }, { kind: 'separated-into', code: SHOP }, { kind: 'consolidated-from', code: codeOf(80) }])])
  t.match(await relationsOf(C), [
    { kind: 'consolidation', role: 'predecessor', code: codeOf(80) }, { kind: 'merger', role: 'predecessor', code: B, on: '2025-03-02' }, { kind: 'separation', role: 'successor', code: SHOP },
  ], 'its own word goes before that of the other end; the others need be neither served nor known')
  t.match(await relationsOf(B), [{ kind: 'merger', role: 'successor', code: C, on: '2025-03-01' }])
})

t.test('pages go by day, kind and code', async (t) => {
  const first = await get(`/v1/enterprises/${C}/relations?limit=2`)
  t.match(first.headers['link'], `cursor=${first.body.next}`)
  const second = await get(`/v1/enterprises/${C}/relations?limit=2&cursor=${first.body.next}`)
  t.match(second.body, { items: [{ kind: 'separation' }], next: null })
  t.match(await get(`/v1/enterprises/${B}/relations?limit=2&cursor=${first.body.next}`), { status: 400, body: { errors: [{ path: 'cursor' }] } })
})

t.test('a record without relations says nothing of them, one with an empty list that there are none', async (t) => {
  await send([canonical(B, '2025-04-01')])
  t.match(await relationsOf(B), [{ code: C, on: '2025-03-01' }])
  const known = await findPosition(db)
  const before = await listRelations(db, { code: B, day: '2026-11-22', knownAt: known })
  const run = await send([canonical(B, '2025-05-01', [])])
  t.match(run, { changed: 1 })
  t.match(await relationsOf(B), [{ kind: 'merger', role: 'successor', code: C, on: '2025-03-02' }], 'the other end still says so')
  await send([canonical(C, '2025-05-01', [])])
  t.strictSame([await relationsOf(B), await relationsOf(C)], [[], []])
  t.strictSame(await listRelations(db, { code: B, day: '2026-11-22', knownAt: known }), before, 'as known before')
  t.match(await listRelations(db, { code: B, day: '2025-04-15' }), [{ code: C, on: '2025-03-01' }], 'as it was on a day before')
})

t.test('a revert takes relations back with their record', async (t) => {
  const run = await send([canonical(B, '2025-06-01', [{ kind: 'divided-from', code: D }])])
  t.match(await relationsOf(D), [{ kind: 'division', role: 'successor', code: B }])
  await call('POST', `/v1/sync/runs/${run.id}/revert`, { reason: 'a test' })
  t.strictSame([await relationsOf(B), await relationsOf(D)], [[], []])
  t.match(await listRelations(db, { code: D, day: '2026-11-22', knownAt: run.lastPosition }), [{ code: B }], 'and they stay known as of then')
})

t.test('a code is answered as by the enterprise itself', async (t) => {
  const cases: [string, number, string][] = [
    [codeOf(90), 404, 'not-found'], [SHOP, 404, 'not-digital'], [`${A}-001`, 404, 'dependent-unit'], ['0100047517', 400, 'invalid-request'],
  ]
  for (const [code, status, type] of cases) t.match(await get(`/v1/enterprises/${code}/relations`), { status, body: { type: `/problems/${type}` } }, code)
  const queries: [string, string][] = [['limit=0', 'limit'], ['division=2025', 'division'], ['cursor=a', 'cursor']]
  for (const [query, path] of queries) t.match(await get(`/v1/enterprises/${A}/relations?${query}`), { status: 400, body: { errors: [{ path }] } }, query)
})
