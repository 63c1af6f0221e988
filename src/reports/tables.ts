import { sql } from 'drizzle-orm'
import { boolean, customType, date, index, integer, jsonb, pgTable, primaryKey, text, timestamp, uniqueIndex } from 'drizzle-orm/pg-core'
import { id, position, recorded } from '../db/columns.ts'
import type { Answer } from './template.ts'

const bytea = customType<{ data: Buffer }>({ dataType: () => 'bytea' })
const instant = (name: string) => timestamp(name, { withTimezone: true })

/** Forms of reports that the registry ships; a version never changes once a cycle has it. */
export const reportTemplates = pgTable('report_templates', {
  id: id(),
  code: text('code').notNull(),
  version: integer('version').notNull(),
  title: text('title').notNull(),
  titleEn: text('title_en').notNull(),
  source: text('source').notNull(),
  figures: text('figures').array().notNull(),
  ...recorded(),
}, (t) => [uniqueIndex('report_templates_code_version_key').on(t.code, t.version).where(sql`${t.recordedTo} is null`)])

/** Their sections, in the order of `rank`. */
export const reportSections = pgTable('report_sections', {
  id: id(),
  templateCode: text('template_code').notNull(),
  templateVersion: integer('template_version').notNull(),
  rank: integer('rank').notNull(),
  code: text('code').notNull(),
  /** `text`, `number` or `yes-no`. */
  kind: text('kind').notNull(),
  title: text('title').notNull(),
  titleEn: text('title_en').notNull(),
  hint: text('hint'),
  maxLength: integer('max_length'),
  isRequired: boolean('is_required').notNull(),
  ...recorded(),
}, (t) => [uniqueIndex('report_sections_template_code_key').on(t.templateCode, t.templateVersion, t.code).where(sql`${t.recordedTo} is null`)])

/** Who reports what to whom, how often and until when. */
export const reportRules = pgTable('report_rules', {
  id: id(),
  code: text('code').notNull(),
  version: integer('version').notNull(),
  title: text('title').notNull(),
  titleEn: text('title_en').notNull(),
  /** Codes of provinces; null for all there are. */
  reporters: text('reporters').array(),
  /** Codes of bodies that report in place of provinces. */
  bodies: text('bodies').array(),
  recipient: text('recipient').notNull(),
  periodKind: text('period_kind').notNull(),
  /** `before 12-10`, `within 15 days`: the rule itself, of which each cycle's last moment follows. */
  due: text('due').notNull(),
  /** So many days before the last day whoever has not reported is reminded. */
  reminders: integer('reminders').array().notNull(),
  template: text('template').notNull(),
  source: text('source').notNull(),
  ...recorded(),
}, (t) => [uniqueIndex('report_rules_code_version_key').on(t.code, t.version).where(sql`${t.recordedTo} is null`)])

/** Cycles that there are by themselves, because an act asks for them every year. */
export const reportCycles = pgTable('report_cycles', {
  id: id(),
  code: text('code').notNull(),
  rule: text('rule').notNull(),
  ruleVersion: integer('rule_version').notNull(),
  period: text('period').notNull(),
  templateVersion: integer('template_version').notNull(),
  ...recorded(),
}, (t) => [uniqueIndex('report_cycles_code_key').on(t.code).where(sql`${t.recordedTo} is null`)])

/** Versions of templates and rules that officers set. Never changed: what is set anew is the next version. */
export const reportForms = pgTable('report_forms', {
  id: id(),
  /** `template` or `rule`. */
  kind: text('kind').notNull(),
  code: text('code').notNull(),
  version: integer('version').notNull(),
  body: jsonb('body').$type<unknown>().notNull(),
  setAt: instant('set_at').notNull(),
  recordedFrom: position('recorded_from').notNull(),
}, (t) => [uniqueIndex('report_forms_kind_code_version_key').on(t.kind, t.code, t.version)])

/** Cycles that officers opened. */
export const openedCycles = pgTable('opened_cycles', {
  id: id(),
  code: text('code').notNull(),
  rule: text('rule').notNull(),
  ruleVersion: integer('rule_version').notNull(),
  period: text('period').notNull(),
  templateVersion: integer('template_version').notNull(),
  openedAt: instant('opened_at').notNull(),
  recordedFrom: position('recorded_from').notNull(),
}, (t) => [uniqueIndex('opened_cycles_code_key').on(t.code)])

/** Whether a cycle still takes reports: the last row of a cycle holds, and none is open. */
export const cycleStates = pgTable('cycle_states', {
  id: id(),
  cycle: text('cycle').notNull(),
  isOpen: boolean('is_open').notNull(),
  setAt: instant('set_at').notNull(),
  recordedFrom: position('recorded_from').notNull(),
}, (t) => [index('cycle_states_cycle_index').on(t.cycle, t.id)])

/** What a reporter writes for a cycle, and how far it is. Here and below `locality` is its code: that of a unit, or of a body. */
export const submissions = pgTable('submissions', {
  id: id(),
  cycle: text('cycle').notNull(),
  locality: text('locality').notNull(),
  /** `draft`, `submitted`, `returned` or `accepted`. */
  state: text('state').notNull(),
  /** Moves with every change: what If-Match means. */
  version: integer('version').notNull(),
  answers: jsonb('answers').$type<Answer[]>().notNull(),
  comments: jsonb('comments').$type<{ figure: string, text: string }[]>().notNull(),
  /** Of the first attempt: by it a report is late or not. */
  submittedAt: instant('submitted_at'),
  isLate: boolean('is_late'),
  updatedAt: instant('updated_at').notNull(),
}, (t) => [uniqueIndex('submissions_cycle_locality_key').on(t.cycle, t.locality)])

/** A report as it was submitted. A trigger refuses to change or remove it. */
export const attempts = pgTable('report_attempts', {
  id: id(),
  cycle: text('cycle').notNull(),
  locality: text('locality').notNull(),
  number: integer('number').notNull(),
  submittedAt: instant('submitted_at').notNull(),
  isLate: boolean('is_late').notNull(),
  asOf: date('as_of').notNull(),
  /** What the figures were read at. */
  position: position('position').notNull(),
  figuresSha256: text('figures_sha256').notNull(),
  /** The bytes that are served. */
  document: text('document').notNull(),
  sha256: text('sha256').notNull(),
  /** Of the first attempt its own position; of a later one, which takes none, the last that there was. */
  recordedFrom: position('recorded_from').notNull(),
}, (t) => [uniqueIndex('report_attempts_cycle_locality_number_key').on(t.cycle, t.locality, t.number)])

/** What the ministry made of an attempt. A trigger refuses to change or remove it. */
export const reviews = pgTable('report_reviews', {
  id: id(),
  cycle: text('cycle').notNull(),
  locality: text('locality').notNull(),
  number: integer('number').notNull(),
  /** `accepted` or `returned`. */
  outcome: text('outcome').notNull(),
  comments: jsonb('comments').$type<{ section: string | null, text: string }[]>().notNull(),
  reviewedAt: instant('reviewed_at').notNull(),
}, (t) => [uniqueIndex('report_reviews_cycle_locality_number_key').on(t.cycle, t.locality, t.number)])

/** Bytes of attachments, once each by their SHA-256. */
export const reportFiles = pgTable('report_files', {
  sha256: text('sha256').primaryKey(),
  mediaType: text('media_type').notNull(),
  size: integer('size').notNull(),
  bytes: bytea('bytes').notNull(),
})

/** What is attached to a submission now; of an attempt its document tells. */
export const attachments = pgTable('report_attachments', {
  cycle: text('cycle').notNull(),
  locality: text('locality').notNull(),
  name: text('name').notNull(),
  sha256: text('sha256').notNull().references(() => reportFiles.sha256),
  addedAt: instant('added_at').notNull(),
}, (t) => [primaryKey({ columns: [t.cycle, t.locality, t.name] }), index('report_attachments_sha256_index').on(t.sha256)])

/** Reports of the nation as they were consolidated. A trigger refuses to change or remove them. */
export const consolidations = pgTable('consolidations', {
  id: id(),
  cycle: text('cycle').notNull(),
  edition: integer('edition').notNull(),
  document: text('document').notNull(),
  sha256: text('sha256').notNull(),
  consolidatedAt: instant('consolidated_at').notNull(),
  recordedFrom: position('recorded_from').notNull(),
}, (t) => [uniqueIndex('consolidations_cycle_edition_key').on(t.cycle, t.edition)])
