import type { SQL } from 'drizzle-orm'
import { and, asc, eq, gte, isNull, lte, or, sql } from 'drizzle-orm'
import type { AnyPgColumn } from 'drizzle-orm/pg-core'
import type { Day } from '../calendar.ts'
import type { Database } from '../db/client.ts'
import { isKnownAt } from '../db/columns.ts'
import type { GazetteerRows } from './gazetteer.ts'
import { communeSuccessions, communes, populationBases, populations, provinceSuccessions, provinces, regions } from './tables.ts'

export { placeTitle, placeTitleOf } from './place-title.ts'
export type { Address, Gazetteer, GazetteerRows, Place } from './gazetteer.ts'
export { createGazetteer, LEFT_OPEN, PLACED_BY } from './gazetteer.ts'
export type Division = '2004' | '2025'

/** The last day on which the division of 63 was in force (Resolution 202/2025/QH15). */
const LAST_DAY_OF_63 = '2025-06-30'

const validOn = (table: { validFrom: AnyPgColumn, validTo: AnyPgColumn }, day: Day | SQL) =>
  and(lte(table.validFrom, day), or(isNull(table.validTo), gte(table.validTo, day)))

const FIRST_DAY_OF_34 = '2025-07-01'

/** A division that has ended is described as it was on its last day, and before its time as it was on its first. */
const dayIn = (division: Division, day: Day) =>
  division === '2004' ? day > LAST_DAY_OF_63 ? LAST_DAY_OF_63 : day : day < FIRST_DAY_OF_34 ? FIRST_DAY_OF_34 : day

/** In SQL: the unit of a code in a division, as it was called on a day; `known` says which rows of the alias were recorded. */
export const provinceOf = (alias: string, code: SQL, division: Division, on: Day, known: SQL): SQL =>
  sql`${sql.raw(alias)}.division = ${division} and ${sql.raw(alias)}.code = ${code} and ${known} and ${isValid(alias, dayIn(division, on))}`
export const communeOf = (alias: string, code: SQL, on: Day, known: SQL): SQL =>
  sql`${sql.raw(alias)}.code = ${code} and ${known} and ${isValid(alias, dayIn('2025', on))}`
const isValid = (alias: string, on: Day): SQL =>
  sql`${sql.raw(alias)}.valid_from <= ${on}::date and (${sql.raw(alias)}.valid_to is null or ${sql.raw(alias)}.valid_to >= ${on}::date)`

/** Join condition: the unit of a code as it was called on a day. */
export const isCommune = (code: AnyPgColumn, on: Day) =>
  and(eq(communes.code, code), isNull(communes.recordedTo), validOn(communes, dayIn('2025', on)))

/** Plain rows, so that they can go to a thread. */
export async function loadGazetteerRows (db: Database): Promise<GazetteerRows> {
  return {
    provinces: await db.select({ division: provinces.division, code: provinces.code, name: provinces.name }).from(provinces).where(isNull(provinces.recordedTo)),
    provinceSuccessions: await db.select().from(provinceSuccessions).where(isNull(provinceSuccessions.recordedTo)),
    communes: await db.select().from(communes).where(isNull(communes.recordedTo)),
    communeSuccessions: await db.select().from(communeSuccessions).where(isNull(communeSuccessions.recordedTo)),
  }
}

export const listProvinces = (db: Database, division: Division, on: Day, knownAt?: number) =>
  db.select().from(provinces)
    .where(and(isKnownAt(provinces, knownAt), eq(provinces.division, division), validOn(provinces, dayIn(division, on))))
    .orderBy(asc(provinces.code))

export async function findProvince (db: Database, division: Division, code: string, on: Day) {
  const [row] = await db.select().from(provinces)
    .where(and(isNull(provinces.recordedTo), eq(provinces.division, division), eq(provinces.code, code), validOn(provinces, dayIn(division, on))))
  return row
}

/** The regions of a day; on days before the first division into regions that is known, those of its first day. */
export const listRegions = (db: Database, on: Day, knownAt?: number) => {
  const firstDay = db.select({ day: sql`min(${regions.validFrom})` }).from(regions).where(isKnownAt(regions, knownAt))
  return db.select().from(regions)
    .where(and(isKnownAt(regions, knownAt), validOn(regions, sql`greatest(${on}::date, (${firstDay}))`)))
    .orderBy(asc(regions.rank))
}

export const listCommunes = (db: Database, provinceCode: string, on: Day) =>
  db.select().from(communes)
    .where(and(isNull(communes.recordedTo), eq(communes.provinceCode, provinceCode), validOn(communes, dayIn('2025', on))))
    .orderBy(asc(communes.code))

export async function findCommune (db: Database, code: string) {
  const [row] = await db.select({ code: communes.code }).from(communes).where(and(isNull(communes.recordedTo), eq(communes.code, code))).limit(1)
  return row
}

/** A commune, ward or special zone that exists on a day, in the division of 2025. */
export async function findCommuneOn (db: Database, code: string, on: Day) {
  const [row] = await db.select().from(communes).where(and(isNull(communes.recordedTo), eq(communes.code, code), validOn(communes, dayIn('2025', on)))).limit(1)
  return row
}

/** Old code → new code pairs of 1 July 2025. */
export const listSuccessions = (db: Database) =>
  db.select({ oldCode: provinceSuccessions.oldCode, newCode: provinceSuccessions.newCode })
    .from(provinceSuccessions).where(isNull(provinceSuccessions.recordedTo)).orderBy(asc(provinceSuccessions.oldCode))

export const countCommunes = async (db: Database, on: Day): Promise<Map<string, number>> =>
  new Map((await db.select({ code: communes.provinceCode, n: sql<number>`count(*)::int` }).from(communes)
    .where(and(isNull(communes.recordedTo), validOn(communes, dayIn('2025', on)))).groupBy(communes.provinceCode)).map((row) => [row.code, row.n]))

export const listPopulationBases = (db: Database, knownAt?: number) =>
  db.select().from(populationBases).where(isKnownAt(populationBases, knownAt)).orderBy(asc(populationBases.code))

/** People per unit on one base; a unit that the base leaves out is not in the map. */
export const findPopulations = async (db: Database, division: Division, base: string, knownAt?: number): Promise<Map<string, number>> =>
  new Map((await db.select().from(populations)
    .where(and(isKnownAt(populations, knownAt), eq(populations.division, division), eq(populations.base, base))))
    .map((row) => [row.provinceCode, row.population]))
