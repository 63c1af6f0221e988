import { EventEmitter, once } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import { sql } from 'drizzle-orm'
import t from 'tap'
import { recordAudit, systemAuthor } from '../../src/journal/audit.ts'
import { findAuditEnd, findAuditFaults } from '../../src/journal/audit-queries.ts'
import { closeBlock, lockHead } from '../../src/journal/commands.ts'
import { connectTest } from '../support/database.ts'

const by = { who: 'key:7', label: 'Sở KH&CN', address: '203.0.113.7', requestId: '0b8ff2c5-6f1c-4a42-9f5c-7c6b5d3a1e10' }
const entry = (n: number) => ({ by, action: 'run.release', subject: `run/${n}`, before: { state: 'held' }, after: { state: 'committing', n: 1.50 } })

t.test('what is recorded is numbered and chained in the order of the commits', async (t) => {
  const { db } = await connectTest(t)
  t.match(await findAuditEnd(db), { number: 0, hash: /^0{64}$/ })
  await recordAudit(db, entry(1))
  await db.transaction((tx) => recordAudit(tx, entry(2), entry(3), { by: systemAuthor('worker'), action: 'run.fail', subject: 'run/4' }))
  await recordAudit(db)
  const { rows } = await db.execute(sql`select * from audit_entries order by number`)
  t.match(rows, [1, 2, 3, 4].map((number) => ({ number, subject: `run/${number}`, hash: /^[0-9a-f]{64}$/ })))
  t.match(rows[0], { who: 'key:7', label: 'Sở KH&CN', address: '203.0.113.7', request_id: by.requestId, before: { state: 'held' } })
  t.match(rows[3], { who: 'system:worker', address: null, request_id: null, before: null, after: null })
  t.match(await findAuditEnd(db), { number: 4, hash: rows[3]!['hash'] as string })
  t.strictSame(await findAuditFaults(db), [])
})

t.test('what its transaction does not keep is not in the trail', async (t) => {
  const { db } = await connectTest(t)
  await t.rejects(db.transaction(async (tx) => {
    await recordAudit(tx, entry(1))
    throw new Error('changed my mind')
  }), /changed my mind/)
  await recordAudit(db, entry(2))
  t.match((await db.execute(sql`select number, subject from audit_entries`)).rows, [{ number: 1, subject: 'run/2' }], 'nor does it leave a gap')
  t.strictSame(await findAuditFaults(db), [])
})

t.test('writers that lock the head before or after do not lock each other out', async (t) => {
  const { db } = await connectTest(t, { max: 12 })
  const write = (n: number) => db.transaction(async (tx) => {
    if (n % 3 === 0) await recordAudit(tx, entry(n))
    if (n % 3 !== 2) {
      const first = await lockHead(tx) + 1
      await sleep(2)
      await closeBlock(tx, { first, last: first, kind: 'test' })
    }
    if (n % 3 !== 0) await recordAudit(tx, entry(n), entry(n))
  })
  await Promise.all(Array.from({ length: 60 }, (_, n) => write(n)))
  t.match(await findAuditEnd(db), { number: 100 })
  t.strictSame(await findAuditFaults(db), [])
})

t.test('a transaction that is still writing holds up nobody', async (t) => {
  const { db } = await connectTest(t)
  const [written, finished] = [new EventEmitter(), new EventEmitter()]
  const isWritten = once(written, 'done')
  const long = db.transaction(async (tx) => {
    await recordAudit(tx, entry(1))
    const isFinished = once(finished, 'done')
    written.emit('done')
    await isFinished
  })
  await isWritten
  await recordAudit(db, entry(2))
  finished.emit('done')
  await long
  t.match((await db.execute(sql`select number, subject from audit_entries order by number`)).rows, [{ number: 1, subject: 'run/2' }, { number: 2, subject: 'run/1' }])
  t.strictSame(await findAuditFaults(db), [])
})

t.test('what is told once in a while is written once', async (t) => {
  const { db } = await connectTest(t)
  await Promise.all(Array.from({ length: 5 }, () => recordAudit(db, { ...entry(1), once: '2026-11-22T03:00 203.0.113.0/24 no-key' })))
  t.match(await findAuditEnd(db), { number: 1 })
  t.strictSame(await findAuditFaults(db), [])
})

t.test('nobody changes the trail by mistake, its owner neither', async (t) => {
  const { db } = await connectTest(t)
  await recordAudit(db, entry(1), entry(2))
  for (const statement of ['update audit_entries set label = \'x\'', 'update audit_entries set hash = hash', 'delete from audit_entries', 'truncate audit_entries']) {
    await t.rejects(db.execute(sql.raw(statement)), { cause: { code: '42501' } }, statement)
  }
})

t.test('whatever is done to it on purpose shows', async (t) => {
  const { db } = await connectTest(t)
  await recordAudit(db, ...[1, 2, 3, 4, 5].map(entry))
  /** As somebody would with all the rights there are, and takes it back. */
  const faultsAfter = async (...statements: string[]) => {
    let faults: string[] = []
    await db.transaction(async (tx) => {
      await tx.execute(sql`set local session_replication_role = replica`)
      for (const statement of statements) await tx.execute(sql.raw(statement))
      faults = await findAuditFaults(tx)
      tx.rollback()
    }).catch(() => undefined)
    return faults
  }
  for (const change of ['who = \'key:8\'', 'after = \'{}\'', 'before = null', 'address = null', 'at = at + interval \'1 microsecond\'', 'subject = \'run/9\'', 'request_id = null', 'label = \'\'', 'action = \'x\'', 'once = \'x\'']) {
    t.match(await faultsAfter(`update audit_entries set ${change} where number = 3`), ['Entry 3 of the trail is not what its hash says'], change)
  }
  t.match(await faultsAfter('delete from audit_entries where number = 3'), ['Entry 4', 'lacks what stood before entry 4'], 'a row that is gone')
  t.match(await faultsAfter('delete from audit_entries where number = 5'), ['does not end with entry 5'], 'the last row gone')
  t.match(await faultsAfter('delete from audit_entries'), ['does not end with entry 5'], 'all of it gone')
  t.match(await faultsAfter('update audit_entries set number = -number where number in (2, 3)', 'update audit_entries set number = 5 + number where number < 0'), [/./], 'rows in another order')
  t.match(await faultsAfter(`insert into audit_entries (number, who, label, action, subject, hash) values (6, 'a', 'b', 'c', 'd', repeat('a', 64))`), [/end with entry 5/, /Entry 6/], 'a row that was slipped in')
  t.strictSame(await findAuditFaults(db), [])
})
