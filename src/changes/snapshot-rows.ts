import type { SQL } from 'drizzle-orm'
import { sql } from 'drizzle-orm'
import type { Day } from '../calendar.ts'
import type { Database } from '../db/client.ts'
import type { View } from '../enterprises/queries.ts'
import { enterpriseCells, enterpriseJson, withNames } from '../enterprises/queries.ts'
import { enterpriseVersions } from '../enterprises/tables.ts'
import { csvHead, csvLine } from '../http/download.ts'

const BATCH = 1000

const viewOn = (day: Day): View => ({ division: '2025', language: 'vi', day })

/** The enterprises that the register serves, by code, in constant memory. Needs a transaction of one snapshot. */
async function * servedRows (tx: Database, columns: SQL, view: View): AsyncGenerator<Record<string, string | null>[]> {
  await tx.execute(sql`
    declare served no scroll cursor for select ${columns} from ${enterpriseVersions} v ${withNames(view)}
    where v.is_current and v.basis is not null and v.presence = 'present' order by v.code`)
  for (;;) {
    const { rows } = await tx.execute<Record<string, string | null>>(sql.raw(`fetch ${BATCH} from served`))
    if (rows.length === 0) break
    yield rows
  }
  await tx.execute(sql`close served`)
}

/** An `Enterprise` a line, as the API shows it on a day. */
export async function * servedAsNdjson (tx: Database, day: Day): AsyncGenerator<string> {
  const view = viewOn(day)
  for await (const rows of servedRows(tx, sql`${enterpriseJson(view)} as item`, view)) yield rows.map(({ item }) => `${item}\n`).join('')
}

/** The same members as the columns of a list. */
export async function * servedAsCsv (tx: Database, day: Day): AsyncGenerator<string> {
  const view = viewOn(day)
  const cells = enterpriseCells(view)
  yield csvHead(cells.map(({ name }) => name))
  const columns = sql.join(cells.map(({ name, text }) => sql`(${text})::text as ${sql.identifier(name)}`), sql`, `)
  for await (const rows of servedRows(tx, columns, view)) yield rows.map((row) => csvLine(Object.values(row))).join('')
}
