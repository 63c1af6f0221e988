import { sql } from 'drizzle-orm'
import { integer, pgTable, text, uniqueIndex } from 'drizzle-orm/pg-core'
import { id, recorded } from '../db/columns.ts'

/** VSIC codes of the ICT sector, with whether the OECD list puts them in it. A code means nothing without its version. */
export const industries = pgTable('industries', {
  id: id(),
  vsic: text('vsic').notNull(),
  code: text('code').notNull(),
  level: integer('level').notNull(),
  name: text('name').notNull(),
  nameEn: text('name_en').notNull(),
  scope: text('scope').notNull(),
  act: text('act').notNull(),
  ...recorded(),
}, (t) => [uniqueIndex('industries_vsic_code_key').on(t.vsic, t.code).where(sql`${t.recordedTo} is null`)])

/** VSIC 2018 → 2025; `split` when one old code became several. */
export const industryConversions = pgTable('industry_conversions', {
  id: id(),
  oldCode: text('old_code').notNull(),
  newCode: text('new_code').notNull(),
  relation: text('relation').notNull(),
  ...recorded(),
}, (t) => [uniqueIndex('industry_conversions_old_code_new_code_key').on(t.oldCode, t.newCode).where(sql`${t.recordedTo} is null`)])
