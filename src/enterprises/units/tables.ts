import { sql } from 'drizzle-orm'
import { bigint, check, date, index, integer, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core'
import { position } from '../../db/columns.ts'

/** What one record of the feed says of a dependent unit; whatever it leaves out or nobody can read is null. */
const facts = () => ({
  /** md5 of the record as read. */
  digest: uuid('digest'),
  kind: text('kind'),
  name: text('name'),
  /** As the feed has it; what it means is told by the mapping in force when it is asked for. */
  statusRaw: text('status_raw'),
  statusRawName: text('status_raw_name'),
  registeredOn: date('registered_on'),
  changes: integer('changes'),
  address: text('address'),
  provinceCode: text('province_code'),
  communeCode: text('commune_code'),
  oldProvinceCode: text('old_province_code'),
})

/**
 * Every state of every branch, representative office and business location that the feed told, whether or not its
 * enterprise is known. Rows are added; only a revert closes what it takes back. Which one holds is read off the days.
 */
export const unitVersions = pgTable('unit_versions', {
  enterpriseCode: text('enterprise_code').notNull(),
  /** `NNNNNNNNNN-NNN`, or the five digits of a business location, which are its enterprise's alone. */
  code: text('code').notNull(),
  version: integer('version').notNull(),
  ...facts(),
  digest: uuid('digest').notNull(),
  kind: text('kind').notNull(),
  changes: integer('changes').notNull(),
  validFrom: date('valid_from').notNull(),
  /** The last position of its block. */
  recordedFrom: position('recorded_from').notNull(),
  /** The position from which it is taken back by a revert. */
  recordedTo: position('recorded_to'),
  runId: bigint('run_id', { mode: 'number' }).notNull(),
}, (t) => [
  primaryKey({ name: 'unit_versions_pk', columns: [t.enterpriseCode, t.code, t.version] }),
  check('unit_versions_enterprise_code_check', sql`${t.enterpriseCode} ~ '^[0-9]{10}$'`),
  check('unit_versions_code_check', sql`${t.code} ~ '^([0-9]{10}-[0-9]{3}|[0-9]{5})$'`),
  index('unit_versions_run_id_index').on(t.runId),
])

/**
 * The shape of a run's staging table (`staging.units_<id>`); itself always empty. A row with nothing but a digest
 * stands for a record that is known by its bytes.
 */
export const stagedUnits = pgTable('staged_units', {
  rawDigest: uuid('raw_digest').notNull(),
  seq: bigint('seq', { mode: 'number' }),
  enterpriseCode: text('enterprise_code'),
  code: text('code'),
  amendedOn: date('amended_on'),
  ...facts(),
})

/** Which bytes a unit's version was read from. Unlogged, since it only saves work. */
export const knownUnits = pgTable('known_units', {
  digest: uuid('digest').primaryKey(),
  enterpriseCode: text('enterprise_code').notNull(),
  code: text('code').notNull(),
  version: integer('version').notNull(),
}, (t) => [index('known_units_enterprise_code_code_index').on(t.enterpriseCode, t.code)])
