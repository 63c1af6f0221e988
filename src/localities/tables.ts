import { sql } from 'drizzle-orm'
import { boolean, date, integer, pgTable, text, uniqueIndex } from 'drizzle-orm/pg-core'
import { id, recorded } from '../db/columns.ts'

/** Provinces and centrally-run cities of both divisions (`2004`: 63 units, `2025`: 34 units), by validity. */
export const provinces = pgTable('provinces', {
  id: id(),
  division: text('division').notNull(),
  code: text('code').notNull(),
  name: text('name').notNull(),
  nameEn: text('name_en').notNull(),
  type: text('type').notNull(),
  validFrom: date('valid_from').notNull(),
  validTo: date('valid_to'),
  act: text('act').notNull(),
  ...recorded(),
}, (t) => [uniqueIndex('provinces_division_code_valid_from_key').on(t.division, t.code, t.validFrom).where(sql`${t.recordedTo} is null`)])

/** Socio-economic regions by validity, each with the codes of its provinces of 2025. */
export const regions = pgTable('regions', {
  id: id(),
  code: text('code').notNull(),
  rank: integer('rank').notNull(),
  name: text('name').notNull(),
  nameEn: text('name_en').notNull(),
  provinces: text('provinces').array().notNull(),
  validFrom: date('valid_from').notNull(),
  validTo: date('valid_to'),
  act: text('act').notNull(),
  ...recorded(),
}, (t) => [uniqueIndex('regions_code_valid_from_key').on(t.code, t.validFrom).where(sql`${t.recordedTo} is null`)])

/** Communes, wards and special zones of the division of 2025, by validity. */
export const communes = pgTable('communes', {
  id: id(),
  code: text('code').notNull(),
  provinceCode: text('province_code').notNull(),
  name: text('name').notNull(),
  nameEn: text('name_en').notNull(),
  type: text('type').notNull(),
  validFrom: date('valid_from').notNull(),
  validTo: date('valid_to'),
  ...recorded(),
}, (t) => [uniqueIndex('communes_code_valid_from_key').on(t.code, t.validFrom).where(sql`${t.recordedTo} is null`)])

/** Which unit of 2025 each of the 63 provinces went to. */
export const provinceSuccessions = pgTable('province_successions', {
  id: id(),
  oldCode: text('old_code').notNull(),
  newCode: text('new_code').notNull(),
  ...recorded(),
}, (t) => [uniqueIndex('province_successions_old_code_key').on(t.oldCode).where(sql`${t.recordedTo} is null`)])

/** Which communes of 2025 each old ward, or island district without wards, went to; divided ones have several rows. */
export const communeSuccessions = pgTable('commune_successions', {
  id: id(),
  oldLevel: text('old_level').notNull(),
  oldCode: text('old_code').notNull(),
  oldName: text('old_name').notNull(),
  oldDistrict: text('old_district').notNull(),
  oldProvinceCode: text('old_province_code').notNull(),
  newCode: text('new_code').notNull(),
  isDivided: boolean('is_divided').notNull(),
  ...recorded(),
}, (t) => [uniqueIndex('commune_successions_old_code_new_code_key').on(t.oldLevel, t.oldCode, t.newCode).where(sql`${t.recordedTo} is null`)])

/** The bases on which population is published; figures on different bases do not compare. */
export const populationBases = pgTable('population_bases', {
  id: id(),
  code: text('code').notNull(),
  name: text('name').notNull(),
  nameEn: text('name_en').notNull(),
  asOf: date('as_of').notNull(),
  source: text('source').notNull(),
  ...recorded(),
}, (t) => [uniqueIndex('population_bases_code_key').on(t.code).where(sql`${t.recordedTo} is null`)])

export const populations = pgTable('populations', {
  id: id(),
  division: text('division').notNull(),
  provinceCode: text('province_code').notNull(),
  base: text('base').notNull(),
  population: integer('population').notNull(),
  ...recorded(),
}, (t) => [uniqueIndex('populations_division_province_code_base_key').on(t.division, t.provinceCode, t.base).where(sql`${t.recordedTo} is null`)])
