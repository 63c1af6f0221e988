import type { SQL } from 'drizzle-orm'
import { sql } from 'drizzle-orm'
import type { Division } from '../localities/queries.ts'
import type { Moment } from './moment.ts'
import { categoryAt, isCategoryAt, isServed } from './moment.ts'

export interface EnterpriseFilter {
  division: Division
  province?: string | undefined
  commune?: string | undefined
  category?: string[] | undefined
  status: string[]
  basis: string[]
  ownership?: string[] | undefined
  industry?: string | undefined
  legaltype?: string[] | undefined
  registeredfrom?: string | undefined
  registeredto?: string | undefined
  changedafter?: number | undefined
  /** Of the service itself: a condition on versions `v` beside those that a caller states. */
  among?: SQL | undefined
}

// As one text, so that the statement stays the same however many there are, and can stand in a COPY.
const isIn = (value: SQL, codes: string[]) => sql`${value} = any(${`{${codes.join(',')}}`}::text[])`

/** The province of versions `v` in a division; null in the old one where the commune was put together from two. */
export const placeIn = (division: Division): SQL => division === '2025' ? sql`v.province_code` : sql`v.old_province_code`

/** The condition on versions `v` that a filter stands for; always the served ones with a category. */
export const meets = (filter: EnterpriseFilter, moment: Moment): SQL =>
  sql`${filter.category ? isCategoryAt(moment, filter.category) : sql`${categoryAt(moment)} is not null`} and ${isServed} and ${meetsBeside(filter)}`

/** Of spans `v`, which are all served: whether they have one of the categories. */
export const isOfCategory = (categories: string[] | undefined): SQL => categories === undefined ? sql`true` : isIn(sql`v.category`, categories)

/** All of a filter but the category, which alone depends on the day; of versions or spans `v` that are served. */
export function meetsBeside (filter: Omit<EnterpriseFilter, 'category'>): SQL {
  const { division, province, commune, status, basis, ownership, industry, legaltype, registeredfrom, registeredto, changedafter, among } = filter
  const place = placeIn(division)
  return sql.join([
    isIn(sql`v.status`, status),
    isIn(sql`v.basis`, basis),
    ...ownership ? [isIn(sql`v.ownership`, ownership)] : [],
    ...legaltype ? [isIn(sql`v.legal_type`, legaltype)] : [],
    ...province === undefined ? [] : [sql`${place} = ${province}`],
    ...commune === undefined ? [] : [sql`v.commune_code = ${commune}`],
    ...industry === undefined ? [] : [sql`exists (select from unnest(v.industries) code where starts_with(code, ${industry}))`],
    ...registeredfrom === undefined ? [] : [sql`v.registered_on >= ${registeredfrom}::date`],
    ...registeredto === undefined ? [] : [sql`v.registered_on <= ${registeredto}::date`],
    ...changedafter === undefined ? [] : [sql`v.position > ${changedafter}`],
    ...among === undefined ? [] : [among],
  ], sql` and `)
}
