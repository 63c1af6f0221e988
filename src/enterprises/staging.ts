import type { SQL } from 'drizzle-orm'
import { getTableColumns, sql } from 'drizzle-orm'
import type { Database } from '../db/client.ts'
import { sqlState } from '../db/errors.ts'
import { stagedVersions } from './tables.ts'

/** Columns of a staging table in the order in which COPY fills them. */
export const stagedColumns = Object.values(getTableColumns(stagedVersions)).map((column) => column.name)

/** Bytes of a digest: enough for a comparison, and what a UUID holds. */
export const DIGEST_BYTES = 16

export const stagingTable = (runId: number): SQL => sql.raw(`staging.run_${runId}`)
export const seenTable = (runId: number): SQL => sql.raw(`staging.seen_${runId}`)

/** Unlogged tables for one run's records: those to be compared, and those known by their bytes. Dropped when the run ends. */
export async function createStaging (tx: Database, runId: number): Promise<void> {
  await dropStaging(tx, runId)
  await tx.execute(sql`create unlogged table ${stagingTable(runId)} (like public.staged_versions)`)
  await tx.execute(sql`create unlogged table ${seenTable(runId)} (like public.seen_records)`)
}

const LOCK_NOT_AVAILABLE = '55P03'

/** Drops them, unless a chunk is still arriving: nobody's commit waits for a slow sender, whose end drops them then. */
export async function dropStaging (tx: Database, runId: number): Promise<void> {
  try {
    await tx.transaction(async (part) => {
      await part.execute(sql`set local lock_timeout = '200ms'`)
      await part.execute(sql`drop table if exists ${stagingTable(runId)}, ${seenTable(runId)}`)
      await part.execute(sql`set local lock_timeout to default`)
    })
  } catch (err) {
    if (sqlState(err) !== LOCK_NOT_AVAILABLE) throw err
  }
}

/** How many records are staged and seen; null where a crash of the database or another release took the tables. */
export async function countStaged (tx: Database, runId: number): Promise<{ staged: number, seen: number } | null> {
  const { rows: [found] } = await tx.execute<{ exists: boolean }>(
    sql`select to_regclass(${`staging.run_${runId}`}) is not null and to_regclass(${`staging.seen_${runId}`}) is not null as exists`)
  if (!found!.exists) return null
  const { rows: [counts] } = await tx.execute<{ staged: number, seen: number }>(sql`
    select (select count(*)::int from ${stagingTable(runId)}) as staged, (select count(*)::int from ${seenTable(runId)}) as seen`)
  return counts!
}

/** False on a register without records: then there is nothing to look up. */
export async function hasKnownRecords (db: Database): Promise<boolean> {
  const { rows: [found] } = await db.execute<{ exists: boolean }>(sql`select exists (select from known_records) as exists`)
  return found!.exists
}

/**
 * Notes the records whose bytes a version was read from already, and answers the indexes of the others. `digests` are
 * those of all records, one behind the other. A record without a date of its own must be that of the current version.
 */
export async function passKnown (tx: Database, runId: number, digests: Buffer): Promise<number[]> {
  const { rows } = await tx.execute<{ i: number }>(sql`
    with given as (
      select i, encode(substring(d.digests from i * ${DIGEST_BYTES} + 1 for ${DIGEST_BYTES}), 'hex')::uuid as digest
      from (select ${digests}::bytea as digests) d, generate_series(0, ${digests.length / DIGEST_BYTES - 1}::int) i
    ), looked_up as materialized (
      select g.i, k.code, k.version from given g left join known_records k on k.digest = g.digest
        and (k.is_dated or exists (select from enterprise_versions v where v.code = k.code and v.version = k.version and v.is_current))
    ), noted as (
      insert into ${seenTable(runId)} (code, version) select code, version from looked_up where code is not null
    )
    select i from looked_up where code is null order by i`)
  return rows.map(({ i }) => i)
}
