import type { CompanyName, Field, LegalType } from './names.ts'
import type { Place } from './places.ts'
import type { Activity } from './trades.ts'

/** The seven legal statuses in the order of Decree 168/2025/NĐ-CP Art. 35. */
export type Status = '1' | '2' | '3' | '4' | '5' | '6' | '7'

export type EventKind =
  | 'founded' | 'renamed' | 'recapitalised' | 'retooled' | 'reowned' | 'moved'
  | 'suspended' | 'reactivated' | 'lost' | 'revoked' | 'dissolving' | 'bankrupt' | 'ended'

/** Digital by main activity, by another activity only, or not at all. */
export type Profile = 'digital' | 'side' | 'ordinary'

/** One enterprise after one of its events. */
export interface State extends CompanyName {
  index: number
  code: string
  /** How many amendments there were up to and with this one; 0 is the founding. */
  changes: number
  event: EventKind
  /** Minute of the event, and of the founding, from the beginning of the anchor day. */
  minute: number
  foundedAt: number
  profile: Profile
  field: Field | 'digital'
  status: Status
  legalType: LegalType
  capitalVnd: number
  place: Place
  street: string
  activities: readonly Activity[]
  ownership: 'domestic' | 'foreign' | 'mixed'
  /** Throws the owners and representatives; another number, other people. */
  people: number
}

/** What a year may bring to an enterprise of a status: share of those it happens to, event, new status. */
export const TURNS: Readonly<Record<Status, readonly (readonly [share: number, event: EventKind, to: Status])[]>> = {
  1: [
    [0.03, 'renamed', '1'], [0.06, 'recapitalised', '1'], [0.08, 'retooled', '1'], [0.04, 'reowned', '1'], [0.05, 'moved', '1'],
    [0.03, 'suspended', '2'], [0.006, 'lost', '3'], [0.003, 'revoked', '4'], [0.015, 'dissolving', '5'], [0.001, 'bankrupt', '6'],
    [0.006, 'ended', '7'],
  ],
  2: [[0.55, 'reactivated', '1'], [0.12, 'dissolving', '5']],
  3: [[0.1, 'reactivated', '1'], [0.15, 'revoked', '4']],
  4: [[0.1, 'dissolving', '5']],
  5: [[0.6, 'ended', '7']],
  6: [[0.4, 'ended', '7']],
  7: [],
}
