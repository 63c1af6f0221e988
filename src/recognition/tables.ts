import { sql } from 'drizzle-orm'
import { date, index, integer, jsonb, pgTable, text, timestamp, uniqueIndex } from 'drizzle-orm/pg-core'
import { id, position, recorded } from '../db/columns.ts'
import type { EventDocument, Organiser, Participant, Party, Software, Tenant } from './collections.ts'

/** Zones and chains that acts name; what officers enter under the same code goes before them. */
export const zones = pgTable('zones', {
  id: id(),
  code: text('code').notNull(),
  name: text('name').notNull(),
  nameEn: text('name_en').notNull(),
  kind: text('kind').notNull(),
  provinceCode: text('province_code'),
  parent: text('parent'),
  recognisedBy: text('recognised_by').notNull(),
  document: text('document').notNull(),
  state: text('state').notNull(),
  note: text('note'),
  ...recorded(),
}, (t) => [uniqueIndex('zones_code_key').on(t.code).where(sql`${t.recordedTo} is null`)])

/** What officers enter, of whatever collection. Rows are added; a newer one closes the one before. */
export const recognitions = pgTable('recognitions', {
  id: id(),
  collection: text('collection').notNull(),
  code: text('code').notNull(),
  name: text('name').notNull(),
  nameEn: text('name_en'),
  /** Null for what is national. */
  provinceCode: text('province_code'),
  /** The enterprise that owns or earned it; null where none does. */
  enterprise: text('enterprise'),
  kind: text('kind').notNull(),
  year: integer('year'),
  award: text('award'),
  recognisedBy: text('recognised_by').notNull(),
  document: text('document').notNull(),
  state: text('state').notNull(),
  /** First day, last day: in use, valid, running, held. */
  since: date('since'),
  until: date('until'),
  parent: text('parent'),
  tenants: jsonb('tenants').$type<Tenant[]>().notNull(),
  /** Of a credential or a transfer: what it is about, and under which number; of a credential what it says is met. */
  product: text('product'),
  number: text('number'),
  standard: text('standard'),
  /** Of a programme: the body that runs it, and the plan that it carries out; of a service the body that offers it. */
  agency: text('agency'),
  plan: text('plan'),
  participants: jsonb('participants').$type<Participant[]>().notNull().default([]),
  place: text('place'),
  /** ISO 3166-1, two letters. */
  country: text('country'),
  organisers: jsonb('organisers').$type<Organiser[]>().notNull().default([]),
  documents: jsonb('documents').$type<EventDocument[]>().notNull().default([]),
  /** Of a transfer. */
  parties: jsonb('parties').$type<Party[]>().notNull().default([]),
  /** Of a service: the zone that offers it, for whom and on which terms, and where to ask. */
  zone: text('zone'),
  terms: text('terms'),
  url: text('url'),
  email: text('email'),
  note: text('note'),
  setAt: timestamp('set_at', { withTimezone: true }).notNull(),
  ...recorded(),
}, (t) => [
  uniqueIndex('recognitions_collection_code_key').on(t.collection, t.code).where(sql`${t.recordedTo} is null`),
  index('recognitions_enterprise_index').on(t.enterprise).where(sql`${t.recordedTo} is null`),
  index('recognitions_taking_part_index').using('gin', sql`(${t.tenants} || ${t.participants} || ${t.parties}) jsonb_path_ops`).where(sql`${t.recordedTo} is null`),
])

/** Versions of the recommended list of open-source software. A trigger refuses to change or remove them. */
export const openSourceLists = pgTable('open_source_lists', {
  id: id(),
  version: integer('version').notNull(),
  title: text('title').notNull(),
  recommendedBy: text('recommended_by').notNull(),
  document: text('document').notNull(),
  /** Versions of before have pieces that do not say how they were tested. */
  items: jsonb('items').$type<(Omit<Software, 'tested'> & Partial<Software>)[]>().notNull(),
  publishedAt: timestamp('published_at', { withTimezone: true }).notNull(),
  recordedFrom: position('recorded_from').notNull(),
}, (t) => [uniqueIndex('open_source_lists_version_key').on(t.version)])
