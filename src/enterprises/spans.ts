import type { SQL } from 'drizzle-orm'
import { sql } from 'drizzle-orm'
import type { Database } from '../db/client.ts'
import { stands } from './moment.ts'

const CELL = sql.raw('province_code, old_province_code, category, status, basis, ownership')
/** A span but for when it was recorded. */
const SPAN = sql.raw('code, version, from_day, until_day, cell, cell_before, ends_there, commune_code, legal_type, industry_group, registered_on')

/**
 * What is shown of enterprises, for each row of a relation `subjects` (code, known_at): of its versions that were known then,
 * of each day the last, each until the next one, and anew where the category turns.
 */
const shownOf = (subjects: SQL): SQL => sql`
  select h.code, h.known_at, h.version, s.from_day, s.until_day, h.province_code, coalesce(h.old_province_code, '') as old_province_code, s.category, h.status, h.basis, h.ownership,
    h.commune_code, h.legal_type, case when h.has_main_industry then left(h.main_industry, 3) end as industry_group, h.registered_on
  from (
    select v.*, subject.known_at, lead(v.valid_from, 1, 'infinity') over (partition by v.code, subject.known_at order by v.valid_from) as until_day
    from (${subjects}) subject cross join lateral (
      select distinct on (v.valid_from) v.code, v.version, v.valid_from, v.presence, v.basis, v.status, v.ownership, v.province_code, v.old_province_code, v.commune_code, v.legal_type,
        v.has_main_industry, v.industries[1] as main_industry, v.registered_on, v.category_before, v.category_after, v.category_turns_on
      from enterprise_versions v where v.code = subject.code and ${stands((alias) => isKnownAt(sql.raw(alias), sql`subject.known_at`))}
      order by v.valid_from, v.changes desc, v.version desc offset 0
    ) v
  ) h cross join lateral (values
    (h.valid_from, least(h.until_day, h.category_turns_on), h.category_before),
    (greatest(h.valid_from, h.category_turns_on), h.until_day, case when h.category_turns_on is not null then h.category_after end)
  ) s (from_day, until_day, category)
  where h.presence = 'present' and h.basis is not null and s.category is not null and s.from_day < s.until_day`

const isKnownAt = (row: SQL, knownAt: SQL) => sql`${row}.recorded_from <= ${knownAt} and (${row}.recorded_to is null or ${row}.recorded_to > ${knownAt})`

/** What is shown, with the numbers of the cells: what went before, and whether something follows. */
const chained = (shown: SQL): SQL => sql`
  select s.*, c.cell, case when lag(until_day) over chain = from_day then lag(cell) over chain else 0 end as cell_before,
    until_day < 'infinity' and lead(from_day) over chain is distinct from until_day as ends_there
  from ${shown} s join span_cells c using (${CELL})
  window chain as (partition by code, known_at order by from_day)`

/** Brings the spans of all enterprises that a block touched, and their sums, to what their versions say now, in the caller's transaction. */
export async function moveSpans (tx: Database, position: number, touched: SQL): Promise<void> {
  await tx.execute(sql`create temp table shown on commit drop as ${shownOf(sql`select distinct code, ${position}::bigint as known_at from (${touched}) touched`)}`)
  await tx.execute(sql`insert into span_cells (${CELL}) select distinct ${CELL} from shown s where not exists (select from span_cells c where (${ofCell('c')}) = (${ofCell('s')})) order by ${CELL}`)
  await tx.execute(sql`
    create temp table moved on commit drop as
    with told as (select ${SPAN} from (${chained(sql`shown`)}) told),
      known as (select ${SPAN} from enterprise_spans where recorded_to is null and code in (${touched}))
    select ${SPAN}, 1 as sign from (select * from told except select * from known) opening
    union all select ${SPAN}, -1 from (select * from known except select * from told) closing`)
  await tx.execute(sql`analyze moved`)
  await tx.execute(sql`
    update enterprise_spans s set recorded_to = ${position} from moved m
    where m.sign = -1 and s.code = m.code and s.version = m.version and s.from_day = m.from_day and s.recorded_to is null`)
  await tx.execute(sql`insert into enterprise_spans (${SPAN}, recorded_from) select ${SPAN}, ${position}::bigint from moved where sign = 1 order by code, from_day`)
  // In the order in which counts read them: a year or month is a few pages then.
  await tx.execute(sql`
    insert into span_months as kept (month, cell_before, cell, enterprises) ${monthsOf(sql`moved`)} order by 1, 2, 3
    on conflict on constraint span_months_pk do update set enterprises = kept.enterprises + excluded.enterprises`)
  await tx.execute(sql`
    insert into span_years as kept (year, cell, enterprises) ${yearsOf(sql`moved`)} order by 1, 2
    on conflict on constraint span_years_pk do update set enterprises = kept.enterprises + excluded.enterprises`)
  await tx.execute(sql`delete from span_months where enterprises = 0`)
  await tx.execute(sql`delete from span_years where enterprises = 0`)
}

const ofCell = (alias: string) => sql.raw(['province_code', 'old_province_code', 'category', 'status', 'basis', 'ownership'].map((name) => `${alias}.${name}`).join(', '))

const monthsOf = (spans: SQL) => sql`
  select date_trunc('month', day)::date as month, cell_before, cell, sum(sign)::int as enterprises from (
    select from_day as day, cell_before, cell, sign from ${spans} where cell <> cell_before
    union all select until_day, cell, 0, sign from ${spans} where ends_there
  ) steps group by 1, 2, 3 having sum(sign) <> 0`

const yearsOf = (spans: SQL) => sql`
  select date_trunc('year', day)::date as year, cell, sum(sign)::int as enterprises from (
    select from_day as day, cell, sign from ${spans}
    union all select until_day, cell, -sign from ${spans} where until_day < 'infinity'
  ) steps group by 1, 2 having sum(sign) <> 0`

/** Spans and sums that are not what the versions say, at any position that was ever recorded: there must be none. */
export const wrongSpans = (): SQL => sql`
  with moments as (
    select code, known_at, lead(known_at) over by_time as next_at, row_number() over by_time as number from (
      select code, recorded_from as known_at from enterprise_versions where code in (select code from enterprise_versions where has_event)
      union select code, recorded_to from enterprise_versions where recorded_to is not null and code in (select code from enterprise_versions where has_event)
    ) m window by_time as (partition by code order by known_at)
  ), told as (
    select t.*, m.next_at, m.number - row_number() over (partition by t.code, ${ofSpan('t')} order by t.known_at) as run
    from (${chained(sql`(${shownOf(sql`select code, known_at from moments`)})`)}) t join moments m using (code, known_at)
  ), recounted as (
    select ${SPAN}, min(known_at) as recorded_from, nullif(max(coalesce(next_at, 9223372036854775807)), 9223372036854775807) as recorded_to from told group by ${SPAN}, run
  ), kept as (select ${SPAN}, recorded_from, recorded_to from enterprise_spans),
  open as (select *, 1 as sign from enterprise_spans where recorded_to is null)
  select 'span' as of from (select * from recounted except all select * from kept) missing
  union all select 'span' from (select * from kept except all select * from recounted) needless
  union all select 'month' from (${monthsOf(sql`open`)}) months full join span_months kept using (month, cell_before, cell) where months.enterprises is distinct from kept.enterprises
  union all select 'year' from (${yearsOf(sql`open`)}) years full join span_years kept using (year, cell) where years.enterprises is distinct from kept.enterprises`

const ofSpan = (alias: string) => sql.raw(['version', 'from_day', 'until_day', 'cell', 'cell_before', 'ends_there', 'commune_code', 'legal_type', 'industry_group', 'registered_on'].map((name) => `${alias}.${name}`).join(', '))
