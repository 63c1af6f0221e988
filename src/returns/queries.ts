import { and, desc, eq, getTableColumns, isNull, sql } from 'drizzle-orm'
import { findBodies } from '../agencies/queries.ts'
import type { Database } from '../db/client.ts'
import { isEnterpriseCode } from '../enterprises/queries.ts'
import { findNames } from '../recognition/queries.ts'
import type { Figure } from './figures.ts'
import type { Turnout } from './tables.ts'
import { annualReturns, returnYears } from './tables.ts'

/** Of these codes, who may hold a key of its own to report with: bodies with their kinds, and enterprises. */
export async function findReporters (db: Database, codes: readonly string[]): Promise<ReadonlyMap<string, { kind: string }>> {
  const enterprises = await findNames(db, codes.filter(isEnterpriseCode))
  return new Map<string, { kind: string }>([...await findBodies(db, codes), ...[...enterprises.keys()].map((code) => [code, { kind: 'enterprise' }] as const)])
}

const { figures: _figures, ...OF_YEAR } = getTableColumns(returnYears)
export type YearRow = Omit<typeof returnYears.$inferSelect, 'figures'>
export type ReturnRow = typeof annualReturns.$inferSelect

export const listYears = (db: Database): Promise<YearRow[]> => db.select(OF_YEAR).from(returnYears).orderBy(desc(returnYears.year))
export async function findYear (db: Database, year: number): Promise<YearRow | undefined> {
  const [row] = await db.select(OF_YEAR).from(returnYears).where(eq(returnYears.year, year))
  return row
}
/** Those of a closed year; none while it is open. */
export async function listFigures (db: Database, year: number): Promise<Figure[]> {
  const [row] = await db.select({ figures: returnYears.figures }).from(returnYears).where(eq(returnYears.year, year))
  return row?.figures ?? []
}

/** Where an enterprise that the register serves is now. */
export async function findProvinceOf (db: Database, enterprise: string): Promise<string | undefined> {
  const { rows: [row] } = await db.execute<{ province: string }>(sql`select province_code as province from enterprise_versions where is_current and presence = 'present' and basis is not null and code = ${enterprise}`)
  return row?.province
}

export async function findReturn (db: Database, year: number, enterprise: string): Promise<ReturnRow | undefined> {
  const [row] = await db.select().from(annualReturns).where(and(eq(annualReturns.year, year), eq(annualReturns.enterprise, enterprise), isNull(annualReturns.replacedAt)))
  return row
}

export interface ReturnerFilter { year: number, returned: boolean, province?: string | undefined }
export interface Returner extends Record<string, unknown> { enterprise: string, name: string, province: string, version: number | null, filedAt: string | null }

const isCounted = sql`v.is_current and v.presence = 'present' and v.status = 'active' and v.basis in ('confirmed', 'derived')`
const isIn = (provinces: '*' | string[]) => provinces === '*' ? sql`true` : sql`v.province_code = any(${`{${provinces.join(',')}}`}::text[])`

/** Who has returned; or who has not, of those that are active and counted now. By code; of these provinces alone. */
export async function listReturners (
  db: Database, { year, returned, province }: ReturnerFilter, provinces: '*' | string[], { after = '', limit }: { after?: string | undefined, limit?: number | undefined } = {},
): Promise<Returner[]> {
  const { rows } = await db.execute<Returner>(sql`
    select v.code as enterprise, v.name, v.province_code as province, r.version, to_char(r.filed_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "filedAt"
    from enterprise_versions v left join annual_returns r on r.enterprise = v.code and r.year = ${year} and r.replaced_at is null
    where v.is_current and v.code collate "C" > ${after} and ${isIn(provinces)} ${province === undefined ? sql`` : sql`and v.province_code = ${province}`}
      and ${returned ? sql`r.year is not null` : sql`r.year is null and ${isCounted}`}
    order by v.code collate "C" ${limit === undefined ? sql`` : sql`limit ${limit}`}`)
  return rows
}

/** How many are active and counted now, and how many have returned, by province. */
export async function countTurnout (db: Database, year: number): Promise<Turnout[]> {
  const { rows } = await db.execute<Turnout & Record<string, unknown>>(sql`
    select coalesce(a.province_code, r.province_code) as province, coalesce(a.active, 0)::int as active, coalesce(r.returned, 0)::int as returned
    from (select v.province_code, count(*) as active from enterprise_versions v where ${isCounted} group by 1) a
    full join (select province_code, count(*) as returned from annual_returns where year = ${year} and replaced_at is null group by 1) r on r.province_code = a.province_code
    order by 1`)
  return rows
}
