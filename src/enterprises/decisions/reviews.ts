import type { SQL } from 'drizzle-orm'
import { sql } from 'drizzle-orm'
import type { Database } from '../../db/client.ts'
import { latestDecisions } from './standing.ts'

/** Which of the facts that a decision `d` rests on are others in version `v`. */
const changedFacts = sql`array_remove(array[
  case when v.status <> d.status then 'status' end,
  case when v.province_code <> d.province_code then 'province' end,
  case when case when v.has_main_industry then v.industries[1] end is distinct from d.main_industry and (v.vsic = d.vsic or not exists (
    select from industry_conversions c where c.recorded_to is null and v.has_main_industry
      and (case when d.vsic = '2018' then c.old_code else c.new_code end, case when d.vsic = '2018' then c.new_code else c.old_code end) = (d.main_industry, v.industries[1])
  )) then 'main-industry' end], null)`

/** What of the current versions officers are to look at. Who has ceased to exist is not among them: nothing is to be decided there. */
const wanted = (picked: SQL) => sql`
  with v as materialized (
    select v.code, v.province_code, v.basis, v.category_turns_on, v.commune_code, v.placed_by, v.status, v.vsic, v.industries, v.has_main_industry
    from enterprise_versions v
    where v.is_current and v.presence = 'present' and v.status <> 'ended' and (v.basis is not null or v.decision is not null) and ${picked}
  )
  select v.code, 'candidate' as kind, v.province_code, v.category_turns_on as until, '{}'::text[] as reasons from v where v.basis = 'candidate'
  union all
  select v.code, 'address', v.province_code, null, array[v.placed_by] from v where v.basis is not null and v.commune_code is null
  union all
  select v.code, 'flagged', v.province_code, null, c.reasons
  from v join (${latestDecisions}) d on d.code = v.code and d.outcome <> 'rule'
  cross join lateral (select ${changedFacts} as reasons) c where c.reasons <> '{}'`

/** Brings the queue up to the versions of `appended`, in the caller's transaction; what waits already keeps its place. */
export async function moveReviews (tx: Database, last: number): Promise<void> {
  await tx.execute(sql`
    create temp table reviewed on commit drop as ${wanted(sql`v.code in (select code from appended where is_current)`)}`)
  await tx.execute(sql`
    delete from reviews r using (select code from appended where is_current) a
    where r.code = a.code and not exists (select from reviewed n where n.code = r.code and n.kind = r.kind)`)
  await tx.execute(sql`
    insert into reviews (code, kind, province_code, since, until, reasons) select code, kind, province_code, ${last}::bigint, until, reasons from reviewed order by code
    on conflict (code, kind) do update set province_code = excluded.province_code, until = excluded.until, reasons = excluded.reasons
      where (reviews.province_code, reviews.until, reviews.reasons) is distinct from (excluded.province_code, excluded.until, excluded.reasons)`)
}

/** What waits and should not, or should and does not: there must be none. */
export const wrongReviews = (): SQL => sql`
  select code from (${wanted(sql`true`)}) n full join reviews r using (code, kind)
  where (n.province_code, n.until, n.reasons) is distinct from (r.province_code, r.until, r.reasons)`
