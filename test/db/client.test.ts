import { once } from 'node:events'
import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { sql } from 'drizzle-orm'
import Fastify from 'fastify'
import t from 'tap'
import type { Database } from '../../src/db/client.ts'
import { connect } from '../../src/db/client.ts'
import { isUnavailable, sqlState } from '../../src/db/errors.ts'
import dbPlugin from '../../src/db/plugin.ts'
import { connectTest, createDatabase, withAdmin } from '../support/database.ts'

const one = async (db: Database) => (await db.execute<{ one: number }>(sql`select 1 as one`)).rows[0]?.one

const killBackends = (database: string) =>
  withAdmin((admin) => admin.query('select pg_terminate_backend(pid, 5000) from pg_stat_activity where datname = $1', [database]))

t.test('reads values as the rest of the house expects them', async (t) => {
  const { db, pool } = await connectTest(t)
  const query = "select 9007199254740991::bigint as position, '2026-04-30'::date as day, 1.10::numeric as share, current_setting('TimeZone') as zone"
  const expected = { position: 9_007_199_254_740_991, day: '2026-04-30', share: '1.10', zone: 'UTC' }
  t.strictSame((await db.execute(sql.raw(query))).rows[0], expected, 'through Drizzle')
  t.strictSame((await pool.query(query)).rows[0], expected, 'and beside it')
  await t.rejects(pool.query('select 9007199254740993::bigint'), { message: /9007199254740993/ }, 'and never a rounded bigint')
  t.equal(await one(db), 1, 'also after that')
})

t.test('takes a transaction where it takes a database', async (t) => {
  const { db } = await connectTest(t)
  t.equal(await db.transaction((tx) => one(tx)), 1)
})

t.test('outlives a connection lost while idle', async (t) => {
  const { db, url } = await connectTest(t)
  t.equal(await one(db), 1)
  await killBackends(new URL(url).pathname.slice(1))
  const again = await one(db).catch(() => one(db))
  t.equal(again, 1, 'and connects anew')
})

t.test('outlives a connection lost in the middle of a transaction', async (t) => {
  const { db, url } = await connectTest(t)
  const work = db.transaction(async (tx) => {
    await one(tx)
    await killBackends(new URL(url).pathname.slice(1))
    // The loss arrives while nothing is asked, as an event without a caller.
    await new Promise((resolve) => setTimeout(resolve, 50))
    return one(tx)
  })
  const err = await work.then(() => undefined, (reason: unknown) => reason)
  t.ok(isUnavailable(err), 'which the caller learns as an absent database')
  t.equal(await one(db), 1, 'and connects anew')
})

t.test('a transaction that cannot even begin gives its connection back', async (t) => {
  const { db } = await connectTest(t, { max: 1 })
  await t.rejects(db.transaction(one, { isolationLevel: 'none at all' as 'serializable' }))
  t.equal(await one(db), 1, 'the only connection of the pool is there')
})

t.test('cancels a statement that takes too long', async (t) => {
  const { db } = await connectTest(t, { statementTimeoutMs: 50 })
  const err = await db.execute(sql`select pg_sleep(5)`).then(() => undefined, (reason: unknown) => reason)
  t.equal(sqlState(err), '57014')
  t.notOk(isUnavailable(err))
})

t.test('a crowd waits for its turn and is not told that there is no database', async (t) => {
  const { db, pool } = await connectTest(t, { max: 1 })
  const holder = await pool.connect()
  const waiting = Promise.all(Array.from({ length: 20 }, () => one(db)))
  // Longer than a server may take to greet.
  await new Promise((resolve) => setTimeout(resolve, 12_000))
  holder.release()
  t.strictSame(await waiting, Array.from({ length: 20 }, () => 1))
})

t.test('says soon that there is no database', async (t) => {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const silent = connect(`postgres://nobody@127.0.0.1:${port}/none`)
  t.teardown(async () => {
    await silent.close()
    server.close()
  })
  const timedOut = await one(silent.db).then(() => undefined, (reason: unknown) => reason)
  t.ok(isUnavailable(timedOut), 'when nobody answers')

  const refused = connect('postgres://nobody@127.0.0.1:1/none')
  t.teardown(refused.close)
  t.ok(isUnavailable(await one(refused.db).then(() => undefined, (reason: unknown) => reason)), 'and when nobody is there')
})

t.test('decorates the app and closes with it', async (t) => {
  const app = Fastify()
  await app.register(dbPlugin, { databaseUrl: await createDatabase(t) })
  t.equal(await one(app.db), 1)
  await app.close()
  await t.rejects(one(app.db), 'no query after the end')
})
