import { readFile } from 'node:fs/promises'
import { sql } from 'drizzle-orm'
import t from 'tap'
import { findFaults } from '../../src/enterprises/queries.ts'
import { loadHistory, makeHistory } from '../support/random-history.ts'
import { testRegister } from '../support/register.ts'

const { told } = makeHistory(4711)
const { db, pool, get, load } = await testRegister(t)
await loadHistory({ get, load }, told)

const TABLES = {
  enterprise_spans: 'code, version, from_day, until_day, commune_code, legal_type, industry_group, registered_on, ends_there, recorded_from, recorded_to, province_code, old_province_code, category, status, basis, ownership',
  span_months: 'month, enterprises, province_code, old_province_code, category, status, basis, ownership',
  span_years: 'year, enterprises, province_code, old_province_code, category, status, basis, ownership',
}
/** All that the tables say, without the numbers of the cells. */
const contents = async () => await Promise.all(Object.entries(TABLES).map(async ([table, columns]) =>
  (await pool.query(`select ${columns} from ${table} left join span_cells using (cell) order by ${columns}`)).rows))

t.test('spans and their sums are what the versions say, at every position', async (t) => {
  t.strictSame(await findFaults(db), [])
  const { rows: [counted] } = await pool.query('select count(*)::int as n, count(recorded_to)::int as closed from enterprise_spans')
  t.ok(counted.closed > 20, 'late records changed what was known')
})

t.test('a span, month or year that is wrong, missing or too many is found', async (t) => {
  for (const harm of [
    "update enterprise_spans set until_day = until_day - 1 where ctid = (select min(ctid) from enterprise_spans where recorded_to is null and until_day < '2100-01-01')",
    'delete from enterprise_spans where ctid = (select min(ctid) from enterprise_spans where recorded_to is not null)',
    'insert into enterprise_spans select code, version, from_day - 1, until_day, cell, cell_before, ends_there, commune_code, legal_type, industry_group, registered_on, recorded_from, recorded_to from enterprise_spans limit 1',
    'update enterprise_spans set recorded_to = recorded_to + 1 where ctid = (select min(ctid) from enterprise_spans where recorded_to is not null)',
    'update span_months set enterprises = enterprises + 1 where ctid = (select min(ctid) from span_months)',
    'delete from span_years where ctid = (select min(ctid) from span_years)',
  ]) {
    await db.transaction(async (tx) => {
      await tx.execute(sql.raw(harm))
      t.match(await findFaults(tx), [/^\d+ spans of enterprises/], harm)
      throw new Error('undone')
    }).catch((err: Error) => { if (err.message !== 'undone') throw err })
  }
})

t.test('the migration makes the same of versions that are there before it', async (t) => {
  const kept = await contents()
  const statements = (await readFile('migrations/0013_spans.sql', 'utf8')).split('--> statement-breakpoint')
  const client = await pool.connect()
  t.teardown(() => client.release())
  await client.query('begin')
  await client.query('drop table enterprise_spans, span_cells, span_months, span_years')
  for (const statement of statements) await client.query(statement)
  await client.query('commit')
  t.strictSame(await contents(), kept)
  t.strictSame(await findFaults(db), [])
})
