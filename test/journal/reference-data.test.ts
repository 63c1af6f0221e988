import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { sql } from 'drizzle-orm'
import t from 'tap'
import { connect } from '../../src/db/client.ts'
import { closeBlock, insertEvents, lockHead } from '../../src/journal/commands.ts'
import { findBlockAt, findPosition } from '../../src/journal/queries.ts'
import { loadReferenceData } from '../../src/journal/reference-data.ts'
import { blocks, events, seedEditions } from '../../src/journal/tables.ts'
import { createDatabase } from '../support/database.ts'

const TYPES = '10-legal-types.csv'
const MAPPINGS = '11-value-mappings.csv'
const types = 'code,name,name_en\nCTCP,Công ty cổ phần,Joint-stock company\nCTHD,Công ty hợp danh,Partnership\n'
const mappings = 'list,raw_value,code,note\nstatus,1,active,\nstatus,2,suspended,"Assumed, not published"\n'

const { db, pool, close } = connect(await createDatabase(t))
t.teardown(close)
const folder = t.testdir({ [TYPES]: types, [MAPPINGS]: mappings, 'README.md': 'Not loaded.', 'corrections.csv': 'neither,this\n' })
const write = (file: string, text: string) => writeFile(join(folder, file), text)

/** What a question at a position reads. */
async function namesAt (position: number): Promise<string[]> {
  const { rows } = await db.execute<{ name: string }>(sql`
    select name from legal_types where recorded_from <= ${position} and (recorded_to is null or recorded_to > ${position}) order by code`)
  return rows.map((row) => row.name)
}

const firstLoad = new Date()

await t.test('the first load fills the tables in one block, one position a file', async (t) => {
  const told: string[] = []
  const loaded = await loadReferenceData(db, folder, (file) => told.push(file.file))
  t.strictSame(loaded, [
    { file: TYPES, rows: 2, closed: 0, inserted: 2, skipped: false },
    { file: MAPPINGS, rows: 2, closed: 0, inserted: 2, skipped: false },
  ])
  t.strictSame(told, [TYPES, MAPPINGS])
  t.equal(await findPosition(db), 2)
  t.match(await db.select().from(blocks), [{ firstPosition: 1, lastPosition: 2, kind: 'reference-data', reference: null }])
  t.match(await db.select().from(events).orderBy(events.position), [
    { position: 1, type: 'reference-data', subject: TYPES, detail: { rows: 2, closed: 0, inserted: 2, sha256: /^[0-9a-f]{64}$/ } },
    { position: 2, type: 'reference-data', subject: MAPPINGS },
  ])
})

await t.test('the second load skips every file and takes no position', async (t) => {
  t.strictSame((await loadReferenceData(db, folder)).map((file) => [file.rows, file.skipped]), [[2, true], [2, true]])
  t.equal(await findPosition(db), 2)
})

await t.test('a changed row closes and inserts, and an old question keeps its answer', async (t) => {
  await write(TYPES, types.replace('Công ty hợp danh', 'Hợp danh'))
  const loaded = await loadReferenceData(db, folder)
  t.match(loaded, [{ file: TYPES, closed: 1, inserted: 1, skipped: false }, { file: MAPPINGS, skipped: true }])
  t.equal(await findPosition(db), 3)
  t.strictSame(await namesAt(2), ['Công ty cổ phần', 'Công ty hợp danh'])
  t.strictSame(await namesAt(3), ['Công ty cổ phần', 'Hợp danh'])
})

await t.test('an empty cell is null, and null is equal to null in the next edition', async (t) => {
  await write(MAPPINGS, `${mappings}status,3,not-at-address,\n`)
  t.match(await loadReferenceData(db, folder), [{ skipped: true }, { file: MAPPINGS, rows: 3, closed: 0, inserted: 1 }])
  const { rows } = await db.execute(sql`select raw_value, note from value_mappings where recorded_to is null order by raw_value`)
  t.strictSame(rows, [{ raw_value: '1', note: null }, { raw_value: '2', note: 'Assumed, not published' }, { raw_value: '3', note: null }])
})

await t.test('a row that left the file is closed, and may come back', async (t) => {
  await write(TYPES, 'code,name,name_en\nCTCP,Công ty cổ phần,Joint-stock company\n')
  t.match(await loadReferenceData(db, folder), [{ rows: 1, closed: 1, inserted: 0 }, {}])
  await write(TYPES, types)
  t.match(await loadReferenceData(db, folder), [{ rows: 2, closed: 0, inserted: 1 }, {}])
  t.strictSame(await namesAt(await findPosition(db) - 1), ['Công ty cổ phần'])
  t.strictSame(await namesAt(await findPosition(db)), ['Công ty cổ phần', 'Công ty hợp danh'])
})

await t.test('a file that cannot be loaded is refused by name, and nothing is half loaded', async (t) => {
  const [position, editions, names] = [await findPosition(db), await db.$count(seedEditions), await namesAt(99)]
  await write(TYPES, `${types}DNTN,Doanh nghiệp tư nhân,Private enterprise\n`)
  for (const [text, message] of [
    ['list,raw_value,code,remark\nstatus,1,active,\n', '11-value-mappings.csv: "value_mappings" has no column "remark" to fill'],
    ['list,raw_value,code,note,id\nstatus,1,active,,1\n', '11-value-mappings.csv: "value_mappings" has no column "id" to fill'],
    ['list,raw_value,code\nstatus,1,active\n', '11-value-mappings.csv: column "note" is missing'],
    ['list,list,code,note\nstatus,1,active,\n', '11-value-mappings.csv: column "list" is named twice'],
    [`${mappings}status,1,active,\n`, '11-value-mappings.csv: row 3 repeats row 1: status,1,active,'],
    [`${mappings}status,4\n`, /^11-value-mappings\.csv: not readable as CSV: .+/],
    [`${mappings}status,1,ended,\n`, /^11-value-mappings\.csv: duplicate key .+\(Key \(list, raw_value\)=\(status, 1\)/],
    [`${mappings}status,4,,\n`, /^11-value-mappings\.csv: null value in column "code"/],
    ['', '11-value-mappings.csv: the header row is missing'],
  ] as const) {
    await write(MAPPINGS, text)
    await t.rejects(loadReferenceData(db, folder), { message })
  }
  await write('12-no-such-table.csv', 'code\n1\n')
  await write(MAPPINGS, mappings)
  await t.rejects(loadReferenceData(db, folder), { message: '12-no-such-table.csv: there is no reference table "no_such_table"' })
  await write('12-events.csv', 'position\n1\n')
  await t.rejects(loadReferenceData(db, folder), { message: '12-events.csv: there is no reference table "events"' })
  t.strictSame([await findPosition(db), await db.$count(seedEditions), await namesAt(99)], [position, editions, names])
})

await t.test('positions are dense: blocks and events cover them all, each once', async (t) => {
  const head = await findPosition(db)
  const ranges = await db.select({ first: blocks.firstPosition, last: blocks.lastPosition }).from(blocks).orderBy(blocks.lastPosition)
  t.strictSame(ranges.flatMap(({ first, last }) => Array.from({ length: last - first + 1 }, (_, i) => first + i)), Array.from({ length: head }, (_, i) => i + 1))
  t.strictSame((await db.select().from(events).orderBy(events.position)).map((event) => event.position), Array.from({ length: head }, (_, i) => i + 1))
})

await t.test('the position at an instant is the last one recorded by then', async (t) => {
  t.equal(await findBlockAt(db, new Date(firstLoad.getTime() - 3_600_000)), 0)
  t.equal(await findBlockAt(db, new Date(Date.now() + 3_600_000)), await findPosition(db))
  const [first] = await db.select().from(blocks).orderBy(blocks.lastPosition)
  t.equal(await findBlockAt(db, new Date(first!.recordedAt.getTime() + 1)), 2)
})

await t.test('a block that is empty or does not follow the head is refused', async (t) => {
  const head = await findPosition(db)
  const write = (first: number, last: number) => db.transaction(async (tx) => {
    await lockHead(tx)
    await closeBlock(tx, { first, last, kind: 'test' })
  })
  await t.rejects(write(head + 1, head), RangeError)
  await t.rejects(write(head + 2, head + 2), RangeError)
  await t.rejects(write(head, head + 1), RangeError)
  t.equal(await findPosition(db), head)
})

await t.test('writers wait for each other, and listeners are told the new position', async (t) => {
  const head = await findPosition(db)
  const listener = await pool.connect()
  await listener.query('listen register_position')
  const told: (string | undefined)[] = []
  listener.on('notification', (message) => told.push(message.payload))
  const write = () => db.transaction(async (tx) => {
    const position = await lockHead(tx) + 1
    await insertEvents(tx, [{ position, type: 'test', subject: 'writer', detail: {} }])
    await closeBlock(tx, { first: position, last: position, kind: 'test' })
    return position
  })
  const taken = await Promise.all([write(), write(), write()])
  await listener.query('select 1')
  listener.release(true)
  t.strictSame(taken.sort((a, b) => a - b), [head + 1, head + 2, head + 3])
  t.strictSame(told, taken.map(String))
})

await t.test('the seeds of this repository load, and load again as nothing', async (t) => {
  const loaded = await loadReferenceData(db, 'seeds')
  t.equal(loaded.length, 31)
  const { rows } = await db.execute<{ n: number }>(sql`select count(*) n from commune_successions where recorded_to is null`)
  t.equal(rows[0]!.n, 10602)
  t.ok((await loadReferenceData(db, 'seeds')).every((file) => file.skipped))
  const readMe = await readFile('seeds/README.md', 'utf8')
  t.ok(loaded.every((file) => readMe.includes(file.file)))
})

const POINTS = '12-focal-points.csv'
await t.test('rows of people in a table of a file are left as they are, and go before those of the file', async (t) => {
  const points = 'code,division,province_code,agency,unit,contact,document_number,document_date,document_url,valid_from,valid_to,end_note\ncentral-2020-03-30,,,mic-it,,,1080,2020-03-30,,2020-03-30,,\n'
  const open = async () => (await db.execute(sql`select code, agency, is_shipped as shipped from focal_points where recorded_to is null order by code`)).rows
  const shared = t.testdir({ [POINTS]: points })
  await loadReferenceData(db, shared)
  await db.execute(sql`insert into focal_points (code, division, province_code, agency, document_number, document_date, valid_from, recorded_from) values ('48-2025-07-01', '2025', '48', 'so-kh-cn-48', '1', '2025-07-01', '2025-07-01', 1)`)
  await writeFile(join(shared, POINTS), points.replace('mic-it', 'mic'))
  t.match(await loadReferenceData(db, shared), [{ closed: 1, inserted: 1 }])
  t.strictSame(await open(), [{ code: '48-2025-07-01', agency: 'so-kh-cn-48', shipped: false }, { code: 'central-2020-03-30', agency: 'mic', shipped: true }])
  await db.execute(sql`update focal_points set is_shipped = false, agency = 'most' where code = 'central-2020-03-30'`)
  await writeFile(join(shared, POINTS), points)
  t.match(await loadReferenceData(db, shared), [{ closed: 0, inserted: 0 }])
  t.strictSame((await open())[1], { code: 'central-2020-03-30', agency: 'most', shipped: false })
})
