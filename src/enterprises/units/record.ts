import type { SQL } from 'drizzle-orm'
import { sql } from 'drizzle-orm'
import type { Day } from '../../calendar.ts'
import type { Database } from '../../db/client.ts'
import { unitColumns, unitTable } from './staging.ts'

/** The facts of a version: the columns of staging that it takes over as they are. */
const FACTS = unitColumns.filter((name) => !['raw_digest', 'seq', 'amended_on'].includes(name))
const list = (names: string[], prefix = '') => sql.raw(names.map((name) => `${prefix}${name}`).join(', '))

const sameUnit = (a: SQL, b: SQL) => sql`${a}.enterprise_code = ${b}.enterprise_code and ${a}.code = ${b}.code`

/** The source's own order: the last one is the state that holds. */
const LAST_FIRST = sql.raw('valid_from desc, changes desc, version desc')

/**
 * Compares the units that a run has staged with those of the register and leaves the states that no version says yet in
 * the temporary table `appended_units`; answers how many. An undated change of a known unit holds from the day it was observed.
 */
export async function compareUnits (tx: Database, runId: number, observedOn: Day): Promise<number> {
  await tx.execute(sql`analyze ${unitTable(runId)}`)
  await tx.execute(sql`
    create temp table appended_units on commit drop as
    with told as (
      select distinct on (enterprise_code, code, digest) * from ${unitTable(runId)} where code is not null order by enterprise_code, code, digest, seq
    ), known as (
      select v.enterprise_code, v.code, max(v.version) as version, (array_agg(v.digest order by ${LAST_FIRST}) filter (where v.recorded_to is null))[1] as digest,
        (array_agg(v.valid_from order by ${LAST_FIRST}) filter (where v.recorded_to is null))[1] as valid_from
      from unit_versions v where (v.enterprise_code, v.code) in (select enterprise_code, code from told) group by v.enterprise_code, v.code
    ), dated as (
      select t.*, k.version as known_version, t.amended_on is null and t.digest is not distinct from k.digest as says_what_holds,
        coalesce(t.amended_on, case when k.valid_from is not null then greatest(${observedOn}::date, k.valid_from) end, t.registered_on, ${observedOn}::date) as valid_from
      from told t left join known k on ${sameUnit(sql`k`, sql`t`)}
    )
    select seq, valid_from,
      (coalesce(known_version, 0) + row_number() over (partition by enterprise_code, code order by valid_from, changes, seq))::int as version
    from dated d
    where not says_what_holds and not exists (
      select from unit_versions v
      where ${sameUnit(sql`v`, sql`d`)} and v.digest = d.digest and v.recorded_to is null and (d.amended_on is not null or v.valid_from = d.valid_from))`)
  const { rows: [counted] } = await tx.execute<{ n: number }>(sql`select count(*)::int as n from appended_units`)
  return counted!.n
}

/** Writes the versions of `appended_units`, known from the last position of the block that is being written. */
export const insertUnits = (tx: Database, runId: number, last: number) => tx.execute(sql`
  insert into unit_versions (${list(FACTS)}, version, valid_from, recorded_from, run_id)
  select ${list(FACTS, 's.')}, a.version, a.valid_from, ${last}::bigint, ${runId}::bigint
  from appended_units a join ${unitTable(runId)} s on s.seq = a.seq`)

/** Notes which bytes say what. One without a date is read each time: it says something else once another state holds. */
export const noteKnownUnits = (tx: Database, runId: number) => tx.execute(sql`
  insert into known_units (digest, enterprise_code, code, version)
  select distinct on (s.raw_digest) s.raw_digest, v.enterprise_code, v.code, v.version
  from ${unitTable(runId)} s join unit_versions v on ${sameUnit(sql`v`, sql`s`)} and v.digest = s.digest and v.recorded_to is null
  where s.amended_on is not null
  order by s.raw_digest, v.version
  on conflict (digest) do update set enterprise_code = excluded.enterprise_code, code = excluded.code, version = excluded.version`)

/** Closes what a run brought; what was known before holds again. */
export async function closeUnits (tx: Database, runId: number, last: number): Promise<void> {
  await tx.execute(sql`delete from known_units k using unit_versions v where v.run_id = ${runId} and v.recorded_to is null and ${sameUnit(sql`k`, sql`v`)} and k.version = v.version`)
  await tx.execute(sql`update unit_versions set recorded_to = ${last} where run_id = ${runId} and recorded_to is null`)
}

/** Whether a unit that a run repeats is not known any more. */
export async function hasForgottenUnit (tx: Database, runId: number): Promise<boolean> {
  const { rows: [found] } = await tx.execute<{ exists: boolean }>(sql`
    select exists (select from ${unitTable(runId)} s where s.code is null and not exists (select from known_units k where k.digest = s.raw_digest)) as exists`)
  return found!.exists
}
