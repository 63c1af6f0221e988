import type { SQL } from 'drizzle-orm'
import { eq, sql } from 'drizzle-orm'
import { agencyName } from '../agencies/queries.ts'
import type { Day } from '../calendar.ts'
import type { Database } from '../db/client.ts'
import { placeTitleOf } from '../localities/queries.ts'
import type { COUNTED_BY } from './entry.ts'
import type { Listing, Sight } from './queries.ts'
import { all, asArray, at, isInUse, provinceJoin } from './queries.ts'
import { adoptions, catalogueFields } from './tables.ts'

export type Adoption = typeof adoptions.$inferSelect

export async function findAdoption (db: Database, id: number): Promise<Adoption | undefined> {
  const [row] = await db.select().from(adoptions).where(eq(adoptions.id, id))
  return row
}

const stateOn = (day: Day): SQL => sql`case when ${isInUse('s', day)} then 'in-use' else 'ended' end`

/** Adoptions `s`; the agency goes by its name of the first day of use, the enterprise by that of today, by none where the feed took it back. */
export const adoptionListing = (where: SQL, sight: Sight): Listing => ({
  where,
  from: sql`adoptions s join enterprise_versions v on v.code = s.code and v.is_current ${provinceJoin(sql`s.province_code`, sight)}`,
  json: sql`json_build_object('id', s.id, 'agency', s.agency, 'agencyName', ${agencyName(sql`s.agency`, sql`s.used_from`, sight)}, 'province', s.province_code, 'provinceName', ${placeTitleOf('p', sight.language)},
    'enterprise', s.code, 'enterpriseName', case when v.presence <> 'withdrawn' then v.name end, 'supply', s.supply, 'product', s.product, 'fields', to_json(s.fields), 'demand', s.demand,
    'contract', json_build_object('number', s.contract_number, 'signed', s.contract_signed), 'valueVnd', s.value_vnd, 'usedFrom', s.used_from, 'usedTo', s.used_to, 'state', ${stateOn(sight.day)},
    'document', s.document, 'documentUrl', s.document_url, 'updatedAt', ${at('s.updated_at')}, 'version', s.version)`,
})

export interface AdoptionFilter {
  province?: string | undefined, agency?: string | undefined, enterprise?: string | undefined, supply?: number | undefined, demand?: number | undefined,
  field?: string[] | undefined, state?: 'in-use' | 'ended' | undefined,
}

export const meetsAdoption = ({ province, agency, enterprise, supply, demand, field, state }: AdoptionFilter, day: Day): SQL => all([
  sql`s.withdrawn_at is null`,
  province === undefined ? undefined : sql`s.province_code = ${province}`,
  agency === undefined ? undefined : sql`s.agency = ${agency}`,
  enterprise === undefined ? undefined : sql`s.code = ${enterprise}`,
  supply === undefined ? undefined : sql`s.supply = ${supply}`,
  demand === undefined ? undefined : sql`s.demand = ${demand}`,
  field && sql`s.fields && ${asArray(field)}`,
  state === undefined ? undefined : sql`${stateOn(day)} = ${state}`,
])

export interface AdoptionFigures { adoptions: number, inUse: number, agencies: number, enterprises: number, valueVnd: number }
export interface AdoptionCount extends AdoptionFigures { code: string | null, name: string | null }

const figuresOn = (day: Day) => sql`count(*)::int as adoptions, count(*) filter (where ${isInUse('s', day)})::int as "inUse", count(distinct s.agency)::int as agencies, count(distinct s.code)::int as enterprises,
  least(coalesce(sum(s.value_vnd), 0), ${Number.MAX_SAFE_INTEGER}::bigint)::bigint as "valueVnd"`

/** By province of the agency, those of the centre first; or by field, in which one adoption may stand several times. */
export async function countAdoptions (tx: Database, by: typeof COUNTED_BY[number], { day, language }: Sight): Promise<AdoptionCount[]> {
  const { rows } = await tx.execute<AdoptionCount & Record<string, unknown>>(by === 'province'
    ? sql`select s.province_code as code, ${placeTitleOf('p', language)} as name, ${figuresOn(day)}
        from adoptions s ${provinceJoin(sql`s.province_code`, { day, language })} where s.withdrawn_at is null group by 1, 2 order by 1 nulls first`
    : sql`select f.code, f.${sql.raw(language === 'vi' ? 'name' : 'name_en')} as name, ${figuresOn(day)}
        from adoptions s join ${catalogueFields} f on f.code = any(s.fields) and f.recorded_to is null where s.withdrawn_at is null group by f.code, 2, f.rank order by f.rank`)
  return rows
}

/** All of them together, each once. */
export async function sumAdoptions (tx: Database, day: Day): Promise<AdoptionFigures> {
  const { rows: [row] } = await tx.execute<AdoptionFigures & Record<string, unknown>>(sql`select ${figuresOn(day)} from adoptions s where s.withdrawn_at is null`)
  return row!
}
