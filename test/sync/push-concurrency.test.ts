import { once } from 'node:events'
import { request } from 'node:http'
import { Readable } from 'node:stream'
import { setTimeout as sleep } from 'node:timers/promises'
import { sql } from 'drizzle-orm'
import pMap from 'p-map'
import t from 'tap'
import type { Test } from 'tap'
import { findFaults } from '../../src/enterprises/queries.ts'
import { systemAuthor } from '../../src/journal/audit.ts'
import { takeChunk } from '../../src/sync/chunk.ts'
import { loadMaterial } from '../../src/sync/derivation.ts'
import { readersFor } from '../../src/sync/reading/readers.ts'
import { codeOf, feedRecord } from '../support/feed.ts'
import { stateOf, testInlet } from '../support/inlet.ts'
import { ndjson } from '../support/push.ts'

const good = ndjson([feedRecord({ code: codeOf(1) })])

/** A chunk whose sender stops in the middle, with more than a block of it sent. */
async function slowly (t: Test, { app, key, db }: Awaited<ReturnType<typeof testInlet>>, id: number) {
  const { port } = new URL(await app.listen({ port: 0 }))
  const put = request({ port, method: 'PUT', path: `/v1/sync/runs/${id}/chunks/2`, headers: { authorization: `Bearer ${key}`, 'content-type': 'application/x-ndjson' } })
  const answered = once(put, 'response').then(([response]) => response.resume().statusCode as number)
  answered.catch(() => undefined)
  put.on('error', () => {})
  t.teardown(() => put.destroy())
  const line = ndjson([feedRecord({ code: codeOf(2) })])
  put.write(line.repeat(Math.ceil((5 << 20) / line.length)))
  for (;;) {
    const { rows: [row] } = await db.execute<{ n: number }>(sql`select count(*)::int as n from pg_locks where relation = to_regclass(${`staging.run_${id}`}) and mode = 'RowExclusiveLock'`)
    if (row!.n > 0) return { answered, finish: () => put.end(), destroy: () => put.destroy() }
    await sleep(20)
  }
}

t.test('many senders may begin at once', async (t) => {
  const { open, put, commit, ended, chunks } = await testInlet(t)
  const id = await open()
  const answers = await Promise.all(Array.from({ length: 40 }, (_, i) => put(id, i + 1, ndjson([feedRecord({ code: codeOf(i) })]))))
  t.strictSame([...new Set(answers.map(({ status }) => status))], [201])
  t.equal((await chunks(id)).length, 40)
  await commit(id, { chunks: 40 })
  t.match(await ended(id), { state: 'succeeded', new: 40 })
})

t.test('ten thousand chunks in any order become one run', async (t) => {
  const { db, pool, open, commit, ended } = await testInlet(t)
  const id = await open()
  const count = 10_000
  const codes = Array.from({ length: 100 }, (_, i) => codeOf(i))
  const readers = readersFor({ material: await loadMaterial(db, { version: '2018' }), today: '2026-11-22' }, 0)
  // Past the routes, which would take as long again. 7919 is prime: each number comes once.
  await pMap(Array.from({ length: count }, (_, i) => (i * 7919) % count), async (n) => {
    const stream = Readable.from([Buffer.from(ndjson([feedRecord({ code: codes[n % codes.length]!, changes: n, name: `TÊN ${n}` })]))])
    await takeChunk(pool, db, id, n + 1, { by: systemAuthor('test'), stream, isGzip: false, sha256: undefined, records: 1 }, async () => readers)
  }, { concurrency: 3 })
  t.match(await commit(id, { chunks: count }), { status: 202 })
  t.match(await ended(id), { state: 'succeeded', read: count, new: codes.length, changed: count - codes.length })
  const { rows } = await db.execute<{ name: string }>(sql`select name from enterprise_versions where is_current order by changes`)
  t.strictSame(rows.map(({ name }) => name), codes.map((_, i) => `TÊN ${count - codes.length + i}`), 'the order is the source\'s own')
  t.strictSame(await findFaults(db), [])
})

t.test('the same chunk twice at once is one chunk, another content under its number is refused', async (t) => {
  const { open, put, run, commit, ended, chunks } = await testInlet(t)
  const id = await open()
  const body = ndjson(Array.from({ length: 300 }, (_, i) => feedRecord({ code: codeOf(i) })))
  const answers = await Promise.all([put(id, 1, body), put(id, 1, body), put(id, 1, body), put(id, 2, good), put(id, 2, `${good}\n`)])
  t.strictSame(answers.slice(0, 3).map(({ status }) => status).sort(), [200, 200, 201])
  t.strictSame(answers.slice(3).map(({ status }) => status).sort(), [201, 409])
  t.match([await chunks(id), (await run(id)).read], [[1, 2], 301])
  const asked = await Promise.all([commit(id, { chunks: 2 }), commit(id, { chunks: 2 })])
  t.ok(asked.some(({ status }) => status === 202), 'of two commits at once one is taken')
  t.ok(asked.every(({ status }) => status === 202 || status === 409), 'and the other is taken or told')
  t.match(await ended(id), { state: 'succeeded', new: 300, skipped: { duplicate: 1 } })
  t.match(await commit(id), { status: 202, body: { state: 'succeeded' } })
})

t.test('two openings of the same number end as one delta', async (t) => {
  const { openAt, put, commit, ended, db } = await testInlet(t)
  const runs = await Promise.all([openAt(1), openAt(1)])
  for (const { status, body } of runs) {
    t.equal(status, 201)
    await put(body.id, 1, good)
  }
  await Promise.all(runs.map(({ body }) => commit(body.id)))
  // Which of the two is recorded first is open.
  const both = (await Promise.all(runs.map(({ body }) => ended(body.id)))).map((run) => [run.state, run.new, run.unchanged])
  t.strictSame(both.sort(), [['succeeded', 0, 1], ['succeeded', 1, 0]])
  t.strictSame(await findFaults(db), [])
  t.match(await openAt(1), { status: 200, body: { id: Math.max(...runs.map(({ body }) => body.id)) } }, 'and a third is told of it')
})

t.test('a commit does not wait for a chunk whose sender is slow, and leaves it out', async (t) => {
  const inlet = await testInlet(t)
  const id = await inlet.open()
  await inlet.put(id, 1, good)
  const slow = await slowly(t, inlet, id)
  t.match(await inlet.commit(id, { chunks: 2 }), { status: 409, body: { errors: [{ path: 'chunks.2' }] } }, 'it has not arrived')
  t.match(await inlet.commit(id, { chunks: 1 }), { status: 202 })
  const done = await Promise.race([inlet.ended(id), sleep(8000, 'it waits')])
  t.match(done, { state: 'succeeded', read: 1, new: 1 })
  slow.finish()
  t.equal(await slow.answered, 409, 'the late one is told')
  t.strictSame(await inlet.chunks(id), [1])
  const { rows: left } = await inlet.db.execute(sql`select relname from pg_class where relnamespace = 'staging'::regnamespace and relkind = 'r'`)
  t.strictSame(left, [], 'no table of the run is left')
  t.strictSame(await findFaults(inlet.db), [])
  t.match(await inlet.push([feedRecord({ code: codeOf(2) })]), { state: 'succeeded', new: 1 }, 'it goes with the next delta')
})

t.test('a run is given up while a chunk of it arrives', async (t) => {
  const inlet = await testInlet(t)
  const before = await stateOf(inlet.db)
  const id = await inlet.open()
  const slow = await slowly(t, inlet, id)
  const given = inlet.abandon(id)
  await sleep(300)
  slow.finish()
  t.equal(await slow.answered, 409)
  t.match(await given, { status: 200, body: { state: 'failed' } })
  await inlet.stands(t, before)
  t.match(await inlet.push([feedRecord()]), { state: 'succeeded', new: 1 })
})

t.test('a sender that breaks off leaves nothing of its chunk', async (t) => {
  const inlet = await testInlet(t)
  const before = await stateOf(inlet.db)
  const id = await inlet.open()
  const slow = await slowly(t, inlet, id)
  slow.destroy()
  await t.rejects(slow.answered)
  t.match([await inlet.chunks(id), (await inlet.run(id)).read], [[], 0])
  await inlet.stands(t, before)
  t.match(await inlet.put(id, 1, good), { status: 201 })
  await inlet.commit(id, { chunks: 1 })
  t.match(await inlet.ended(id), { state: 'succeeded', read: 1, new: 1 })
})
