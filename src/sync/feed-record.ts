import { hash } from 'node:crypto'
import type { Day } from '../calendar.ts'
import type { RawValue, RelationKind, UnitKind } from '../enterprises/queries.ts'

/** What a feed says of one enterprise, in our own terms and less personal data: the form in which adaptors hand it on. */
export interface FeedRecord {
  code: string
  registeredOn: Day
  /** The day of the amendment that made this state; null where the feed does not say. */
  amendedOn: Day | null
  changes: number
  name: string
  foreignName: string | null
  shortName: string | null
  status: RawValue
  legalType: RawValue
  /** In VND, decimal text. */
  charterCapitalVnd: string | null
  ownership: Ownership
  foreignSharePercent: string | null
  address: FeedAddress
  /** Activity codes, the main one first. */
  industries: string[]
  hasMainIndustry: boolean
  /** Absent where the feed does not say, so that the digest of a feed that has none stays as it is. */
  relations?: FeedRelation[]
}

/** Out of which enterprise it came, or into which it went. */
export interface FeedRelation {
  kind: RelationKind
  code: string
}

/** What a feed says of a dependent unit of an enterprise; null and '' where it does not say, or nobody can read it. */
export interface FeedUnit {
  enterpriseCode: string
  /** `NNNNNNNNNN-NNN`, or five digits. */
  code: string
  kind: UnitKind
  name: string | null
  status: RawValue
  registeredOn: Day | null
  amendedOn: Day | null
  changes: number
  address: FeedAddress
}

/** Absent codes are left out, so that they do not change the digest of a feed that has none. */
export interface FeedAddress {
  full: string
  city: string
  district: string
  ward: string
  /** The official code of the commune or ward, in the division named beside it. */
  communeCode?: string
  division?: '2025' | '2004'
}

export type Ownership = 'domestic' | 'foreign' | 'mixed' | 'unknown'

export const SKIP_REASONS = ['branch', 'business-location', 'household', 'duplicate'] as const
export type SkipReason = typeof SKIP_REASONS[number]

export const REJECT_REASONS = ['unreadable', 'missing-field', 'invalid-code', 'invalid-date', 'future-date', 'invalid-value', 'unknown-province', 'not-found'] as const
export type RejectReason = typeof REJECT_REASONS[number]

export interface Reject {
  kind: 'reject'
  reason: RejectReason
  field: string | null
  code: string | null
  /** The raw record less personal data. */
  record: unknown
}

export type Reading =
  /** A good record, and the reject it becomes if the gazetteer cannot place it. */
  | { kind: 'record', record: FeedRecord, asUnknownProvince: () => Reject, unknownFields?: readonly string[] }
  | { kind: 'skip', reason: SkipReason }
  | Reject

/** md5 as a UUID: equal for records that say the same, whatever their order of keys or Unicode form was. */
export function digestOf (record: FeedRecord | FeedUnit): string {
  const hex = hash('md5', JSON.stringify(record))
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`
}
