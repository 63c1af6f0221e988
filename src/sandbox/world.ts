import type { Day } from '../calendar.ts'
import { Clock } from './clock.ts'
import { Dice, mix, STREAM } from './dice.ts'
import { indexOf } from './enterprise-code.ts'
import { disturb } from './flaws.ts'
import type { Geography } from './geography.ts'
import { History } from './history.ts'
import { createPlaces } from './places.ts'
import { detailRecord } from './record.ts'
import type { State } from './state.ts'
import { Timeline } from './timeline.ts'
import { createTrades } from './trades.ts'

const NO_DISTRICT_PERCENT = 25

export interface WorldOptions {
  geography: Geography
  seed: number
  /** How many enterprises were ever registered before the anchor day. */
  size: number
  /** The first day that the hand-over file does not tell. */
  anchorOn: Day
  flaws?: 'none' | 'all'
  /** The version of VSIC that the feed speaks. */
  vsic?: '2018' | '2025'
}

/** The made-up enterprises of one seed, size and anchor day; nothing is kept in memory, all is computed when asked for. */
export interface World {
  readonly seed: number
  readonly size: number
  readonly anchorOn: Day
  readonly flaws: 'none' | 'all'
  readonly vsic: '2018' | '2025'
  readonly clock: Clock
  readonly timeline: Timeline
  /** Every state of an enterprise up to and with a minute, first one first; empty before its founding. */
  states (index: number, until: number): State[]
  codeOf (index: number): string
  /** The index of an enterprise that there is or will be; undefined for a code that the world never gives out. */
  enterpriseByCode (code: string): number | undefined
}

export function createWorld ({ geography, seed, size, anchorOn, flaws = 'none', vsic = '2018' }: WorldOptions): World {
  const timeline = new Timeline(seed, size, anchorOn)
  const history = new History(seed, timeline, createPlaces(geography), createTrades(geography.industries, vsic))
  return {
    seed,
    size,
    anchorOn,
    flaws,
    vsic,
    clock: new Clock(anchorOn),
    timeline,
    states: (index, until) => history.states(index, until),
    codeOf: (index) => history.codeOf(index),
    enterpriseByCode: (code) => {
      const index = indexOf(code)
      return index !== undefined && history.codeOf(index) === code ? index : undefined
    },
  }
}

/** A state as the service sends it; a flawed world may send the same state in several forms, one for each `copy`. */
export function wireOf (world: World, state: State, copy = 0): object {
  const record = detailRecord(state, world.clock, world.seed)
  if (world.flaws === 'none') return record
  const isWithoutDistrict = state.place.isClearWithoutDistrict && mix(world.seed, STREAM.address, state.index, -1 - state.changes) % 100 < NO_DISTRICT_PERCENT
  return disturb(record, new Dice(world.seed, STREAM.flaw, state.index, state.changes * 2 + copy), isWithoutDistrict)
}
