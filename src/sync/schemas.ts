import { z } from 'zod'
import { Cursor, Limit, Page } from '../http/page.ts'
import { fromText } from '../http/query.ts'
import { REJECT_REASONS, SKIP_REASONS } from './feed-record.ts'
import { RUN_STATES } from './run-state.ts'

const count = z.int().min(0).max(2_147_483_647)
const instant = z.iso.datetime({ offset: true })

export const RunId = fromText(
  { type: 'integer', format: 'int64', minimum: 1, maximum: 999_999_999_999, description: 'Number of a run.', examples: [1] }, 'must be a whole number from 1',
  (text) => /^[1-9]\d{0,11}$/.test(text) ? Number(text) : undefined,
)
export const ListRunsQuery = z.strictObject({ cursor: Cursor.optional(), limit: Limit })

export const RunState = z.enum(RUN_STATES).meta({
  description: '`reading` fetches by itself, `open` takes chunks; `committing` waits for its turn or is being recorded (both go on after a kill); `held` waits for a release; ' +
    '`succeeded` can be `reverted`; `failed` left nothing.',
})

const Gate = z.object({
  gate: z.enum(['drop', 'province-drop', 'rejects', 'lost-field']).meta({ description: '`drop`: share of the live register that would vanish; `province-drop`: of a province; `rejects`: of the records read; `lost-field`: share of the records that still have a field which nearly all had.' }),
  subject: z.string().max(100).nullable().meta({ description: 'The province or field.' }),
  found: z.number().min(0).max(100).meta({ description: 'Per cent.' }),
  allowed: z.number().min(0).max(100).meta({ description: 'Per cent.' }),
}).meta({ id: 'Gate', description: 'A threshold that a run is over.' })

const DIFF_EXAMPLE = {
  new: 1, changed: 0, late: 0, gone: 0, moved: 0, unchanged: 0, duplicate: 0, units: 0,
  provinces: [{ province: '01', before: 4120, after: 4121, new: 1, changed: 0, gone: 0, movedIn: 0, movedOut: 0 }],
  categories: [{ category: 'iv', basis: 'derived', before: 0, after: 1 }],
}

export const Diff = z.object({
  new: count.meta({ description: 'Enterprises told of for the first time, or again after they were gone.' }),
  changed: count.meta({ description: 'Further versions.' }),
  late: count.meta({ description: 'Of those, the ones that do not become the current version: the source knows a newer state.' }),
  gone: count.meta({ description: 'Enterprises that a full file no longer has.' }),
  moved: count.meta({ description: 'Enterprises whose head office changes its province.' }),
  unchanged: count,
  duplicate: count,
  units: count.meta({ description: 'States of dependent units that were not known; units are no enterprises and in none of the other counts.' }),
  provinces: z.array(z.object({
    province: z.string().max(2), before: count, after: count, new: count, changed: count, gone: count, movedIn: count, movedOut: count,
  })).max(34).meta({ description: 'Enterprises of all trades, for provinces in which something changes.' }),
  categories: z.array(z.object({ category: z.string().max(3), basis: z.string().max(20), before: count, after: count })).max(20)
    .meta({ description: 'Active enterprises among those that change, by category on the day of the run.' }),
}).meta({
  id: 'Diff',
  description: 'What a run changes.',
  examples: [DIFF_EXAMPLE],
})

const RUN_EXAMPLE = {
  id: 1, source: 'nbrs', kind: 'full', mode: 'file', state: 'succeeded', scope: { cutoff: '2026-11-21' }, sequence: null, cutoff: '2026-11-21', read: 27040, new: 20000, changed: 6804, gone: 0, units: 96, unchanged: 0,
  skipped: { branch: 120, 'business-location': 40, household: 20, duplicate: 30 }, rejected: 26, unknownFields: {}, placed: { name: 25013, succession: 1702, divided: 115 }, placedShare: 0.9957, gates: [], diff: null, resumed: 0, timings: { read: 210, match: 40, parse: 520, validate: 190, classify: 610, copy: 380, reconcile: 450, apply: 980 },
  watermark: '2026-11-21T17:00:00.000Z', firstPosition: 16, lastPosition: 3604, startedAt: '2026-11-22T01:11:58.000Z', finishedAt: '2026-11-22T01:12:01.000Z', failure: null,
}

export const Run = z.object({
  id: z.int().min(1),
  source: z.string().max(50).meta({ description: 'The feed: `nbrs` is the national business registration service, `sandbox` its stand-in with made-up enterprises.' }),
  kind: z.enum(['full', 'delta']).meta({ description: 'A whole file, or what is new since the run before.' }),
  mode: z.enum(['file', 'pull', 'push', 'replay']).meta({ description: 'How it came: a hand-over file, asked for by the registry, sent to it, or rejects read once more.' }),
  state: RunState,
  scope: z.record(z.string().max(50), z.string().max(500)).meta({ description: 'What was asked for: a cut-off, the instants between which dossiers are read, or numbers; of a run whose chunks the database lost, how many are to be sent again.' }),
  sequence: z.object({ from: z.int().min(1), to: z.int().min(1) }).nullable().meta({ description: 'The source\'s own numbers that it covers.' }),
  cutoff: z.iso.date().nullable().meta({ description: 'The last day that a full file tells of.' }),
  read: count.meta({ description: 'Records read: the sum of new, changed, unchanged, skipped and rejected once the run has succeeded.' }),
  new: count.meta({ description: 'Enterprises told of for the first time.' }),
  changed: count.meta({ description: 'Further versions.' }),
  gone: count.meta({ description: 'Enterprises that the full file no longer has; no records, so not in the sum.' }),
  units: count.meta({ description: 'States of dependent units that it brought; their records are in `skipped`, so this is not in the sum.' }),
  unchanged: count,
  skipped: z.object(Object.fromEntries(SKIP_REASONS.map((reason) => [reason, count])) as Record<typeof SKIP_REASONS[number], typeof count>).meta({ description: 'Records that are no news of an enterprise, by reason.' }),
  rejected: count.meta({ description: 'Records that could not be read; see its rejects.' }),
  unknownFields: z.record(z.string().max(200), count).meta({ description: 'Fields that the form of the records does not know: kept out, counted.' }),
  placed: z.record(z.string().max(20), count).meta({ description: 'Records read by how their commune was found (`code`, `name`, `succession`) or why it was left open (`divided`, `abolished`, `ambiguous`, `unreadable`).' }),
  placedShare: z.number().min(0).max(1).nullable().meta({ description: 'Share of the records read whose commune was found; null where none was read.' }),
  gates: z.array(Gate).max(100).meta({ description: 'Why it is or was held.' }),
  diff: Diff.nullable().meta({ description: 'What it changes, once that is known.' }),
  resumed: count.meta({ description: 'How often it was taken up again after it was cut off.' }),
  timings: z.record(z.string().max(50), z.number().min(0)).meta({ description: 'Milliseconds spent by stage.' }),
  watermark: instant.nullable().meta({ description: 'The feed is read up to this instant.' }),
  firstPosition: z.int().min(1).nullable().meta({ description: 'The first position of its block; null where nothing changed.' }),
  lastPosition: z.int().min(1).nullable(),
  startedAt: instant,
  finishedAt: instant.nullable(),
  failure: z.string().max(1000).nullable().meta({ description: 'Why it stopped the last time; a run that goes on keeps it.' }),
}).meta({
  id: 'Run',
  description: 'One reading of a feed.',
  examples: [RUN_EXAMPLE],
})
export const RunPage = Page(Run, 'RunPage')

export const Reject = z.object({
  id: z.int().min(1),
  chunk: z.int().min(1).nullable().meta({ description: 'The chunk it was sent in.' }),
  line: z.int().min(1).meta({ description: 'Number of the line within the chunk or file.' }),
  reason: z.enum(REJECT_REASONS),
  field: z.string().max(200).nullable().meta({ description: 'The field at fault, in the terms of the feed.' }),
  code: z.string().max(20).nullable(),
  record: z.unknown().meta({ type: 'object', description: 'The record as read, less personal data.' }),
  replayedIn: z.int().min(1).nullable().meta({ description: 'The run in which it could be read after all.' }),
}).meta({
  id: 'Reject',
  description: 'A record of a run that could not be read. It stops nothing and is not lost.',
  examples: [{ id: 7, chunk: null, line: 1044, reason: 'invalid-date', field: 'MainInformation.FOUNDING_DATE', code: '0110010011', record: { MainInformation: { FOUNDING_DATE: '31/02/2020' } }, replayedIn: null }],
})
export const RejectPage = Page(Reject, 'RejectPage')

export const RegisterStatus = z.object({
  position: z.int().min(0).meta({ description: 'The last position given out.' }),
  recordedAt: instant.nullable(),
  lastRun: Run.nullable().meta({ description: 'The newest run that has succeeded.' }),
  lastRunAgeSeconds: z.int().min(0).nullable(),
  sourceReadAt: instant.nullable().meta({ description: 'The source is read up to this instant.' }),
  runInProgress: z.boolean(),
  heldRuns: z.array(z.object({ id: z.int().min(1), source: z.string().max(50), gates: z.array(Gate).max(100) })).max(100).meta({ description: 'Runs that wait for a release.' }),
  expectedSequence: z.record(z.string().max(50), z.int().min(1)).meta({ description: 'The number that the next delta of each pushing source begins with.' }),
  enterprises: z.object({
    known: count.meta({ description: 'Enterprises that the feed has told of, of all trades.' }),
    served: count.meta({ description: 'Digital technology enterprises and candidates, whatever their status.' }),
    unknownStatus: count.meta({ description: 'Status values that are not mapped; never counted as active.' }),
    unknownLegalType: count,
    withoutCommune: count.meta({ description: 'Addresses that leave the commune open.' }),
  }),
  ruleSet: z.int().min(1).max(10_000).nullable(),
  seeds: z.object({
    edition: z.string().max(64).meta({ description: 'Checksum over all seed files in force.' }),
    files: z.array(z.object({ file: z.string().max(200), sha256: z.string().max(64), rows: count, position: z.int().min(1) })).max(200),
  }),
}).meta({
  id: 'RegisterStatus',
  description: 'How the register stands.',
  examples: [{
    position: 3604, recordedAt: '2026-11-22T01:12:01.000Z', lastRun: null, lastRunAgeSeconds: null, sourceReadAt: null, runInProgress: false, heldRuns: [], expectedSequence: { nbrs: 1 },
    enterprises: { known: 20000, served: 2700, unknownStatus: 0, unknownLegalType: 0, withoutCommune: 310 }, ruleSet: 1, seeds: { edition: '5f0c…', files: [] },
  }],
})

export const DryRun = z.object({
  dryRun: z.literal(true),
  run: Run,
  diff: Diff,
  gates: z.array(Gate).max(100).meta({ description: 'The gates at which a commit would be held.' }),
}).meta({
  id: 'DryRun',
  description: 'What a commit would do; nothing is applied and the run stays open.',
  examples: [{ dryRun: true, run: { ...RUN_EXAMPLE, state: 'open', mode: 'push' }, diff: DIFF_EXAMPLE, gates: [{ gate: 'drop', subject: null, found: 3.2, allowed: 2 }] }],
})
