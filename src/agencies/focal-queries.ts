import type { SQL } from 'drizzle-orm'
import { and, asc, eq, sql } from 'drizzle-orm'
import type { Day } from '../calendar.ts'
import { isKnownAt } from '../db/columns.ts'
import type { Database } from '../db/client.ts'
import { placeTitleOf } from '../localities/queries.ts'
import type { View } from './body-queries.ts'
import { agencyName, goesOn, isKnown, successionsAt } from './body-queries.ts'
import type { Division, Locality } from './lineage.ts'
import type { Contact } from './tables.ts'
import { focalPointPersons, focalPoints } from './tables.ts'

export interface FocalPointRow extends Record<string, unknown> {
  code: string
  division: Division | null
  province: string | null
  provinceName: string | null
  agency: string
  agencyName: string
  now: string[]
  unit: string | null
  contact: Contact | null
  documentNumber: string
  documentDate: Day
  documentUrl: string | null
  validFrom: Day
  validTo: Day | null
  endNote: string | null
  isActive: boolean
  recordedAt: number
}

export interface FocalPointFilter {
  level?: 'central' | 'provincial' | undefined
  localities?: Locality[] | undefined
  agency?: string | undefined
  code?: string | undefined
  all?: boolean | undefined
}

const isOf = ({ division, code }: Locality): SQL => sql`(f.division = ${division} and f.province_code = ${code})`

/** The province by its name of the last day that concerns us. */
const titleOf = (view: View): SQL => sql`(
  select ${placeTitleOf('p', view.language)} from provinces p where p.division = f.division and p.code = f.province_code and ${isKnown('p', view)}
    and (p.valid_from <= least(coalesce(f.valid_to, ${view.day}::date), ${view.day}::date) or f.division = '2025')
  order by (p.valid_from <= ${view.day}::date) desc, p.valid_from desc limit 1)`

/** Focal points, the central one first, then by locality, the newest first. */
export async function listFocalPoints (db: Database, { level, localities, agency, code, all = false }: FocalPointFilter, view: View): Promise<FocalPointRow[]> {
  const { rows } = await db.execute<FocalPointRow>(sql`
    with recursive ${successionsAt(view)}
    select f.code, f.division, f.province_code as province, ${titleOf(view)} as "provinceName", f.agency, ${agencyName(sql`f.agency`, sql`f.valid_from`, view)} as "agencyName",
      ${goesOn(sql`f.agency`, view)} as now,
      f.unit, f.contact, f.document_number as "documentNumber", f.document_date as "documentDate", f.document_url as "documentUrl", f.valid_from as "validFrom", f.valid_to as "validTo", f.end_note as "endNote",
      f.valid_from <= ${view.day}::date and coalesce(f.valid_to >= ${view.day}::date, true) as "isActive", f.recorded_from as "recordedAt"
    from focal_points f
    where ${isKnown('f', view)}
      ${all ? sql`` : sql`and f.valid_from <= ${view.day}::date and coalesce(f.valid_to >= ${view.day}::date, true)`}
      ${level === undefined ? sql`` : sql`and (f.province_code is null) = ${level === 'central'}`}
      ${localities === undefined ? sql`` : sql`and (${sql.join(localities.map(isOf), sql` or `)})`}
      ${agency === undefined ? sql`` : sql`and f.agency = ${agency}`} ${code === undefined ? sql`` : sql`and f.code = ${code}`}
    order by f.province_code nulls first, f.division desc, f.valid_from desc`)
  return rows
}

/** The periods of a locality that are known now, or of the centre. */
export const listPeriods = (db: Database, locality: Locality | null) =>
  db.select().from(focalPoints).where(and(
    isKnownAt(focalPoints),
    locality === null ? sql`${focalPoints.provinceCode} is null` : and(eq(focalPoints.division, locality.division), eq(focalPoints.provinceCode, locality.code)),
  )).orderBy(asc(focalPoints.validFrom))

export async function findPeriod (db: Database, code: string) {
  const [row] = await db.select().from(focalPoints).where(and(isKnownAt(focalPoints), eq(focalPoints.code, code)))
  return row
}

export async function findPerson (db: Database, code: string) {
  const { name, role, email, phone } = focalPointPersons
  const [row] = await db.select({ name, role, email, phone }).from(focalPointPersons).where(eq(focalPointPersons.code, code))
  return row
}
