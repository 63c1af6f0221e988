import { sql } from 'drizzle-orm'
import t from 'tap'
import { codeOf, feedRecord } from '../support/feed.ts'
import { testPush } from '../support/push.ts'

const numbered = (n: number, given = {}) => feedRecord({ code: codeOf(n), ...given })
const reason = { reason: 'A wrong file.' }

t.test('chunks that a crash of the database took are asked for again, even from a sender that does not say how many there were', async (t) => {
  const push = await testPush(t)
  const { body: { id } } = await push.open({ kind: 'delta', sequence: { from: 1, to: 2 } })
  await push.put(id, 1, [numbered(0)])
  await push.put(id, 2, [numbered(1), '{}'])
  // What recovery does to unlogged tables.
  await push.db.execute(sql.raw(`truncate staging.run_${id}, staging.seen_${id}`))
  const both = { status: 409, body: { type: '/problems/missing-chunk', errors: [{ path: 'chunks.1' }, { path: 'chunks.2' }] } }
  t.match(await push.commit(id), both)
  t.match(await push.commit(id), both, 'and not forgotten by asking twice')
  t.match(await push.call('GET', `/v1/sync/runs/${id}`), { body: { state: 'open', read: 0, rejected: 0 } })
  await push.put(id, 1, [numbered(0)])
  t.match(await push.commit(id), { status: 409, body: { errors: [{ path: 'chunks.2' }] } })
  await push.put(id, 2, [numbered(1), '{}'])
  t.match(await push.commit(id), { status: 202 })
  t.match(await push.settled(id), { state: 'succeeded', read: 3, new: 2, rejected: 1 })
})

t.test('a record that was known by its bytes when it came, and was taken back before the commit, has to come again', async (t) => {
  const push = await testPush(t)
  await push.delta([numbered(0), numbered(1)])
  const { body: { id } } = await push.open({ kind: 'full', cutoff: '2026-11-21' })
  await push.put(id, 1, [numbered(0), numbered(1)])
  // The other run makes one of them disappear.
  t.match(await push.full('2026-11-20', [numbered(0)]), { state: 'held' })
  t.match(await push.call('POST', `/v1/sync/runs/${id + 1}/release`, reason), { status: 202 })
  t.match(await push.settled(id + 1), { state: 'succeeded', gone: 1 })
  await push.commit(id)
  t.match(await push.settled(id), { state: 'failed', failure: /known when they came/ })
  t.match(await push.get(`/v1/enterprises/${codeOf(1)}`), { status: 410 }, 'the register is as it was')
  t.match(await push.full('2026-11-21', [numbered(0), numbered(1)]), { state: 'succeeded', unchanged: 1, new: 1 })
  t.match(await push.get(`/v1/enterprises/${codeOf(1)}`), { status: 200 })
})

t.test('rejects are marked as read with the commit of the replay', async (t) => {
  const push = await testPush(t)
  const atlantis = { full: '', city: 'Tỉnh Atlantis', district: '', ward: '' }
  await push.delta([numbered(0), numbered(1, { address: atlantis }), numbered(2, { address: atlantis })])
  const read = async () => (await push.call('GET', '/v1/sync/runs/1/rejects')).body.items.map(({ replayedIn }: { replayedIn: number | null }) => replayedIn)
  await push.db.execute(`update provinces set name = 'Atlantis' where code = '01' and division = '2025' and recorded_to is null`)
  // The end of the replay is refused, as a full disk would.
  await push.db.execute(sql`
    create function no_room () returns trigger language plpgsql as $$ begin raise exception 'no room' using errcode = '53100'; end $$`)
  await push.db.execute(sql`create trigger no_room before insert on enterprise_versions for each row execute function no_room ()`)
  t.match(await push.call('POST', '/v1/sync/runs/1/rejects/replay'), { status: 503 })
  t.strictSame(await read(), [null, null], 'what is not recorded is not marked')
  await push.db.execute(sql`drop trigger no_room on enterprise_versions`)
  t.match(await push.call('POST', '/v1/sync/runs/1/rejects/replay'), { status: 201, body: { state: 'succeeded', new: 2 } })
  t.strictSame(new Set(await read()).size, 1)
  t.match(await push.call('POST', '/v1/sync/runs/1/rejects/replay'), { status: 201, body: { read: 0 } })
})
