import { sql } from 'drizzle-orm'
import { boolean, date, jsonb, pgTable, text, timestamp, uniqueIndex } from 'drizzle-orm/pg-core'
import { id, recorded } from '../db/columns.ts'

/**
 * Public bodies by validity: one row for each name that a body has had. A locality is named in both divisions where it went
 * on in July 2025 as it was. `collective` are those that acts name together, such as "ministries and localities".
 */
export const agencies = pgTable('agencies', {
  id: id(),
  code: text('code').notNull(),
  /** `ministry`, `ministry-agency`, `peoples-committee`, `department`, `association`, `collective` or `other`. */
  kind: text('kind').notNull(),
  /** `central`, `provincial` or `district`. */
  level: text('level').notNull(),
  /** The body that it is part of. */
  parent: text('parent'),
  /** Of 2025. */
  provinceCode: text('province_code'),
  /** Of 2004. */
  oldProvinceCode: text('old_province_code'),
  name: text('name').notNull(),
  nameEn: text('name_en').notNull(),
  /** Null where it was there before what the registry is told of. */
  validFrom: date('valid_from'),
  validTo: date('valid_to'),
  act: text('act'),
  note: text('note'),
  /** Of the folder of seeds; the others officers have added. */
  isShipped: boolean('is_shipped').notNull().default(false),
  ...recorded(),
}, (t) => [uniqueIndex('agencies_code_valid_from_key').on(t.code, sql`coalesce(${t.validFrom}, '-infinity')`).where(sql`${t.recordedTo} is null`)])

/** Which body took over from which, wholly or in part, and by which act. */
export const agencySuccessions = pgTable('agency_successions', {
  id: id(),
  predecessor: text('predecessor').notNull(),
  successor: text('successor').notNull(),
  takesOverOn: date('takes_over_on').notNull(),
  /** `whole` or `part`. */
  extent: text('extent').notNull(),
  act: text('act').notNull(),
  note: text('note'),
  ...recorded(),
}, (t) => [uniqueIndex('agency_successions_predecessor_successor_key').on(t.predecessor, t.successor).where(sql`${t.recordedTo} is null`)])

/** How an organisation is reached; no person. */
export interface Contact { email: string | null, phone: string | null, address: string | null, url: string | null }
/** Who is asked about digital technology enterprises: one at the centre and one in each locality (Directive 01/CT-TTg, I.3). */
export const focalPoints = pgTable('focal_points', {
  id: id(),
  /** Locality and first day: `48-2025-07-01`, `2004-45-2020-05-01`, `central-2020-03-30`. */
  code: text('code').notNull(),
  division: text('division'),
  /** Null at the centre. */
  provinceCode: text('province_code'),
  agency: text('agency').notNull(),
  unit: text('unit'),
  contact: jsonb('contact').$type<Contact>(),
  documentNumber: text('document_number').notNull(),
  documentDate: date('document_date').notNull(),
  documentUrl: text('document_url'),
  validFrom: date('valid_from').notNull(),
  validTo: date('valid_to'),
  endNote: text('end_note'),
  /** Of the folder of seeds. */
  isShipped: boolean('is_shipped').notNull().default(false),
  setAt: timestamp('set_at', { withTimezone: true }).notNull().defaultNow(),
  ...recorded(),
}, (t) => [
  uniqueIndex('focal_points_code_key').on(t.code).where(sql`${t.recordedTo} is null`),
  // One that has no end yet in each locality; that periods do not overlap the command sees to, under the writer's lock.
  uniqueIndex('focal_points_locality_key').on(sql`coalesce(${t.division}, '')`, sql`coalesce(${t.provinceCode}, '')`).where(sql`${t.recordedTo} is null and ${t.validTo} is null`),
])

/** Who answers there: for officers alone, of now alone, and in no trail. */
export const focalPointPersons = pgTable('focal_point_persons', {
  code: text('code').primaryKey(),
  name: text('name').notNull(),
  role: text('role'),
  email: text('email'),
  phone: text('phone'),
})
