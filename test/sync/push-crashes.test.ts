import { Readable } from 'node:stream'
import { setTimeout as sleep } from 'node:timers/promises'
import { sql } from 'drizzle-orm'
import t from 'tap'
import type { Test } from 'tap'
import { issueKey } from '../../src/auth/commands.ts'
import type { FeedRecord } from '../../src/sync/feed-record.ts'
import { codeOf, feedRecord } from '../support/feed.ts'
import type { AnswerBody } from '../support/inlet.ts'
import { sender, stateOf, testInlet } from '../support/inlet.ts'
import { ndjson } from '../support/push.ts'
import { freePort, run } from '../cli/command.ts'

const record = feedRecord({ code: codeOf(1) })
const good = ndjson([record])
type Inlet = Awaited<ReturnType<typeof testInlet>>

/** Holds a lock until it is told to let go, so that whatever needs it stops there. */
async function hold ({ pool }: Inlet, lock: string) {
  const client = await pool.connect()
  await client.query(`begin; ${lock}`)
  return async () => {
    await client.query('rollback')
    client.release()
  }
}

/** Ends the connections of the inlet that are in a transaction, once there is one that fits. */
async function cut ({ db }: Inlet, condition = sql`wait_event_type = 'Lock'`) {
  for (;;) {
    const { rows } = await db.execute(sql`
      select pg_terminate_backend(pid) from pg_stat_activity
      where datname = current_database() and application_name = 'registry-push' and xact_start is not null and ${condition}`)
    if (rows.length > 0) return
    await sleep(20)
  }
}

t.test('a full disk is said, and the chunk goes in later', async (t) => {
  const inlet = await testInlet(t, [feedRecord()])
  const before = await stateOf(inlet.db)
  const id = await inlet.open()
  await inlet.db.execute(sql.raw(`
    create function no_room () returns trigger language plpgsql as $$ begin raise exception 'no room' using errcode = '53100'; end $$;
    create trigger no_room before insert on staging.run_${id} for each row execute function no_room ()`))
  t.match(await inlet.put(id, 1, good), { status: 503, body: { type: '/problems/unavailable' } })
  await inlet.stands(t, before)
  t.match([await inlet.chunks(id), (await inlet.run(id)).state], [[], 'open'])
  await inlet.db.execute(sql.raw(`drop trigger no_room on staging.run_${id}`))
  t.match(await inlet.put(id, 1, good), { status: 201 })

  await inlet.db.execute(sql`create trigger no_room before insert on enterprise_versions for each row execute function no_room ()`)
  await inlet.commit(id, { chunks: 1 })
  while ((await inlet.run(id)).failure === null) await sleep(20)
  t.match(await inlet.run(id), { state: 'committing', failure: /53100/ }, 'a commit that finds no room waits')
  await inlet.stands(t, before)
  await inlet.db.execute(sql`drop trigger no_room on enterprise_versions`)
  t.match(await inlet.ended(id), { state: 'succeeded', new: 1 }, 'and is done by itself when there is some')
})

t.test('the connection is lost while a chunk arrives', async (t) => {
  const inlet = await testInlet(t, [feedRecord()])
  const before = await stateOf(inlet.db)
  const id = await inlet.open()
  const line = Buffer.from(good)
  let goOn = () => {}
  const cutOff = new Promise<void>((resolve) => { goOn = resolve })
  const arriving = inlet.put(id, 1, Readable.from((async function * () {
    yield Buffer.alloc(Math.ceil((3 << 20) / line.length) * line.length, line)
    await cutOff
    yield line
  })()))
  await cut(inlet, sql`state = 'idle in transaction' and exists (select from pg_locks l where l.pid = pg_stat_activity.pid and relation = to_regclass(${`staging.run_${id}`}))`)
  goOn()
  t.match(await arriving, { status: 503 })
  await inlet.stands(t, before)
  t.match([await inlet.chunks(id), (await inlet.run(id)).read], [[], 0])
  t.match(await inlet.put(id, 1, good), { status: 201 })
  await inlet.commit(id)
  t.match(await inlet.ended(id), { state: 'succeeded', new: 1 })
})

t.test('the connection is lost while a chunk is copied, and while a dry run compares', async (t) => {
  const inlet = await testInlet(t, [feedRecord()])
  const before = await stateOf(inlet.db)
  const id = await inlet.open()
  const letGo = await hold(inlet, `lock table staging.run_${id} in share mode`)
  const arriving = inlet.put(id, 1, good)
  await cut(inlet)
  t.match(await arriving, { status: 503 })
  await letGo()
  t.match(await inlet.put(id, 1, good), { status: 201 })
  const release = await hold(inlet, 'lock table enterprise_versions in access exclusive mode')
  const compared = inlet.post(`/${id}/commit?dryrun=true`)
  await cut(inlet)
  t.match(await compared, { status: 503 })
  await release()
  t.match(await inlet.post(`/${id}/commit?dryrun=true`), { status: 200, body: { dryRun: true, diff: { new: 1 }, run: { state: 'open' } } })
  await inlet.stands(t, before)
})

/** Another register into which the same was pushed while nothing went wrong. */
async function undisturbed (t: Test, pushes: FeedRecord[][]) {
  const inlet = await testInlet(t, [feedRecord()])
  for (const records of pushes) await inlet.push(records)
  return await stateOf(inlet.db)
}

const second = feedRecord({ code: codeOf(2) })
/** The last step of a commit, which no lock of a table stops alone. */
const END = sql`
  create function wait_here () returns trigger language plpgsql as $$ begin perform pg_advisory_xact_lock(42); return new; end $$;
  create trigger wait_here before insert on run_transitions for each row when (new."to" = 'succeeded') execute function wait_here ()`

t.test('the connection is lost in every stage of a commit', async (t) => {
  const expected = await undisturbed(t, [[record], [second]])
  for (const [stage, lock] of [
    ['waits for the head', 'select from register_head for update'],
    ['reconciles', 'lock table enterprise_versions in access exclusive mode'],
    ['applies', 'lock table cells in share mode'],
    ['ends', 'select pg_advisory_xact_lock(42)'],
  ] as const) {
    await t.test(`while it ${stage}`, async (t) => {
      const inlet = await testInlet(t, [feedRecord()])
      const before = await stateOf(inlet.db)
      await inlet.db.execute(END)
      const id = await inlet.open()
      await inlet.put(id, 1, good)
      const letGo = await hold(inlet, lock)
      t.match(await inlet.commit(id, { chunks: 1 }), { status: 202 })
      await cut(inlet)
      await letGo()
      while ((await inlet.run(id)).failure === null) await sleep(20)
      t.match(await inlet.run(id), { state: 'committing', failure: /57P01|is away/ })
      await inlet.stands(t, before)
      t.match(await inlet.ended(id), { state: 'succeeded', new: 1 }, 'it is done by itself')
      t.match(await inlet.push([second]), { state: 'succeeded', new: 1 })
      await inlet.stands(t, expected, 'and the register is what it would be without the loss')
    })
  }
})

/** The service as it runs in earnest, on the same database. */
async function service (t: Test, url: string) {
  const port = await freePort()
  const settings = { DATABASE_URL: url, PORT: port, LOG_LEVEL: 'info' }
  const start = async () => {
    const server = run(t, '../server', settings)
    await server.says(/listening/i)
    return server
  }
  return { port, start }
}

t.test('the process is killed while a chunk is half sent, and while a run is recorded', async (t) => {
  const inlet = await testInlet(t, [feedRecord()])
  const before = await stateOf(inlet.db)
  const { port, start } = await service(t, inlet.url)
  const { key } = await issueKey(inlet.db, { label: 'other', scopes: ['feed:write'] })
  const api = sender(async ({ method, url, payload, headers }) => {
    const body = payload instanceof Readable ? Readable.toWeb(payload) as ReadableStream : typeof payload === 'object' ? JSON.stringify(payload) : payload
    const answer = await fetch(`http://127.0.0.1:${port}${url}`, { method, headers: { authorization: `Bearer ${key}`, ...headers }, ...body !== undefined && { body }, ...{ duplex: 'half' } })
    return { status: answer.status, body: await answer.json() as AnswerBody }
  })
  const first = await start()
  const id = await api.open()
  const half = api.put(id, 1, Readable.from((async function * () {
    for (let i = 0; i < 40_000; i++) yield Buffer.from(good)
    first.signal('SIGKILL')
    await sleep(60_000, undefined, { ref: false })
  })()))
  await t.rejects(half)
  await first.ended
  await inlet.stands(t, before)
  const second = await start()
  t.match([await api.chunks(id), await api.run(id)], [[], { state: 'open', read: 0 }])
  t.match(await api.put(id, 1, good), { status: 201 })
  const letGo = await hold(inlet, 'lock table cells in share mode')
  t.match(await api.commit(id, { chunks: 1 }), { status: 202 })
  for (let waiting = false; !waiting; await sleep(20)) {
    waiting = (await inlet.db.execute(sql`select from pg_stat_activity where datname = current_database() and application_name = 'registry-push' and wait_event_type = 'Lock'`)).rows.length > 0
  }
  second.signal('SIGKILL')
  await second.ended
  await letGo()
  await sleep(200)
  await inlet.stands(t, before)
  t.match(await inlet.run(id), { state: 'committing' })
  const third = await start()
  t.match(await api.ended(id), { state: 'succeeded', new: 1 }, 'the next process finishes it by itself')
  await inlet.stands(t, await undisturbed(t, [[record]]))
  third.signal('SIGTERM')
  await third.ended
})
