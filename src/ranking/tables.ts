import { sql } from 'drizzle-orm'
import { date, integer, jsonb, numeric, pgTable, text, timestamp, uniqueIndex } from 'drizzle-orm/pg-core'
import { id, position, recorded } from '../db/columns.ts'
import type { Criterion } from './score.ts'

/** Sets of criteria that the registry ships. */
export const criteriaSets = pgTable('criteria_sets', {
  id: id(),
  code: text('code').notNull(),
  title: text('title').notNull(),
  titleEn: text('title_en').notNull(),
  /** `proposal`: of nobody's act. */
  status: text('status').notNull(),
  source: text('source').notNull(),
  ties: text('ties').notNull(),
  ...recorded(),
}, (t) => [uniqueIndex('criteria_sets_code_key').on(t.code).where(sql`${t.recordedTo} is null`)])

/** Their criteria, in the order of `rank`. */
export const criteria = pgTable('criteria', {
  id: id(),
  setCode: text('set_code').notNull(),
  rank: integer('rank').notNull(),
  code: text('code').notNull(),
  indicator: text('indicator').notNull(),
  weight: numeric('weight').notNull(),
  direction: text('direction').notNull(),
  normalisation: text('normalisation').notNull(),
  target: numeric('target'),
  missing: text('missing').notNull(),
  ...recorded(),
}, (t) => [uniqueIndex('criteria_set_code_code_key').on(t.setCode, t.code).where(sql`${t.recordedTo} is null`)])

/** Sets that officers draft or adopt. */
export const draftedCriteria = pgTable('drafted_criteria', {
  id: id(),
  code: text('code').notNull(),
  title: text('title').notNull(),
  titleEn: text('title_en').notNull(),
  /** `draft` or `adopted`. */
  status: text('status').notNull(),
  source: text('source').notNull(),
  ties: text('ties').notNull(),
  criteria: jsonb('criteria').$type<Criterion[]>().notNull(),
  setAt: timestamp('set_at', { withTimezone: true }).notNull(),
  ...recorded(),
}, (t) => [uniqueIndex('drafted_criteria_code_key').on(t.code).where(sql`${t.recordedTo} is null`)])

/** Values of a year that officers supply, by code of a province of 2025. */
export const suppliedValues = pgTable('supplied_values', {
  id: id(),
  indicator: text('indicator').notNull(),
  year: integer('year').notNull(),
  name: text('name').notNull(),
  nameEn: text('name_en').notNull(),
  unit: text('unit').notNull(),
  source: text('source').notNull(),
  values: jsonb('values').$type<Record<string, number>>().notNull(),
  setAt: timestamp('set_at', { withTimezone: true }).notNull(),
  ...recorded(),
}, (t) => [uniqueIndex('supplied_values_indicator_year_key').on(t.indicator, t.year).where(sql`${t.recordedTo} is null`)])

/** Rankings as they were published, with all that they were made of. A trigger refuses to change or remove them. */
export const rankings = pgTable('rankings', {
  id: id(),
  year: integer('year').notNull(),
  edition: integer('edition').notNull(),
  set: text('set').notNull(),
  status: text('status').notNull(),
  asOf: date('as_of').notNull(),
  /** What everything was read at; the publication itself has a later one. */
  position: position('position').notNull(),
  /** The bytes that are served. */
  inputs: text('inputs').notNull(),
  inputsSha256: text('inputs_sha256').notNull(),
  document: text('document').notNull(),
  sha256: text('sha256').notNull(),
  publishedAt: timestamp('published_at', { withTimezone: true }).notNull(),
  recordedFrom: position('recorded_from').notNull(),
}, (t) => [uniqueIndex('rankings_year_edition_key').on(t.year, t.edition)])
