import type { SQL } from 'drizzle-orm'
import { sql } from 'drizzle-orm'
import type { Day } from '../calendar.ts'

/**
 * When a question is about: which day in the world, and as known at which position of the register. Without `knownAt`
 * it is about the present: the current versions, with categories and names of the day.
 */
export interface Moment {
  day: Day
  knownAt?: number | undefined
}

/** Whether a row with recorded time was known then, by its alias. */
export function isKnown (alias: string, { knownAt }: Pick<Moment, 'knownAt'>): SQL {
  const row = sql.raw(alias)
  return knownAt === undefined ? sql`${row}.recorded_to is null` : sql`${row}.recorded_from <= ${knownAt} and (${row}.recorded_to is null or ${row}.recorded_to > ${knownAt})`
}

/** The category that holds on the day, of versions `v`; null where a candidacy has lapsed. */
export const categoryAt = ({ day }: Moment): SQL =>
  sql`case when v.category_turns_on is null or v.category_turns_on > ${day}::date then v.category_before else v.category_after end`

/** Whether one of the categories holds on the day, in a form whose selectivity the planner can tell. */
export const isCategoryAt = ({ day }: Moment, categories: string[]): SQL => {
  const list = `{${categories.join(',')}}`
  return sql`(((v.category_turns_on is null or v.category_turns_on > ${day}::date) and v.category_before = any(${list}::text[]))
    or (v.category_turns_on <= ${day}::date and v.category_after = any(${list}::text[])))`
}

/**
 * The version of each enterprise that holds at a moment, as a relation to be called `v`. In the past: of all that the register
 * showed on the day, from the spans; `among` names enterprises by their codes instead, of which also what is not shown is found.
 */
export function versionsAt (moment: Moment, among?: SQL): SQL {
  if (moment.knownAt === undefined) return sql`(select * from enterprise_versions v where v.is_current and ${among ?? sql`true`})`
  if (among === undefined) return sql`(select v.* from enterprise_spans s join enterprise_versions v on v.code = s.code and v.version = s.version where ${spansHold(moment)})`
  return sql`(
    select distinct on (v.code) v.* from enterprise_versions v
    where v.valid_from <= ${moment.day}::date and ${among} and ${stands((alias) => isKnown(alias, moment))}
    order by v.code, v.valid_from desc, v.changes desc, v.version desc)`
}

/** Whether spans `s` were known then and hold on the day. */
export const spansHold = (moment: Moment): SQL => sql`s.from_day <= ${moment.day}::date and s.until_day > ${moment.day}::date and ${isKnown('s', moment)}`

/** Spans `s` that meet a condition, as a relation that says what was shown; all activities and positions only if asked for, since they are of versions. */
export const spansWithCells = (condition: SQL, { ofVersions = false }: { ofVersions?: boolean } = {}): SQL => sql`(
  select s.*, c.province_code, nullif(c.old_province_code, '') as old_province_code, c.category, c.status, c.basis, c.ownership ${ofVersions ? sql`, e.industries, e.position` : sql``}
  from enterprise_spans s join span_cells c using (cell) ${ofVersions ? sql`join enterprise_versions e on e.code = s.code and e.version = s.version` : sql``} where ${condition})`

/**
 * Whether a version `v` is known and did not give way to one that comes before it in the source's own order (day, number of
 * changes): that was a mistake of the feed, a tombstone and what led to it.
 */
export const stands = (isKnownThen: (alias: string) => SQL): SQL => sql`
  ${isKnownThen('v')} and not exists (
    select from enterprise_versions later
    where later.code = v.code and later.version > v.version and later.supersedes is not null
      and (later.valid_from, later.changes) < (v.valid_from, v.changes) and ${isKnownThen('later')})`

/** Of versions `v`: those that the register shows. */
export const isServed = sql`v.basis is not null and v.presence = 'present'`
