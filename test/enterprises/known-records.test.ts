import { randomBytes } from 'node:crypto'
import { sql } from 'drizzle-orm'
import t from 'tap'
import { askKnown, DIGEST_BYTES, hasKnownRecords, loadKnown, noneKnown } from '../../src/enterprises/commands.ts'
import { connectTest } from '../support/database.ts'
import { codeOf, feedRecord } from '../support/feed.ts'
import { testRegister } from '../support/register.ts'

const uuids = (digests: Buffer[]) => sql.join(digests.map((digest) => sql`(${digest.toString('hex')}::uuid)`), sql`, `)
const note = (digests: Buffer[], isDated = true) =>
  sql`insert into known_records (digest, code, version, is_dated) select d, '0100000001', 1, ${isDated} from (values ${uuids(digests)}) given (d)`
const sorted = (indexes: number[]) => [...indexes].sort((a, b) => a - b)

t.test('memory and database know the same records', async (t) => {
  const { db } = await connectTest(t)
  t.notOk(await hasKnownRecords(db))
  const known = Array.from({ length: 3000 }, () => randomBytes(DIGEST_BYTES))
  // Both ends of the numbers, and neighbours in one entry of the directory.
  known.push(Buffer.alloc(DIGEST_BYTES), Buffer.alloc(DIGEST_BYTES, 255), ...[1, 2, 3].map((n) => Buffer.from(`80000000000000000${n}`.padEnd(32, '0'), 'hex')))
  await db.execute(note(known))
  const undated = randomBytes(DIGEST_BYTES)
  await db.execute(note([undated], false))
  t.ok(await hasKnownRecords(db))
  const asked = known.flatMap((digest) => [digest, randomBytes(DIGEST_BYTES)])
  asked.push(undated)
  const digests = Buffer.concat(asked)
  const expected = asked.flatMap((digest, i) => known.includes(digest) ? [] : [i])
  t.strictSame(sorted(await askKnown(db)(digests)), expected, 'one without a date is not known when its version is not the current one')
  t.strictSame(await (await loadKnown(db))(digests), expected)
  t.strictSame(await noneKnown(digests), [...asked.keys()])
  for (const known of [askKnown(db), await loadKnown(db), noneKnown]) t.strictSame(await known(Buffer.alloc(0)), [])
})

t.test('memory knows nothing of an empty register, and all of one record', async (t) => {
  const { db } = await connectTest(t)
  t.strictSame(await (await loadKnown(db))(Buffer.alloc(2 * DIGEST_BYTES)), [0, 1])
  await db.execute(note([Buffer.alloc(DIGEST_BYTES)]))
  t.strictSame(await (await loadKnown(db))(Buffer.concat([Buffer.alloc(DIGEST_BYTES), Buffer.alloc(DIGEST_BYTES, 1)])), [1])
})

t.test('a record without a date is known as long as it says what holds', async (t) => {
  const undated = feedRecord({ amendedOn: null })
  const { db, load } = await testRegister(t, [undated])
  const { rows: [row] } = await db.execute<{ digest: string }>(sql`select digest from known_records`)
  const digest = Buffer.from(row!.digest.replaceAll('-', ''), 'hex')
  t.strictSame([await askKnown(db)(digest), await (await loadKnown(db))(digest)], [[], []])
  t.match(await load([feedRecord({ amendedOn: null, name: 'CÔNG TY TNHH PHẦN MỀM HAI', changes: 1 })]), { state: 'succeeded', changed: 1 })
  t.strictSame([await askKnown(db)(digest), await (await loadKnown(db))(digest)], [[0], [0]])
  t.match(await load([feedRecord({ code: codeOf(1) })]), { state: 'succeeded', new: 1 })
})
