import { sql } from 'drizzle-orm'
import type { Database } from '../../db/client.ts'
import { appendVersions, endOfBlock } from '../append.ts'
import { makeProposed } from '../rules/proposed.ts'
import { applyDecisions } from './apply.ts'
import type { DecisionRow } from './record.ts'
import { appendDecided, insertDecisions, makeAppended } from './record.ts'

/** Facts of an enterprise in the shape of staging, by column; they are nobody's run. */
export type DeclaredFacts = Record<string, unknown> & { code: string }

const DECLARED = sql.raw('declared')

/**
 * Records an enterprise that the feed has not told of, with the decision that it rests on, as one block. It has no run: whatever
 * the feed tells of the code later goes before it, and the decision stays. Needs the head's lock, and that there is no such enterprise.
 */
export async function recordDeclared (tx: Database, head: number, facts: DeclaredFacts, decision: DecisionRow, by: string): Promise<{ first: number, last: number }> {
  await tx.execute(sql`create temp table ${DECLARED} on commit drop as select * from jsonb_populate_record(null::public.staged_versions, ${JSON.stringify(facts)}::jsonb)`)
  await insertDecisions(tx, head, [decision], by, sql`${DECLARED} v on v.code = r.code`)
  await makeAppended(tx)
  // Of what was withdrawn there are versions still; their numbers go on.
  await tx.execute(sql`
    insert into appended (code, version, valid_from, presence, has_event, is_current, supersedes, seq, changes)
    select d.code, coalesce(max(v.version), 0) + 1, d.registered_on, 'present', true, true, coalesce(max(v.version) filter (where v.is_current), 0), d.seq, d.changes
    from ${DECLARED} d left join enterprise_versions v on v.code = d.code group by d.code, d.registered_on, d.seq, d.changes`)
  await makeProposed(tx, sql`select code from requested`, DECLARED)
  await applyDecisions(tx, { also: sql`select code from requested`, isProposed: true })
  return await appendDecided(tx, head, 1, DECLARED)
}

/** Takes back what an officer declared, and all that was decided of it, as if it had never been said. Needs the head's lock, and that the feed has not told of it. */
export async function withdrawDeclared (tx: Database, head: number, code: string): Promise<{ first: number, last: number }> {
  await makeAppended(tx)
  await tx.execute(sql`
    insert into appended (code, version, valid_from, presence, has_event, is_current, supersedes, changes, base_version)
    select c.code, (select max(version) + 1 from enterprise_versions a where a.code = c.code), coalesce(c.facts_from, c.valid_from), 'withdrawn', true, true, c.version, coalesce(c.facts_changes, c.changes), c.version
    from enterprise_versions c where c.code = ${code} and c.is_current`)
  const last = await endOfBlock(tx, head)
  await tx.execute(sql`update enterprise_versions set recorded_to = ${last} where code = ${code} and recorded_to is null and presence = 'present'`)
  const { rows: [closed] } = await tx.execute<{ first: number, last: number }>(sql`
    with closed as (update decisions set recorded_to = ${last} where code = ${code} and recorded_to is null returning id) select min(id) as first, max(id) as last from closed`)
  await tx.execute(sql`delete from claims where code = ${code}`)
  const reference = closed!.first === closed!.last ? String(closed!.first) : `${closed!.first}-${closed!.last}`
  return await appendVersions(tx, { head, kind: 'decision', reference, detail: { enterprises: 1 } })
}

/** Declared versions `v` of facts before the registration that a run tells of, or of days that it tells of itself: the feed knows better. */
export async function findDisowned (tx: Database, staging: ReturnType<typeof sql>): Promise<boolean> {
  await tx.execute(sql`
    create temp table disowned on commit drop as
    select v.code, v.version from enterprise_versions v
    where v.run_id is null and v.recorded_to is null and v.presence = 'present' and exists (
      select from appended a join ${staging} s on s.seq = a.seq where a.code = v.code and (a.valid_from <= v.valid_from or (a.is_current and s.registered_on > coalesce(v.facts_from, v.valid_from))))`)
  const { rows: [row] } = await tx.execute<{ found: boolean }>(sql`select exists (select from disowned) as found`)
  return row!.found
}

/** Versions `v` that stay where some are disowned. */
export const notDisowned = sql`not exists (select from disowned o where o.code = v.code and o.version = v.version)`

export const closeDisowned = (tx: Database, last: number) => tx.execute(sql`
  update enterprise_versions v set recorded_to = ${last} from disowned o where o.code = v.code and o.version = v.version`)

/** Adds to `appended` what was declared and a run that is being `reverted` has disowned, beside what is current again. */
export const appendOwned = (tx: Database, runId: number) => tx.execute(sql`
  insert into appended (code, version, valid_from, presence, has_event, is_current, supersedes, seq, changes, base_version)
  select v.code, a.version + row_number() over (partition by v.code order by v.valid_from), v.valid_from, 'present', true, false, null, null, v.changes, v.version
  from (
    select distinct on (v.code, v.valid_from) v.* from enterprise_versions v
    where v.code in (select code from decisions) and v.run_id is null and v.recorded_to is not null and v.presence = 'present' and v.facts_from is null
      and exists (select from enterprise_versions n where n.code = v.code and n.run_id = ${runId} and n.recorded_to is null and n.recorded_from = v.recorded_to)
    order by v.code, v.valid_from, v.version desc
  ) v join appended a on a.code = v.code and a.valid_from <> v.valid_from`)
