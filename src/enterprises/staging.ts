import type { SQL } from 'drizzle-orm'
import { getTableColumns, sql } from 'drizzle-orm'
import type { Database } from '../db/client.ts'
import { sqlState } from '../db/errors.ts'
import { stagedVersions } from './tables.ts'
import { unitTable } from './units/staging.ts'

/** Columns of a staging table in the order in which COPY fills them. */
export const stagedColumns = Object.values(getTableColumns(stagedVersions)).map((column) => column.name)

export const stagingTable = (runId: number): SQL => sql.raw(`staging.run_${runId}`)
export const seenTable = (runId: number): SQL => sql.raw(`staging.seen_${runId}`)

/** Unlogged tables for one run's records: those to be compared, those known by their bytes, and those of units. Dropped when the run ends. */
export async function createStaging (tx: Database, runId: number): Promise<void> {
  await dropStaging(tx, runId)
  await tx.execute(sql`create unlogged table ${stagingTable(runId)} (like public.staged_versions)`)
  await tx.execute(sql`create unlogged table ${seenTable(runId)} (like public.seen_records)`)
  await tx.execute(sql`create unlogged table ${unitTable(runId)} (like public.staged_units)`)
}

const LOCK_NOT_AVAILABLE = '55P03'

/** Drops them, unless a chunk is still arriving: nobody's commit waits for a slow sender, whose end drops them then. */
export async function dropStaging (tx: Database, runId: number): Promise<void> {
  try {
    await tx.transaction(async (part) => {
      await part.execute(sql`set local lock_timeout = '200ms'`)
      await part.execute(sql`drop table if exists ${stagingTable(runId)}, ${seenTable(runId)}, ${unitTable(runId)}`)
      await part.execute(sql`set local lock_timeout to default`)
    })
  } catch (err) {
    if (sqlState(err) !== LOCK_NOT_AVAILABLE) throw err
  }
}

/** How many records are staged and seen, and how many of units are either; null where a crash of the database or another release took the tables. */
export async function countStaged (tx: Database, runId: number): Promise<{ staged: number, seen: number, units: number } | null> {
  const { rows: [found] } = await tx.execute<{ exists: boolean }>(
    sql`
    select to_regclass(${`staging.run_${runId}`}) is not null and to_regclass(${`staging.units_${runId}`}) is not null
      and exists (select from pg_attribute where attrelid = to_regclass(${`staging.seen_${runId}`}) and attname = 'digest' and not attisdropped) as exists`)
  if (!found!.exists) return null
  const { rows: [counts] } = await tx.execute<{ staged: number, seen: number, units: number }>(sql`
    select (select count(*)::int from ${stagingTable(runId)}) as staged, (select count(*)::int from ${seenTable(runId)}) as seen,
      (select count(*)::int from ${unitTable(runId)}) as units`)
  return counts!
}

/** What is sorted and hashed is a few dozen bytes a record; a run of the whole register should do it in memory. */
export const roomToSort = (tx: Database) => tx.execute(sql`set local work_mem = '256MB'`)
