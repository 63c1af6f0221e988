import type { SQL } from 'drizzle-orm'
import { getTableColumns, sql } from 'drizzle-orm'
import type { Database } from '../db/client.ts'
import { closeBlock, insertEvents, lockHead } from '../journal/commands.ts'
import { moveCells } from './cells.ts'
import { stagedVersions } from './tables.ts'

/** Columns of a staging table in the order in which COPY fills them. */
export const stagedColumns = Object.values(getTableColumns(stagedVersions)).map((column) => column.name)

/** The facts of a version: the columns of staging that a version takes over as they are. */
const factColumns = stagedColumns.filter((name) => name !== 'seq' && name !== 'amended_on')
const list = (names: string[], prefix = '') => sql.raw(names.map((name) => `${prefix}${name}`).join(', '))

export interface RecordRequest {
  /** The staging table, filled. */
  staging: SQL
  runId: number
  /** The day from which an undated change of a known enterprise holds. */
  observedOn: string
  /** Up to when the source has been read. */
  sourceReadAt: Date | null
}

export interface Recorded {
  new: number
  changed: number
  unchanged: number
  /** Records of the run that say the same as another of it. */
  duplicate: number
  /** The block's positions; null when the run changed nothing. */
  first: number | null
  last: number | null
}

/** An unlogged table for one run's records; filled by COPY, dropped when the run ends. */
export async function createStaging (tx: Database, staging: SQL): Promise<void> {
  await tx.execute(sql`drop table if exists ${staging}`)
  await tx.execute(sql`create unlogged table ${staging} (like public.staged_versions)`)
}

/**
 * Compares a staging table with what is known and writes the difference: new versions with their positions, the
 * counts, one block. Readers see all of it or nothing. A record that says what its version said costs the comparison.
 * A late record becomes a version without becoming the current one.
 */
export async function recordVersions (tx: Database, { staging, runId, observedOn, sourceReadAt }: RecordRequest): Promise<Recorded> {
  const head = await lockHead(tx)
  // Only the columns that are joined: statistics of all of them, lists of codes included, take six times as long.
  await tx.execute(sql`analyze ${staging} (code, digest)`)
  await tx.execute(findFresh(staging))
  await tx.execute(sql`analyze fresh (code)`)
  const { rows: [staged] } = await tx.execute<{ staged: number, distinct: number }>(
    sql`select coalesce(sum(copies), 0)::int as staged, count(*)::int as distinct from (select count(*) as copies from ${staging} group by code, digest) records`)
  const { rows: [fresh] } = await tx.execute<{ rows: number, new: number }>(sql`
    select count(*)::int as rows, count(distinct code) filter (where not exists (
      select 1 from enterprise_versions v where v.code = fresh.code))::int as new from fresh`)
  const counts = {
    new: fresh!.new,
    changed: fresh!.rows - fresh!.new,
    unchanged: staged!.distinct - fresh!.rows,
    duplicate: staged!.staged - staged!.distinct,
  }
  if (fresh!.rows === 0) return { ...counts, first: null, last: null }

  await tx.execute(numberFresh(observedOn))
  const { rows: [served] } = await tx.execute<{ events: number }>(sql`select count(*)::int as events from numbered where has_event`)
  const last = head + served!.events + 1
  await moveCells(tx, sql`
    select ${list(factColumns, 'v.')}, -1 as sign from enterprise_versions v join numbered n on n.code = v.code and n.is_current where v.is_current
    union all
    select ${list(factColumns)}, 1 from numbered where is_current`)
  await tx.execute(sql`
    update enterprise_versions v set is_current = false from numbered n where n.is_current and n.code = v.code and v.is_current`)
  await tx.execute(sql`
    insert into enterprise_versions (${list(factColumns)}, version, valid_from, position, has_event, recorded_from, is_current, run_id)
    select ${list(factColumns)}, version, valid_from,
      case when has_event then ${head} + event else ${last} end, has_event, ${last}, is_current, ${runId}
    from numbered order by code, version`)
  await insertEvents(tx, [{ position: last, type: 'run', subject: String(runId), detail: { ...counts } }])
  await closeBlock(tx, { first: head + 1, last, kind: 'run', reference: String(runId), sourceReadAt })
  return { ...counts, first: head + 1, last }
}

/** Distinct staged records that no version says yet. Without an amendment date only the current version can say so. */
const findFresh = (staging: SQL) => sql`
  create temp table fresh on commit drop as
  select distinct on (s.code, s.digest) s.* from ${staging} s
  where not exists (
    select 1 from enterprise_versions v
    where v.code = s.code and v.digest = s.digest and (s.amended_on is not null or v.is_current))
  order by s.code, s.digest, s.seq`

/**
 * Gives each fresh record its validity, version and event number. Order is the source's own (day, number of
 * changes), not that of arrival. An undated change of a known enterprise holds from the day it was observed.
 */
const numberFresh = (observedOn: string) => sql`
  create temp table numbered on commit drop as
  with known as (
    select code, max(version) as version, bool_or(basis is not null) as served,
      max(valid_from) filter (where is_current) as valid_from, max(changes) filter (where is_current) as changes
    from enterprise_versions where code in (select code from fresh) group by code
  ), dated as (
    select f.*, k.version as known_version, k.served, k.valid_from as known_from, k.changes as known_changes,
      coalesce(f.amended_on, case when k.code is null then f.registered_on else greatest(${observedOn}::date, k.valid_from) end) as valid_from
    from fresh f left join known k on k.code = f.code
  ), ordered as (
    select d.*,
      coalesce(known_version, 0) + row_number() over source_order as version,
      coalesce(served, false) or bool_or(basis is not null) over source_order as has_event,
      row_number() over (partition by code order by valid_from desc, changes desc, seq desc) = 1
        and (known_from is null or (valid_from, changes) >= (known_from, known_changes)) as is_current
    from dated d
    window source_order as (partition by code order by valid_from, changes, seq)
  )
  select ${list(factColumns)}, version, valid_from, has_event, is_current,
    count(*) filter (where has_event) over (order by valid_from, code, version rows unbounded preceding) as event
  from ordered`
