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

/** Nine of ten enterprises never were. */
const EVER_SHOWN = sql`v.code in (select code from enterprise_versions where has_event)`

/** Whether one of the categories holds on the day, in a form whose selectivity the planner can tell. */
export const isCategoryAt = ({ day }: Moment, categories: string[]): SQL => {
  const list = `{${categories.join(',')}}`
  return sql`(((v.category_turns_on is null or v.category_turns_on > ${day}::date) and v.category_before = any(${list}::text[]))
    or (v.category_turns_on <= ${day}::date and v.category_after = any(${list}::text[])))`
}

/**
 * The version of each enterprise that holds at a moment, as a relation to be called `v`; `among` narrows the enterprises
 * by their codes. In the past: of what was known then, the last in the source's own order (day, number of changes) up to
 * the day. What gave way to a version of an earlier day was a mistake of the feed: a tombstone, and what led to it.
 */
export function versionsAt (moment: Moment, among?: SQL): SQL {
  if (moment.knownAt === undefined) return sql`(select * from enterprise_versions v where v.is_current and ${among ?? sql`true`})`
  return sql`(
    select distinct on (v.code) v.* from enterprise_versions v where ${stands(moment, among)}
    order by v.code, v.valid_from desc, v.changes desc, v.version desc)`
}

/** Whether a version is known at a moment, is of the day or before, and did not give way to one of an earlier day. */
const stands = (moment: Moment, among = EVER_SHOWN) => sql`
  ${isKnown('v', moment)} and v.valid_from <= ${moment.day}::date and ${among}
  and not exists (
    select from enterprise_versions later
    where later.code = v.code and later.version > v.version and later.supersedes is not null
      and (later.valid_from, later.changes) < (v.valid_from, v.changes) and ${isKnown('later', moment)})`

/**
 * All versions that held for at least a day up to the moment's, of each day the last; each holds until the next one of its
 * enterprise. Read enterprise by enterprise: nine of ten rows are of none that was ever shown.
 */
export const lastingVersions = (moment: Moment): SQL => sql`(
  select v.* from (select distinct code from enterprise_versions where has_event) shown
  cross join lateral (
    select distinct on (v.valid_from) v.* from enterprise_versions v where v.code = shown.code and ${stands(moment, sql`true`)}
    order by v.valid_from, v.changes desc, v.version desc offset 0
  ) v)`

/** Of versions `v`: those that the register shows. */
export const isServed = sql`v.basis is not null and v.presence = 'present'`
