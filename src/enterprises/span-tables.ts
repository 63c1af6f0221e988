import { sql } from 'drizzle-orm'
import { boolean, date, index, integer, pgTable, primaryKey, text, uniqueIndex } from 'drizzle-orm/pg-core'
import { recorded } from '../db/columns.ts'

/** What spans are summed up by: a number for each combination that ever occurred. */
export const spanCells = pgTable('span_cells', {
  cell: integer('cell').primaryKey().generatedAlwaysAsIdentity(),
  provinceCode: text('province_code').notNull(),
  /** '' where the province of 2004 is open. */
  oldProvinceCode: text('old_province_code').notNull(),
  category: text('category').notNull(),
  status: text('status').notNull(),
  basis: text('basis').notNull(),
  ownership: text('ownership').notNull(),
}, (t) => [uniqueIndex('span_cells_key').on(t.provinceCode, t.oldProvinceCode, t.category, t.status, t.basis, t.ownership)])

/**
 * What the register shows of each enterprise, from a day until a day: a function of its versions. Two clocks as well: what
 * is learnt later closes the spans that it changes with `recorded_to`, so that any day can be asked as it was known.
 */
export const enterpriseSpans = pgTable('enterprise_spans', {
  code: text('code').notNull(),
  version: integer('version').notNull(),
  fromDay: date('from_day').notNull(),
  /** The first day on which it no longer holds; `infinity`. */
  untilDay: date('until_day').notNull(),
  cell: integer('cell').notNull(),
  /** The cell of the span that ends where this one begins; 0 where the enterprise was not shown. */
  cellBefore: integer('cell_before').notNull(),
  /** Whether the enterprise ceases to be shown at its end. */
  endsThere: boolean('ends_there').notNull(),
  communeCode: text('commune_code'),
  legalType: text('legal_type').notNull(),
  industryGroup: text('industry_group'),
  registeredOn: date('registered_on').notNull(),
  ...recorded(),
}, (t) => [
  primaryKey({ name: 'enterprise_spans_pk', columns: [t.code, t.version, t.fromDay, t.recordedFrom] }),
  // With all that counts and flows read, so that they need not look at the spans.
  index('enterprise_spans_from_day_index').on(t.fromDay, t.cell, t.cellBefore).where(sql`${t.recordedTo} is null`),
  index('enterprise_spans_until_day_index').on(t.untilDay, t.cell, t.endsThere).where(sql`${t.recordedTo} is null`),
])

/** How many enterprises went from one cell to another in a month, as it is known now; 0 where they were not shown. */
export const spanMonths = pgTable('span_months', {
  month: date('month').notNull(),
  cellBefore: integer('cell_before').notNull(),
  cell: integer('cell').notNull(),
  enterprises: integer('enterprises').notNull(),
}, (t) => [
  primaryKey({ name: 'span_months_pk', columns: [t.month, t.cellBefore, t.cell] }),
  index('span_months_cell_index').on(t.cell),
  index('span_months_cell_before_index').on(t.cellBefore),
])

/** How many more enterprises were in a cell at the end of a year than at its beginning, as it is known now. */
export const spanYears = pgTable('span_years', {
  year: date('year').notNull(),
  cell: integer('cell').notNull(),
  enterprises: integer('enterprises').notNull(),
}, (t) => [primaryKey({ name: 'span_years_pk', columns: [t.year, t.cell] })])
