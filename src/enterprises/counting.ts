import type { SQL } from 'drizzle-orm'
import { sql } from 'drizzle-orm'
import type { Database } from '../db/client.ts'
import { readTexts, statementOf } from '../db/statement.ts'
import type { Division } from '../localities/queries.ts'
import type { EnterpriseFilter } from './filter.ts'
import { isOfCategory, meets, meetsBeside, placeIn } from './filter.ts'
import type { Moment } from './moment.ts'
import { categoryAt, spansHold, spansWithCells } from './moment.ts'

/** What enterprises can be counted by. */
export const DIMENSIONS = ['province', 'commune', 'category', 'status', 'basis', 'ownership', 'legaltype', 'industrygroup', 'registrationyear', 'ageband'] as const
export type Dimension = typeof DIMENSIONS[number]

/** Whole years since the first registration: under one, to five (the bound of category iv), to ten, and above. */
export const AGE_BANDS = ['0', '1-4', '5-9', '10+'] as const

/** Of versions or spans `v`; null where the enterprise has no place in the dimension. */
function expressionOf (dimension: Dimension, moment: Moment, division: Division): SQL {
  const olderThan = (years: number) => sql`v.registered_on <= ${moment.day}::date - make_interval(years => ${years})`
  switch (dimension) {
    case 'province': return placeIn(division)
    case 'commune': return sql`v.commune_code`
    case 'category': return sql`v.category`
    case 'status': return sql`v.status`
    case 'basis': return sql`v.basis`
    case 'ownership': return sql`v.ownership`
    case 'legaltype': return sql`v.legal_type`
    case 'industrygroup': return sql`v.industry_group`
    case 'registrationyear': return sql`extract(year from v.registered_on)::int::text`
    case 'ageband': return sql`case when ${olderThan(10)} then '10+' when ${olderThan(5)} then '5-9' when ${olderThan(1)} then '1-4' else '0' end`
  }
}

/** What is shown at a moment and meets a filter, as a relation with what can be counted by. */
function counted (moment: Moment, filter: EnterpriseFilter): SQL {
  if (moment.knownAt === undefined) {
    return sql`(select v.*, ${categoryAt(moment)} as category, case when v.has_main_industry then left(v.industries[1], 3) end as industry_group
      from enterprise_versions v where v.is_current and ${meets(filter, moment)})`
  }
  const ofVersions = filter.industry !== undefined || filter.changedafter !== undefined
  return sql`(select v.* from ${spansWithCells(spansHold(moment), { ofVersions })} v where ${isOfCategory(filter.category)} and ${meetsBeside(filter)})`
}

export interface Counted {
  /** In the order of the dimensions asked for. */
  values: (string | null)[]
  /** The province of 2025 in which they stand. */
  successor: string
  enterprises: number
}

/** Counts what a filter lets through at a moment by up to any dimensions, always by the province of 2025 as well: one row for each combination that occurs. */
export async function countBy (db: Database, moment: Moment, filter: EnterpriseFilter, dimensions: readonly Dimension[]): Promise<Counted[]> {
  const values = dimensions.map((dimension) => sql`${expressionOf(dimension, moment, filter.division)}`)
  const columns = sql.join([...values, sql`v.province_code`], sql`, `)
  const numbers = sql.raw(Array.from({ length: dimensions.length + 1 }, (_, i) => i + 1).join(', '))
  const rows = await readTexts(db, statementOf(sql`select ${columns}, count(*) from ${counted(moment, filter)} v group by ${numbers} order by ${numbers}`))
  return rows.map((row) => ({ values: row.slice(0, dimensions.length), successor: row[dimensions.length]!, enterprises: Number(row[dimensions.length + 1]) }))
}
