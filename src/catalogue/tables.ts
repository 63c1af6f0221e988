import { sql } from 'drizzle-orm'
import { bigint, boolean, check, date, index, integer, jsonb, pgTable, text, timestamp, uniqueIndex } from 'drizzle-orm/pg-core'
import { id, position, recorded } from '../db/columns.ts'
import type { Contact } from './entry.ts'

const taxonomy = () => ({
  id: id(),
  code: text('code').notNull(),
  name: text('name').notNull(),
  nameEn: text('name_en').notNull(),
  rank: integer('rank').notNull(),
  /** The act that names it, or that it is ours. */
  source: text('source').notNull(),
  ...recorded(),
})

/** Digital technologies that supply and demand are described by. */
export const digitalTechnologies = pgTable('digital_technologies', taxonomy(), (t) => [uniqueIndex('digital_technologies_code_key').on(t.code).where(sql`${t.recordedTo} is null`)])

/** Fields in which they are used. */
export const catalogueFields = pgTable('catalogue_fields', taxonomy(), (t) => [uniqueIndex('catalogue_fields_code_key').on(t.code).where(sql`${t.recordedTo} is null`)])

const instant = (name: string) => timestamp(name, { withTimezone: true })

/** What supply and demand have in common: what it is in both languages, what it is found by, and how public it is. */
const entry = () => ({
  id: id(),
  name: text('name').notNull(),
  nameEn: text('name_en'),
  description: text('description').notNull(),
  descriptionEn: text('description_en'),
  technologies: text('technologies').array().notNull(),
  fields: text('fields').array().notNull(),
  contact: jsonb('contact').$type<Contact>().notNull(),
  /** Its words, folded. */
  foundBy: text('found_by').notNull(),
  /** `draft`, `published` or `withdrawn`. */
  state: text('state').notNull(),
  version: integer('version').notNull(),
  reason: text('reason'),
  createdAt: instant('created_at').notNull(),
  updatedAt: instant('updated_at').notNull(),
  publishedAt: instant('published_at'),
  withdrawnAt: instant('withdrawn_at'),
  /** Of its last change that the public saw; null before there was one. */
  position: position('position'),
})

/**
 * What enterprises can supply. The last columns say how the enterprise stands, as of the position of the shelf: they follow
 * from its current version, and are kept here so that a demand is matched without looking up the enterprises of all supplies.
 */
export const supplies = pgTable('supplies', {
  ...entry(),
  code: text('code').notNull(),
  kind: text('kind').notNull(),
  readiness: integer('readiness').notNull(),
  evidence: text('evidence'),
  /** `active` or another legal status; `gone`, `withdrawn` or `not-digital` where the register does not show the enterprise. */
  standing: text('standing').notNull(),
  provinceCode: text('province_code').notNull(),
  basis: text('basis'),
  categoryBefore: text('category_before'),
  categoryAfter: text('category_after'),
  categoryTurnsOn: date('category_turns_on'),
  /** Whether the public sees it. */
  isShown: boolean('is_shown').notNull().generatedAlwaysAs(sql`state = 'published' and standing = 'active'`),
}, (t) => [
  index('supplies_code_index').on(t.code),
  index('supplies_published_index').on(t.provinceCode, t.publishedAt, t.id).where(sql`${t.isShown}`),
  // In the order of matches, in one province and everywhere; both read backwards.
  index('supplies_match_index').on(t.readiness, t.id).where(sql`${t.isShown}`),
  index('supplies_province_match_index').on(t.provinceCode, t.readiness, t.id).where(sql`${t.isShown}`),
  index('supplies_fields_index').using('gin', t.fields).where(sql`${t.isShown}`),
  index('supplies_technologies_index').using('gin', t.technologies).where(sql`${t.isShown}`),
  index('supplies_words_index').using('gin', sql`to_tsvector('pg_catalog.simple', ${t.foundBy})`),
  index('supplies_letters_index').using('gin', sql`replace(${t.foundBy}, ' ', '') gin_trgm_ops`),
])

/** What agencies need. */
export const demands = pgTable('demands', {
  ...entry(),
  agency: text('agency').notNull(),
  agencyCode: text('agency_code'),
  /** Null for an agency of the whole country. */
  provinceCode: text('province_code'),
  categories: text('categories').array().notNull(),
  /** The least that will do; null where nothing is said. */
  readiness: integer('readiness'),
  periodFrom: date('period_from').notNull(),
  periodTo: date('period_to').notNull(),
  budgetFromVnd: bigint('budget_from_vnd', { mode: 'number' }),
  budgetToVnd: bigint('budget_to_vnd', { mode: 'number' }),
}, (t) => [
  index('demands_published_index').on(t.provinceCode, t.publishedAt, t.id).where(sql`${t.state} = 'published'`),
  index('demands_words_index').using('gin', sql`to_tsvector('pg_catalog.simple', ${t.foundBy})`),
  index('demands_letters_index').using('gin', sql`replace(${t.foundBy}, ' ', '') gin_trgm_ops`),
])

/**
 * Which agency uses what of an enterprise, by which contract (Directive 01/CT-TTg, II.10.c). Numbers are given out under the
 * writer's lock, without gaps; what was entered by mistake is taken back, and keeps its number.
 */
export const adoptions = pgTable('adoptions', {
  id: bigint('id', { mode: 'number' }).primaryKey(),
  agency: text('agency').notNull(),
  /** Where the agency is, of 2025; null at the centre. */
  provinceCode: text('province_code'),
  supply: bigint('supply', { mode: 'number' }),
  /** The enterprise. */
  code: text('code').notNull(),
  /** What the agency calls it; of a supply its name when the adoption was written. */
  product: text('product').notNull(),
  fields: text('fields').array().notNull(),
  demand: bigint('demand', { mode: 'number' }),
  contractNumber: text('contract_number').notNull(),
  /** A day or a year. */
  contractSigned: text('contract_signed').notNull(),
  valueVnd: bigint('value_vnd', { mode: 'number' }),
  usedFrom: date('used_from').notNull(),
  usedTo: date('used_to'),
  document: text('document').notNull(),
  documentUrl: text('document_url'),
  version: integer('version').notNull(),
  createdAt: instant('created_at').notNull(),
  updatedAt: instant('updated_at').notNull(),
  withdrawnAt: instant('withdrawn_at'),
  reason: text('reason'),
  position: position('position').notNull(),
}, (t) => [
  index('adoptions_supply_index').on(t.supply).where(sql`${t.withdrawnAt} is null`),
  index('adoptions_demand_index').on(t.demand).where(sql`${t.withdrawnAt} is null`),
  index('adoptions_code_index').on(t.code).where(sql`${t.withdrawnAt} is null`),
  index('adoptions_agency_index').on(t.agency).where(sql`${t.withdrawnAt} is null`),
])

/** Up to which position the supplies have heard of their enterprises; one row. */
export const supplyShelf = pgTable('supply_shelf', {
  isShelf: boolean('is_shelf').primaryKey().default(true),
  position: position('position').notNull().default(0),
}, (t) => [check('supply_shelf_is_shelf_check', sql`${t.isShelf}`)])
