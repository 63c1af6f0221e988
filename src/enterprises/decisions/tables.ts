import { sql } from 'drizzle-orm'
import { bigint, check, date, index, pgTable, primaryKey, text, timestamp, uniqueIndex } from 'drizzle-orm/pg-core'
import { id, position, recorded } from '../../db/columns.ts'

/**
 * What officers decided of an enterprise: from a day on it has a category, is none, or is left to the rule again. Of an
 * enterprise the one holds on a day that begins last; a new one closes those that begin on its day or later.
 */
export const decisions = pgTable('decisions', {
  id: id(),
  code: text('code').notNull(),
  /** A category, `not-digital`, or `rule`. */
  outcome: text('outcome').notNull(),
  effectiveFrom: date('effective_from').notNull(),
  evidenceKind: text('evidence_kind').notNull(),
  evidenceReference: text('evidence_reference').notNull(),
  evidenceDate: date('evidence_date'),
  note: text('note'),
  /** The facts that it rests on, as they were when it was taken: where they change it is to be looked at again. */
  status: text('status').notNull(),
  provinceCode: text('province_code').notNull(),
  vsic: text('vsic').notNull(),
  mainIndustry: text('main_industry'),
  /** On whose behalf: the code of a province of 2025, or `*` for the ministry. */
  authority: text('authority').notNull(),
  /** The caller's label: for officers and the audit trail, not for the public. */
  decidedBy: text('decided_by').notNull(),
  decidedAt: timestamp('decided_at', { withTimezone: true }).notNull(),
  ...recorded(),
}, (t) => [
  check('decisions_outcome_check', sql`${t.outcome} in ('i', 'ii', 'iii', 'iv', 'not-digital', 'rule')`),
  uniqueIndex('decisions_code_effective_from_key').on(t.code, t.effectiveFrom).where(sql`${t.recordedTo} is null`),
  index('decisions_code_index').on(t.code, t.id),
])

/** What officers are to look at, kept by whatever writes versions: one row for each enterprise and reason. */
export const reviews = pgTable('reviews', {
  code: text('code').notNull(),
  /** `candidate`; `flagged`, a decision whose facts have changed; `address`, one that leaves the commune open. */
  kind: text('kind').notNull(),
  /** Where the enterprise stands now. */
  provinceCode: text('province_code').notNull(),
  /** The position from which it waits. */
  since: position('since').notNull(),
  /** From this day on there is nothing to decide: the candidacy lapses. */
  until: date('until'),
  /** Of a flagged decision: which facts have changed; of an address: why it is open. */
  reasons: text('reasons').array().notNull(),
}, (t) => [
  primaryKey({ name: 'reviews_code_kind_pk', columns: [t.code, t.kind] }),
  check('reviews_kind_check', sql`${t.kind} in ('candidate', 'flagged', 'address')`),
  index('reviews_since_index').on(t.since, t.code, t.kind),
  index('reviews_province_code_since_index').on(t.provinceCode, t.since, t.code, t.kind),
  index('reviews_kind_since_index').on(t.kind, t.since, t.code),
])

/** Who is at work on an enterprise, until when: so that two officers do not read the same file. */
export const claims = pgTable('claims', {
  code: text('code').primaryKey(),
  /** The caller as keys and tokens name it, and what it is called. */
  claimedBy: text('claimed_by').notNull(),
  label: text('label').notNull(),
  claimedAt: timestamp('claimed_at', { withTimezone: true }).notNull(),
  expiresAt: timestamp('expires_at', { withTimezone: true }).notNull(),
})

/** Columns of a version that only decisions fill. */
export const decidedColumns = () => ({
  /** The decision whose category it has; null where the rule's holds. */
  decision: bigint('decision', { mode: 'number' }),
  decidedFrom: date('decided_from'),
  /** What the rule proposes where a decision goes before it. */
  ruleBasis: text('rule_basis'),
  ruleCategoryBefore: text('rule_category_before'),
  ruleCategoryAfter: text('rule_category_after'),
  ruleCategoryTurnsOn: date('rule_category_turns_on'),
})
