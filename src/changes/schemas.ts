import { z } from 'zod'
import { Enterprise, EnterpriseCode } from '../enterprises/schemas.ts'
import { flag, fromText, list } from '../http/query.ts'
import { ProvinceCode } from '../localities/schemas.ts'
import { EVENT_TYPES } from './event.ts'

export const MAX_PAGE = 1000
const MAX = Number.MAX_SAFE_INTEGER
const DEFAULT_PAGE = 50

const position = (description: string) => fromText({ type: 'integer', format: 'int64', minimum: 0, maximum: MAX, description },
  'must be a position of the register, a whole number from 0', readPosition)

/** As `after` and `until` write it; also the form of a `Last-Event-ID`. */
export function readPosition (text: string): number | undefined {
  const value = Number(text)
  return /^(0|[1-9]\d{0,15})$/.test(text) && Number.isSafeInteger(value) ? value : undefined
}

const after = 'Begins behind this position: the `next` of the page before it, or the last one that was processed. 0 is the beginning.'
const limit = { type: 'integer', format: 'int32', minimum: 1, maximum: MAX_PAGE, description: `How many events a page holds at most; ${DEFAULT_PAGE} where it is not given. NDJSON without it goes on to the tip.` }
const province = ProvinceCode.optional().meta({ description: 'Events of enterprises that are in this province of 2025 or were before. Events of the register itself belong to no province and are left out.' })

export const EventType = z.enum(EVENT_TYPES).meta({ description: 'What happened; docs/changes.md says when each comes about.' })

export const ListChangesQuery = z.strictObject({
  after: position(after).default(0),
  limit: fromText(limit, `must be a whole number from 1 to ${MAX_PAGE}`, (text) => /^[1-9]\d{0,3}$/.test(text) && Number(text) <= MAX_PAGE ? Number(text) : undefined).optional(),
  province,
  type: list(EventType, { description: 'Types of events, parted by commas.' }).optional(),
  tail: flag('Whether NDJSON stays open behind the tip and brings new events as they come. An event stream always does.').default(false),
  format: z.enum(['json', 'ndjson', 'sse']).optional().meta({ description: 'The form of the answer; it goes before `Accept`.' }),
})
export const pageOf = (given: number | undefined): number => given ?? DEFAULT_PAGE

const anything = z.unknown().meta({ description: 'Text, a number, a list or null, as the member has it.' })

export const FieldChange = z.object({
  field: z.string().max(40).meta({ description: 'A member of `Enterprise`.' }),
  old: anything,
  new: anything,
}).meta({ id: 'FieldChange', description: 'One member of an enterprise before and after.' })

export const Block = z.object({
  first: z.int().min(1).max(MAX),
  last: z.int().min(1).max(MAX),
  kind: z.string().max(30).meta({ description: '`run`, `revert`, `mapping`, `decision`, `rules`, `reference-data`, `publication` or `prune`.' }),
}).meta({ id: 'ChangeBlock', description: 'The events that became visible together.' })

const example = {
  position: 21_003, type: 'run', code: null, version: null, isCurrent: null, provinces: [], validFrom: null, changes: [], enterprise: null,
  subject: '1', detail: { new: 20_000, changed: 0, unchanged: 0, gone: 0 }, run: 1, block: { first: 16, last: 21_003, kind: 'run' }, recordedAt: '2026-11-22T03:00:00.000Z',
}

export const Change = z.object({
  position: z.int().min(1).max(MAX).meta({ description: 'Position of the register; dense, and served once.' }),
  type: EventType,
  code: EnterpriseCode.nullable().meta({ description: 'Of an enterprise; null for events of the register.' }),
  version: z.int().min(1).nullable().meta({ description: 'The version of the enterprise that this event recorded.' }),
  isCurrent: z.boolean().nullable().meta({ description: 'Whether that version became the current one; false for a state of the past that was told late.' }),
  provinces: z.array(ProvinceCode).max(2).meta({ description: 'Where the enterprise is and where it was before, division of 2025: the filtered feeds that hold this event.' }),
  validFrom: z.iso.date().nullable().meta({ description: 'The day from which the version holds in the world.' }),
  changes: z.array(FieldChange).max(50).meta({ description: 'What the version says otherwise than the one it took the place of.' }),
  enterprise: Enterprise.nullable().meta({ description: 'The version, as it was known at this position and on the day of recording; null where it is not one that the register serves.' }),
  subject: z.string().max(500).nullable().meta({ description: 'Of an event of the register: what it is about.' }),
  detail: z.record(z.string().max(40), z.unknown()).nullable().meta({ description: 'Of an event of the register: its figures.' }),
  run: z.int().min(1).max(MAX).nullable().meta({ description: 'The run that brought it, or whose revert did.' }),
  block: Block,
  recordedAt: z.iso.datetime(),
}).meta({ id: 'Change', description: 'One event of the register.', examples: [example] })

export const ChangePage = z.object({
  items: z.array(Change).max(MAX_PAGE),
  next: z.int().min(0).max(MAX).meta({ description: 'The `after` of the next page. With a filter it may move on although no event came.' }),
  earliest: z.int().min(1).max(MAX).meta({ description: 'The first position that is still served.' }),
  tip: z.int().min(0).max(MAX).meta({ description: 'The last position there is; the reader who has `next` = `tip` has all.' }),
  position: z.int().min(0).max(MAX).meta({ description: 'The position of the register that the page was read at.' }),
}).meta({ id: 'ChangePage', description: 'Events in order of position.', examples: [{ items: [example], next: 21_003, earliest: 1, tip: 21_004, position: 21_004 }] })

export const DigestQuery = z.strictObject({
  after: position('Events behind this position; where it is not given, all that are served.').optional(),
  until: position('Events up to this position, and the register as it stood at it; the tip where it is not given.').optional(),
  province: ProvinceCode.optional().meta({ description: 'Only this province of 2025.' }),
})

export const DIGEST = { count: 4011, checksum: '41c2'.repeat(16) }

export const Digest = z.object({
  count: z.int().min(0).max(MAX),
  checksum: z.string().length(64).regex(/^[0-9a-f]{64}$/).meta({ description: 'SHA-256 of lines in UTF-8, each with a line feed at its end, in hexadecimal.' }),
}).meta({ id: 'Digest', description: 'Number and checksum of lines.' })

export const ProvinceDigest = z.object({ province: ProvinceCode, events: Digest, register: Digest })
  .meta({ id: 'ProvinceDigest', description: 'The digests of one province.' })

export const ChangesDigest = z.object({
  after: z.int().min(0).max(MAX),
  until: z.int().min(0).max(MAX),
  earliest: z.int().min(1).max(MAX),
  tip: z.int().min(0).max(MAX),
  events: Digest.meta({ description: 'Of the events behind `after` up to `until`: lines `position code version`, of events of the register `position type subject`, by position.' }),
  register: Digest.meta({ description: 'Of the enterprises served at `until`: lines `code version position`, by code.' }),
  provinces: z.array(ProvinceDigest).max(100).meta({ description: 'The same of each province; empty where one was asked for.' }),
}).meta({
  id: 'ChangesDigest',
  description: 'By which a copy proves that it is complete.',
  examples: [{ after: 0, until: 21_004, earliest: 1, tip: 21_004, events: DIGEST, register: DIGEST, provinces: [{ province: '48', events: DIGEST, register: DIGEST }] }],
})
