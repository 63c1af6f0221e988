import type { SQL } from 'drizzle-orm'
import { eq, sql } from 'drizzle-orm'
import type { Day } from '../calendar.ts'
import type { Database } from '../db/client.ts'
import type { Sight } from './queries.ts'
import { categoryOn, supplyListing } from './queries.ts'
import { demands } from './tables.ts'

export type Demand = typeof demands.$inferSelect

export async function findDemand (tx: Database, id: number): Promise<Demand | undefined> {
  const [row] = await tx.select().from(demands).where(eq(demands.id, id))
  return row
}

/** Where a page of matches goes on: behind this place of the order. */
export interface MatchPlace { tier: number, readiness: number, id: number }

export interface Match<T> extends MatchPlace { item: T }

/** What, where and of which category: three steps in two in two. */
export const MAX_TIERS = 12

interface Tier { number: number, where: SQL }

const asArray = (codes: string[]) => sql`${`{${codes.join(',')}}`}::text[]`

/**
 * The order of matches in steps, the best first: field and technology before field alone before technology alone; in each of
 * these the demand's own province before others; in each of those the categories that it names before others.
 */
function tiersOf ({ fields, technologies, provinceCode, categories }: Demand, day: Day): Tier[] {
  const [field, technology] = [sql`s.fields && ${asArray(fields)}`, sql`s.technologies && ${asArray(technologies)}`]
  const what = technologies.length === 0 ? [field] : [sql`${field} and ${technology}`, sql`${field} and not ${technology}`, sql`${technology} and not ${field}`]
  const where = provinceCode === null ? [sql`true`] : [sql`s.province_code = ${provinceCode}`, sql`s.province_code <> ${provinceCode}`]
  const ofCategory = sql`coalesce(${categoryOn('s', day)} = any(${asArray(categories)}), false)`
  const category = categories.length === 0 ? [sql`true`] : [ofCategory, sql`not ${ofCategory}`]
  return what.flatMap((a) => where.flatMap((b) => category.map((c) => sql`${a} and ${b} and ${c}`))).map((condition, number) => ({ number, where: condition }))
}

/**
 * Supplies for a demand in that order, in each step the readier and then the newer ones first. One statement: a step is only
 * looked for where those before it did not fill the page, either by the arrays or along the order, whichever is shorter.
 */
export async function readMatches<T> (tx: Database, demand: Demand, sight: Sight, { after, limit }: { after: MatchPlace | undefined, limit: number }): Promise<Match<T>[]> {
  const tiers = tiersOf(demand, sight.day).filter(({ number }) => after === undefined || number >= after.tier)
  if (tiers.length === 0) return []
  const branches = tiers.map(({ number, where }) => sql`(
    select ${number}::int as tier, s.readiness, s.id from supplies s
    where s.is_shown and ${where} ${after?.tier === number ? sql`and (s.readiness, s.id) < (${after.readiness}::int, ${after.id}::bigint)` : sql``}
    order by s.readiness desc, s.id desc limit ${limit})`)
  const { from, json } = supplyListing(sql`true`, sight)
  const { rows } = await tx.execute<Match<T> & Record<string, unknown>>(sql`
    select m.tier, m.readiness, m.id, ${json} as item
    from ${from} join (select * from (${sql.join(branches, sql` union all `)}) steps limit ${limit}) m on m.id = s.id
    order by m.tier, m.readiness desc, m.id desc`)
  return rows
}
