import { sql } from 'drizzle-orm'
import { bigint, boolean, check, date, index, integer, numeric, pgTable, primaryKey, text, timestamp, uniqueIndex, uuid } from 'drizzle-orm/pg-core'
import { id, position, recorded } from '../db/columns.ts'
import { decidedColumns } from './decisions/tables.ts'

/** The facts of an enterprise as one record of the feed states them, and what the rules derive from them. */
const facts = () => ({
  code: text('code').notNull(),
  /** md5 of the record as read, less personal data: an unchanged record costs this comparison. */
  digest: uuid('digest').notNull(),
  registeredOn: date('registered_on').notNull(),
  changes: integer('changes').notNull(),
  name: text('name').notNull(),
  foreignName: text('foreign_name'),
  shortName: text('short_name'),
  status: text('status').notNull(),
  statusRaw: text('status_raw'),
  statusRawName: text('status_raw_name'),
  legalType: text('legal_type').notNull(),
  legalTypeRaw: text('legal_type_raw'),
  legalTypeRawName: text('legal_type_raw_name'),
  charterCapitalVnd: numeric('charter_capital_vnd'),
  ownership: text('ownership').notNull(),
  foreignSharePercent: numeric('foreign_share_percent'),
  provinceCode: text('province_code').notNull(),
  communeCode: text('commune_code'),
  /** The province of 2004 in which the head office lies; null where its commune was put together from two. */
  oldProvinceCode: text('old_province_code'),
  address: text('address').notNull(),
  /** The address as the feed has it: city, district, ward; read again when a mapping changes. */
  addressParts: text('address_parts').array().notNull(),
  /** How the commune was found, or why it was left open. */
  placedBy: text('placed_by').notNull(),
  /** The communes that it can be, where it was left open. */
  communeCandidates: text('commune_candidates').array().notNull(),
  vsic: text('vsic').notNull(),
  /** Activity codes, the main one first. */
  industries: text('industries').array().notNull(),
  hasMainIndustry: boolean('has_main_industry').notNull(),
  /** `derived`, `confirmed` or `candidate`; null where the enterprise is none of them and so is not served. */
  basis: text('basis'),
  categoryBefore: text('category_before'),
  categoryAfter: text('category_after'),
  /** From this day on `category_after` holds instead of `category_before`. */
  categoryTurnsOn: date('category_turns_on'),
  ruleSet: integer('rule_set').notNull(),
  categoryCodes: text('category_codes').array().notNull(),
  /** What it says of its predecessors and successors, `merged-into NNNNNNNNNN`; null where it says nothing of them. */
  relations: text('relations').array(),
})

/**
 * Every state of every enterprise that the feed told: valid from a day, recorded at a position. Rows are added and
 * never rewritten; only `is_current` moves, and a revert closes what it takes back with `recorded_to`.
 */
export const enterpriseVersions = pgTable('enterprise_versions', {
  ...facts(),
  version: integer('version').notNull(),
  validFrom: date('valid_from').notNull(),
  /** Its own event, or the last of its block where the enterprise is not served. */
  position: position('position').notNull(),
  hasEvent: boolean('has_event').notNull(),
  /** The block's last position: from it on this version is known. */
  recordedFrom: position('recorded_from').notNull(),
  /** The position from which it is taken back by a revert. */
  recordedTo: position('recorded_to'),
  isCurrent: boolean('is_current').notNull(),
  /** `present`; `gone` from a full file, a tombstone with the last facts; `withdrawn` by a revert, as if never told of. */
  presence: text('presence').notNull(),
  /** The version that was current until this one became it, 0 where there was none; null for a late one. */
  supersedes: integer('supersedes'),
  /** The run that brought it, or whose revert did; null where an officer did. */
  runId: bigint('run_id', { mode: 'number' }),
  ...decidedColumns(),
  /** The day and number of its facts in the source's order, where a decision that begins later made a version of them; its `changes` is then -1. */
  factsFrom: date('facts_from'),
  factsChanges: integer('facts_changes'),
}, (t) => [
  primaryKey({ name: 'enterprise_versions_code_version_pk', columns: [t.code, t.version] }),
  check('enterprise_versions_code_check', sql`${t.code} ~ '^[0-9]{10}$'`),
  uniqueIndex('enterprise_versions_position_key').on(t.position).where(sql`${t.hasEvent}`),
  check('enterprise_versions_presence_check', sql`${t.presence} in ('present', 'gone', 'withdrawn')`),
  uniqueIndex('enterprise_versions_code_served_key').on(t.code).where(sql`${t.isCurrent} and ${t.basis} is not null and ${t.presence} = 'present'`),
  index('enterprise_versions_province_code_code_index').on(t.provinceCode, t.code).where(sql`${t.isCurrent} and ${t.basis} is not null and ${t.presence} = 'present'`),
  index('enterprise_versions_code_absent_index').on(t.code).where(sql`${t.isCurrent} and ${t.presence} <> 'present'`),
  index('enterprise_versions_open_place_index').on(t.provinceCode, t.code).where(sql`${t.isCurrent} and ${t.communeCode} is null and ${t.presence} = 'present'`),
  // In the orders of the list, one that serves both directions each.
  index('enterprise_versions_name_order_index').on(sql`(fold(${t.name}) collate "C")`, t.code).where(sql`${t.isCurrent} and ${t.basis} is not null and ${t.presence} = 'present'`),
  index('enterprise_versions_registered_order_index').on(t.registeredOn, t.code).where(sql`${t.isCurrent} and ${t.basis} is not null and ${t.presence} = 'present'`),
  index('enterprise_versions_capital_order_index').on(sql`coalesce(${t.charterCapitalVnd}, (-1)::numeric)`, t.code).where(sql`${t.isCurrent} and ${t.basis} is not null and ${t.presence} = 'present'`),
  index('enterprise_versions_changed_order_index').on(t.position, t.code).where(sql`${t.isCurrent} and ${t.basis} is not null and ${t.presence} = 'present'`),
  index('enterprise_versions_commune_index').on(t.communeCode, t.code).where(sql`${t.isCurrent} and ${t.basis} is not null and ${t.presence} = 'present'`),
  // Of those that were ever shown, in the past.
  index('enterprise_versions_shown_index').on(t.code).where(sql`${t.hasEvent}`),
  // What officers declared: few, and asked for with every run.
  index('enterprise_versions_declared_index').on(t.code).where(sql`${t.runId} is null and ${t.recordedTo} is null`),
  index('enterprise_versions_relations_index').using('gin', t.relations).where(sql`${t.relations} is not null`),
])

/** The shape of a run's staging table (`staging.run_<id>`); itself always empty. */
export const stagedVersions = pgTable('staged_versions', {
  seq: bigint('seq', { mode: 'number' }).notNull(),
  amendedOn: date('amended_on'),
  /** Of the bytes as they came. */
  rawDigest: uuid('raw_digest').notNull(),
  ...facts(),
})

/** Records of a run's feed that versions say already, by the bytes (`staging.seen_<id>`); itself always empty. */
export const seenRecords = pgTable('seen_records', {
  digest: uuid('digest').notNull(),
})

/**
 * Which bytes a version was read from: a record that comes again costs this look-up. Unlogged, since it only saves
 * work: what a crash takes is read, found unchanged and noted again.
 */
export const knownRecords = pgTable('known_records', {
  digest: uuid('digest').primaryKey(),
  code: text('code').notNull(),
  version: integer('version').notNull(),
  /** A record without a date of its own is known only as long as its version is the current one. */
  isDated: boolean('is_dated').notNull(),
})

/** How many enterprises of all trades the feed tells of now, per province; moved by every run. */
export const liveCounts = pgTable('live_counts', {
  provinceCode: text('province_code').primaryKey(),
  enterprises: integer('enterprises').notNull(),
  served: integer('served').notNull(),
  unknownStatus: integer('unknown_status').notNull(),
  unknownLegalType: integer('unknown_legal_type').notNull(),
  withoutCommune: integer('without_commune').notNull(),
})

/**
 * Counts of served enterprises as they are known now, in valid time: the count on a day is the sum over `day <= D`.
 * A category that turns on a day is −1 and +1 on that day, so no count needs a nightly rewrite.
 */
export const cells = pgTable('cells', {
  provinceCode: text('province_code').notNull(),
  oldProvinceCode: text('old_province_code').notNull(),
  status: text('status').notNull(),
  basis: text('basis').notNull(),
  ownership: text('ownership').notNull(),
  category: text('category').notNull(),
  day: date('day').notNull(),
  enterprises: integer('enterprises').notNull(),
}, (t) => [primaryKey({ name: 'cells_pk', columns: [t.provinceCode, t.oldProvinceCode, t.status, t.basis, t.ownership, t.category, t.day] })])

/** The seven legal statuses of Decree 168/2025/NĐ-CP Art. 35, and `unknown`. */
export const legalStatuses = pgTable('legal_statuses', {
  id: id(),
  code: text('code').notNull(),
  name: text('name').notNull(),
  nameEn: text('name_en').notNull(),
  isActive: boolean('is_active').notNull(),
  ...recorded(),
}, (t) => [uniqueIndex('legal_statuses_code_key').on(t.code).where(sql`${t.recordedTo} is null`)])

/** The legal types of the Law on Enterprises 59/2020/QH14, and `unknown`. */
export const legalTypes = pgTable('legal_types', {
  id: id(),
  code: text('code').notNull(),
  name: text('name').notNull(),
  nameEn: text('name_en').notNull(),
  ...recorded(),
}, (t) => [uniqueIndex('legal_types_code_key').on(t.code).where(sql`${t.recordedTo} is null`)])

/** What a raw value of a feed means; no public list exists, so an operator can edit it. `list` is `status` or `legal-type`. */
export const valueMappings = pgTable('value_mappings', {
  id: id(),
  list: text('list').notNull(),
  rawValue: text('raw_value').notNull(),
  code: text('code').notNull(),
  note: text('note'),
  ...recorded(),
}, (t) => [uniqueIndex('value_mappings_list_raw_value_key').on(t.list, t.rawValue).where(sql`${t.recordedTo} is null`)])

/** What operators made of raw values; it goes before the shipped mapping. A row without a code gives the value back to that. */
export const mappingEdits = pgTable('mapping_edits', {
  id: id(),
  list: text('list').notNull(),
  rawValue: text('raw_value').notNull(),
  code: text('code'),
  note: text('note').notNull(),
  editedBy: text('edited_by').notNull(),
  editedAt: timestamp('edited_at', { withTimezone: true }).notNull().defaultNow(),
  ...recorded(),
}, (t) => [uniqueIndex('mapping_edits_list_raw_value_key').on(t.list, t.rawValue).where(sql`${t.recordedTo} is null`)])
