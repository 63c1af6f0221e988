import { bigint, index, integer, jsonb, pgTable, text, timestamp } from 'drizzle-orm/pg-core'
import { id, position } from '../db/columns.ts'

/** One reading of a feed, from the first record to the commit. */
export const runs = pgTable('runs', {
  id: id(),
  source: text('source').notNull(),
  kind: text('kind').notNull(),
  mode: text('mode').notNull(),
  state: text('state').notNull(),
  /** What is asked for: a file's cut-off, or the instants between which dossiers are read. */
  scope: jsonb('scope').$type<Record<string, string>>().notNull(),
  /** Where reading goes on after a kill; advanced in the transaction that stages a batch. */
  checkpoint: jsonb('checkpoint').$type<unknown>(),
  read: integer('read').notNull().default(0),
  new: integer('new').notNull().default(0),
  changed: integer('changed').notNull().default(0),
  unchanged: integer('unchanged').notNull().default(0),
  skipped: jsonb('skipped').$type<Record<string, number>>().notNull().default({}),
  rejected: integer('rejected').notNull().default(0),
  staged: integer('staged').notNull().default(0),
  resumed: integer('resumed').notNull().default(0),
  /** Milliseconds spent by stage. */
  timings: jsonb('timings').$type<Record<string, number>>().notNull().default({}),
  /** The source is read up to this instant. */
  watermark: timestamp('watermark', { withTimezone: true }),
  firstPosition: position('first_position'),
  lastPosition: position('last_position'),
  startedAt: timestamp('started_at', { withTimezone: true }).notNull().defaultNow(),
  finishedAt: timestamp('finished_at', { withTimezone: true }),
  failure: text('failure'),
}, (t) => [index('runs_source_state_index').on(t.source, t.state)])

/** Records of a run that could not be read, with the reason and what they said, less personal data. */
export const rejects = pgTable('rejects', {
  id: id(),
  runId: bigint('run_id', { mode: 'number' }).notNull().references(() => runs.id),
  line: integer('line').notNull(),
  reason: text('reason').notNull(),
  field: text('field'),
  code: text('code'),
  record: jsonb('record').$type<unknown>().notNull(),
}, (t) => [index('rejects_run_id_id_index').on(t.runId, t.id)])
