import { bigint, date, index, integer, jsonb, pgTable, primaryKey, text, timestamp } from 'drizzle-orm/pg-core'
import type { Diff } from '../enterprises/queries.ts'
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
  /** The source's own numbers of a pushed delta. */
  sequenceFrom: bigint('sequence_from', { mode: 'number' }),
  sequenceTo: bigint('sequence_to', { mode: 'number' }),
  /** The last day that a full file tells of: what it lacks is gone from the day after. */
  cutoff: date('cutoff'),
  /** Where reading goes on after a kill; advanced in the transaction that stages a batch. */
  checkpoint: jsonb('checkpoint').$type<unknown>(),
  read: integer('read').notNull().default(0),
  new: integer('new').notNull().default(0),
  changed: integer('changed').notNull().default(0),
  gone: integer('gone').notNull().default(0),
  /** States of dependent units that it brought. */
  units: integer('units').notNull().default(0),
  unchanged: integer('unchanged').notNull().default(0),
  skipped: jsonb('skipped').$type<Record<string, number>>().notNull().default({}),
  rejected: integer('rejected').notNull().default(0),
  staged: integer('staged').notNull().default(0),
  /** Records of dependent units that are staged, or known by their bytes; they count as skipped as well. */
  stagedUnits: integer('staged_units').notNull().default(0),
  resumed: integer('resumed').notNull().default(0),
  /** Fields that the form of the records does not know, and how often they came. */
  unknownFields: jsonb('unknown_fields').$type<Record<string, number>>().notNull().default({}),
  /** How many of the records read have a field at all. */
  filled: jsonb('filled').$type<Record<string, number>>().notNull().default({}),
  /** How the communes of the records read were found, or why they were left open. */
  placed: jsonb('placed').$type<Record<string, number>>().notNull().default({}),
  /** The reference data that the records were read with: the position of its last change. */
  referencePosition: position('reference_position').notNull().default(0),
  diff: jsonb('diff').$type<Diff>(),
  /** Why it is held. */
  gates: jsonb('gates').$type<Gate[]>().notNull().default([]),
  /** When the commit was asked for: runs wait for each other in this order. */
  committedAt: timestamp('committed_at', { withTimezone: true }),
  /** When somebody let it through the gates. */
  releasedAt: timestamp('released_at', { withTimezone: true }),
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

/** A threshold that a run is over. */
export interface Gate {
  gate: 'drop' | 'province-drop' | 'rejects' | 'lost-field'
  /** The province or field. */
  subject: string | null
  found: number
  allowed: number
}

/** What became of a run, and who did it. */
export const runTransitions = pgTable('run_transitions', {
  id: id(),
  runId: bigint('run_id', { mode: 'number' }).notNull().references(() => runs.id),
  from: text('from'),
  to: text('to').notNull(),
  by: text('by').notNull(),
  reason: text('reason'),
  at: timestamp('at', { withTimezone: true }).notNull().defaultNow(),
}, (t) => [index('run_transitions_run_id_index').on(t.runId, t.id)])

/** The parts of a pushed run that have arrived whole. */
export const runChunks = pgTable('run_chunks', {
  runId: bigint('run_id', { mode: 'number' }).notNull().references(() => runs.id),
  number: integer('number').notNull(),
  /** Over the bytes as sent. */
  sha256: text('sha256').notNull(),
  bytes: integer('bytes').notNull(),
  records: integer('records').notNull(),
  receivedAt: timestamp('received_at', { withTimezone: true }).notNull().defaultNow(),
}, (t) => [primaryKey({ name: 'run_chunks_pk', columns: [t.runId, t.number] })])

/** Records of a run that could not be read, with the reason and what they said, less personal data. */
export const rejects = pgTable('rejects', {
  id: id(),
  runId: bigint('run_id', { mode: 'number' }).notNull().references(() => runs.id),
  /** The pushed part it came in; null elsewhere. */
  chunk: integer('chunk'),
  line: integer('line').notNull(),
  reason: text('reason').notNull(),
  field: text('field'),
  code: text('code'),
  record: jsonb('record').$type<unknown>().notNull(),
  /** The run in which it could be read after all. */
  replayedIn: bigint('replayed_in', { mode: 'number' }),
}, (t) => [index('rejects_run_id_id_index').on(t.runId, t.id)])
