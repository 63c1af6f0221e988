import { sql } from 'drizzle-orm'
import { bigint, check, date, index, integer, pgTable, text, timestamp, uniqueIndex } from 'drizzle-orm/pg-core'
import { position } from '../db/columns.ts'

/**
 * What officers tell the registration authority: that the register is wrong in a field of an enterprise. It changes nothing of
 * the enterprise: only the feed does. Numbers are given out under the writer's lock, without gaps.
 */
export const corrections = pgTable('corrections', {
  id: bigint('id', { mode: 'number' }).primaryKey(),
  code: text('code').notNull(),
  /** A member of an enterprise, as answers call it. */
  field: text('field').notNull(),
  /** What the register said when it was reported, and in which version of the enterprise; null where it said nothing. */
  said: text('said'),
  version: integer('version').notNull(),
  /** What it should say; null where it should say nothing. */
  proposed: text('proposed'),
  /** Where the enterprise stood: the province of 2025. */
  provinceCode: text('province_code').notNull(),
  /** On whose behalf it was reported: that province's, or the ministry's (`*`). */
  authority: text('authority').notNull(),
  evidenceKind: text('evidence_kind').notNull(),
  evidenceReference: text('evidence_reference').notNull(),
  evidenceDate: date('evidence_date'),
  note: text('note'),
  reportedAt: timestamp('reported_at', { withTimezone: true }).notNull(),
  state: text('state').notNull(),
  /** When it came into this state, and what was said of it. */
  changedAt: timestamp('changed_at', { withTimezone: true }).notNull(),
  answer: text('answer'),
  answerReference: text('answer_reference'),
  /** The position of the register from which it is in this state. */
  position: position('position').notNull(),
}, (t) => [
  check('corrections_state_check', sql`${t.state} in ('open', 'acknowledged', 'accepted', 'rejected', 'withdrawn')`),
  uniqueIndex('corrections_waiting_key').on(t.code, t.field, sql`coalesce(${t.proposed}, '')`).where(sql`${t.state} in ('open', 'acknowledged')`),
  index('corrections_code_index').on(t.code, t.id),
  index('corrections_state_index').on(t.state, t.id),
  index('corrections_province_code_index').on(t.provinceCode, t.id),
])
