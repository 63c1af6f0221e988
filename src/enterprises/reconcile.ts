import type { SQL } from 'drizzle-orm'
import { sql } from 'drizzle-orm'
import type { Day } from '../calendar.ts'
import type { Database } from '../db/client.ts'
import { latestDecisions } from './decisions/standing.ts'
import type { Diff } from './diff.ts'
import { diffOf } from './diff-queries.ts'
import { compareAsProposed, makeProposed } from './rules/proposed.ts'
import { roomToSort, seenTable, stagingTable } from './staging.ts'
import { compareUnits } from './units/record.ts'

export interface ReconcileRequest {
  runId: number
  /** The day from which an undated change of a known enterprise holds, and on which categories are compared. */
  observedOn: Day
  /** Of a full file: the last day that it tells of. What it lacks is gone from the day after. */
  cutoff: Day | null
  /** Codes that a full file names without a record that could be read: they are not gone. */
  alsoNamed: SQL
}

/**
 * Compares what a run has staged with the register: leaves the versions to append in the temporary table `appended`,
 * narrow, so that sorting a first load does not sort its texts, and answers the difference. Writes nothing else.
 */
export async function reconcile (tx: Database, request: ReconcileRequest): Promise<Diff> {
  const { runId, observedOn, cutoff, alsoNamed } = request
  const staging = stagingTable(runId)
  await roomToSort(tx)
  // Only the columns that are joined: statistics of all of them, lists of codes included, take six times as long.
  await tx.execute(sql`analyze ${staging} (code, digest, seq)`)
  await tx.execute(sql`analyze ${seenTable(runId)}`)
  await tx.execute(findSaid(runId))
  await tx.execute(sql`analyze said (code)`)
  await tx.execute(findFresh(staging, observedOn))
  await tx.execute(findReturned(staging, observedOn))
  await tx.execute(sql`analyze fresh (code)`)
  await tx.execute(appendFresh(observedOn))
  if (cutoff !== null) await tx.execute(appendGone(runId, cutoff, observedOn, alsoNamed))
  await makeProposed(tx, sql`select code from appended`, staging)
  await tx.execute(compareAsProposed((of) => categoryOn(of, observedOn), sql`${observedOn}::date`))
  await tx.execute(compareAsDecided)
  await tx.execute(sql`analyze appended (code, version, seq)`)
  return { ...await diffOf(tx, runId), units: await compareUnits(tx, runId, observedOn) }
}

/** The versions that the records known by their bytes stand for, and how often each was told. */
const findSaid = (runId: number) => sql`
  create temp table said on commit drop as
  select k.code, k.version, count(*) as times from ${seenTable(runId)} s join known_records k on k.digest = s.digest group by k.code, k.version`

/** The category that holds on a day, of a relation with the three columns. */
const categoryOn = (of: SQL, day: Day) =>
  sql`case when ${of}.category_turns_on is null or ${of}.category_turns_on > ${day}::date then ${of}.category_before else ${of}.category_after end`

/** A version in force that says the same. Without a date of its own only the current one can. */
const saysTheSame = sql`
  select from enterprise_versions v
  where v.code = s.code and v.digest = s.digest and v.recorded_to is null and v.presence = 'present' and (s.amended_on is not null or v.is_current)`

const staged = (staging: SQL, observedOn: Day) => sql`
  select s.seq, s.code, s.raw_digest, s.amended_on, s.registered_on, s.changes, s.province_code, s.status, s.basis, ${categoryOn(sql`s`, observedOn)} as category
  from ${staging} s`
const isFirst = (staging: SQL) => sql`s.seq in (select min(seq) from ${staging} group by code, digest)`

/** Distinct staged records that no version says yet. */
const findFresh = (staging: SQL, observedOn: Day) => sql`
  create temp table fresh on commit drop as ${staged(staging, observedOn)} where ${isFirst(staging)} and not exists (${saysTheSame})`

/** A record of an enterprise that is gone or withdrawn brings it back, even if it says what was known last. */
const findReturned = (staging: SQL, observedOn: Day) => sql`
  insert into fresh ${staged(staging, observedOn)}
  join enterprise_versions a on a.code = s.code and a.digest = s.digest and a.is_current and a.presence <> 'present'
  where ${isFirst(staging)} and exists (${saysTheSame})`

/**
 * Shape of `appended`: `seq` points to the staged facts, `base_version` to the version whose facts are taken over.
 * `supersedes` is the version that was current before, 0 where there was none; null for a late one.
 */
const APPENDED = sql.raw(`code, version, valid_from, presence, has_event, is_current, supersedes, seq, changes, raw_digest, is_dated, base_version,
  was_present, old_province, province, old_basis, basis, old_category, category, old_counts, counts`)

/**
 * Gives each fresh record its validity and version. Order is the source's own (day, number of changes), not that of
 * arrival, and goes by the facts where a decision made a version of a later day of them. An undated change of a known
 * enterprise holds from the day it was observed. What an officer declared gives way to whatever the feed tells.
 */
const appendFresh = (observedOn: Day) => sql`
  create temp table appended on commit drop as
  with known as (
    select v.code, max(v.version) as version, bool_or(v.basis is not null) as served,
      max(v.version) filter (where v.is_current) as current, max(coalesce(v.facts_from, v.valid_from)) filter (where v.is_current) as valid_from,
      max(coalesce(v.facts_changes, v.changes)) filter (where v.is_current) as changes, bool_or(v.is_current and v.presence = 'present') as was_present,
      bool_or(v.is_current and v.presence = 'present' and v.run_id is not null) as was_told
    from enterprise_versions v where v.code in (select code from fresh) group by v.code
  ), dated as (
    select f.seq, f.code, f.raw_digest, f.amended_on is not null as is_dated, f.changes, k.version as known_version, k.current, k.served, coalesce(k.was_present, false) as was_present, coalesce(k.was_told, false) as was_told,
      k.valid_from as known_from, k.changes as known_changes, f.basis, f.status, f.province_code, f.category,
      coalesce(f.amended_on, case when k.code is null or not k.was_told then f.registered_on else greatest(${observedOn}::date, k.valid_from) end) as valid_from
    from fresh f left join known k on k.code = f.code
  ), ordered as (
    select *, coalesce(known_version, 0) + row_number() over source_order as version,
      coalesce(served, false) or bool_or(basis is not null) over source_order as has_event,
      lead(code) over source_order is null
        and (not was_told or (valid_from, changes) >= (known_from, known_changes)) as is_current
    from dated window source_order as (partition by code order by valid_from, changes, seq)
  )
  select o.code, o.version::int as version, o.valid_from, 'present' as presence, o.has_event, o.is_current,
    case when o.is_current then coalesce(o.current, 0) end as supersedes, o.seq, o.changes, o.raw_digest, o.is_dated, null::int as base_version, o.was_present,
    v.province_code as old_province, o.province_code as province, v.basis as old_basis, o.basis,
    ${categoryOn(sql`v`, observedOn)} as old_category, o.category, v.status = 'active' as old_counts, o.status = 'active' as counts
  from ordered o
  left join enterprise_versions v on o.is_current and o.was_present and v.code = o.code and v.version = o.current`

/** In the comparison an enterprise counts as officers decided. */
const compareAsDecided = sql`
  update appended a
  set basis = case when d.outcome <> 'not-digital' then 'confirmed' end, category = case when d.outcome <> 'not-digital' then d.outcome end
  from (${latestDecisions}) d
  where d.code = a.code and d.outcome <> 'rule' and a.is_current and a.presence = 'present'`

const appendGone = (runId: number, cutoff: Day, observedOn: Day, alsoNamed: SQL) => sql`
  insert into appended (${APPENDED})
  select v.code, (select max(version) + 1 from enterprise_versions all_of where all_of.code = v.code), ${cutoff}::date + 1, 'gone',
    v.basis is not null or exists (select from enterprise_versions e where e.code = v.code and e.has_event), true, v.version, null, coalesce(v.facts_changes, v.changes), null, null, v.version,
    true, v.province_code, null, v.basis, null, ${categoryOn(sql`v`, observedOn)}, null, v.status = 'active', false
  from enterprise_versions v
  where v.is_current and v.presence = 'present' and v.run_id is not null and v.registered_on <= ${cutoff}::date and coalesce(v.facts_from, v.valid_from) <= ${cutoff}::date
    and not exists (select from ${stagingTable(runId)} s where s.code = v.code)
    and not exists (select from said s where s.code = v.code)
    and not exists (select from (${alsoNamed}) n where n.code = v.code)`
