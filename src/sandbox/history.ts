import { Dice, STREAM, Weighted } from './dice.ts'
import { blockOf, codeOf } from './enterprise-code.ts'
import { throwCompanyName, throwStreet } from './names.ts'
import type { LegalType } from './names.ts'
import type { Place, Places } from './places.ts'
import { TURNS } from './state.ts'
import type { Profile, State } from './state.ts'
import type { Timeline } from './timeline.ts'
import type { Activity, Trades } from './trades.ts'

const DIGITAL_SHARE = 0.085
const SIDE_SHARE = 0.05
const FOREIGN_SHARE = 0.04
const MILLION = 1_000_000
const LARGE_VND = 100_000 * MILLION
const LEGAL_TYPES = new Weighted<LegalType>([['TNHH1', 46], ['TNHH2', 26], ['CTCP', 22], ['DNTN', 5.5], ['CTHD', 0.5]])
const STAYS_IN_PROVINCE = 0.7
const CHANGES_PROFILE = 0.02

/** The rules by which one enterprise lives, computed from the seed and its index alone. */
export class History {
  readonly #seed: number
  readonly #timeline: Timeline
  readonly #places: Places
  readonly #trades: Trades

  constructor (seed: number, timeline: Timeline, places: Places, trades: Trades) {
    this.#seed = seed
    this.#timeline = timeline
    this.#places = places
    this.#trades = trades
  }

  /** Every state of an enterprise up to and with a minute, first one first; empty before its founding. */
  states (index: number, until: number): State[] {
    const foundedAt = this.#timeline.foundedAt(index)
    if (foundedAt > until) return []
    let state = this.#found(index, foundedAt)
    const states = [state]
    for (let cycle = this.#timeline.cycleAt(foundedAt); this.#timeline.startOf(cycle) <= until && state.status !== '7'; cycle++) {
      const minute = this.#timeline.slotOf(cycle, index)
      if (minute === undefined || minute <= foundedAt) continue
      if (minute > until) break
      const next = this.#amend(state, minute, cycle)
      if (!next) continue
      state = next
      states.push(state)
    }
    return states
  }

  /** Where an enterprise was founded decides the first two digits of its code. */
  codeOf (index: number): string {
    const dice = this.#founding(index)
    const place = this.#foundingPlace(dice, throwProfile(dice))
    return codeOf(blockOf(place.oldProvinceCode), index)
  }

  #founding (index: number): Dice {
    return new Dice(this.#seed, STREAM.founding, index)
  }

  #foundingPlace (dice: Dice, profile: Profile): Place {
    return profile === 'ordinary' ? this.#places.throw(dice) : this.#places.throwDigital(dice)
  }

  #found (index: number, foundedAt: number): State {
    const dice = this.#founding(index)
    const profile = throwProfile(dice)
    const place = this.#foundingPlace(dice, profile)
    const legalType = LEGAL_TYPES.throw(dice)
    const { activity, field: trade } = this.#trades.throwOrdinary(dice)
    const field = profile === 'digital' ? 'digital' : trade
    const { name, foreignName, shortName } = throwCompanyName(dice, legalType, field)
    // Written out: spreading into a literal this long was the dearest line of the hand-over file.
    return {
      index,
      code: codeOf(blockOf(place.oldProvinceCode), index),
      name,
      foreignName,
      shortName,
      changes: 0,
      event: 'founded',
      minute: foundedAt,
      foundedAt,
      profile,
      field,
      status: '1',
      legalType,
      capitalVnd: throwCapital(dice, profile),
      place,
      street: throwStreet(dice),
      activities: this.#activities(dice, profile, activity),
      ownership: throwOwnership(dice, legalType),
      people: dice.bits(),
    }
  }

  #amend (state: State, minute: number, cycle: number): State | undefined {
    const dice = new Dice(this.#seed, STREAM.amendment, state.index, cycle)
    let thrown = dice.share()
    for (const [share, event, status] of TURNS[state.status]) {
      thrown -= share
      if (thrown >= 0) continue
      const next = { ...state }
      next.changes += 1
      next.minute = minute
      next.event = event
      next.status = status
      this.#apply(next, dice)
      return next
    }
    return undefined
  }

  #apply (state: State, dice: Dice): void {
    switch (state.event) {
      case 'renamed':
        Object.assign(state, throwCompanyName(dice, state.legalType, state.field))
        break
      case 'recapitalised':
        state.capitalVnd = roundCapital(state.capitalVnd * (1.1 + 2 * dice.share()))
        break
      case 'reowned':
        state.people = dice.bits()
        break
      case 'moved':
        state.place = dice.chance(STAYS_IN_PROVINCE)
          ? this.#places.throwWithin(state.place.provinceCode, dice)
          : this.#foundingPlace(dice, state.profile)
        state.street = throwStreet(dice)
        break
      case 'retooled':
        this.#retool(state, dice)
        break
    }
  }

  /** Other activities; now and then another main one, and with it digital or no longer. */
  #retool (state: State, dice: Dice): void {
    const profile = dice.chance(CHANGES_PROFILE) ? throwProfile(dice) : state.profile
    const main = profile === state.profile ? state.activities[0]! : this.#trades.throwOrdinary(dice).activity
    state.profile = profile
    state.activities = this.#activities(dice, profile, main)
  }

  /** The main activity first; the others never bring a trade twice. */
  #activities (dice: Dice, profile: Profile, main: Activity): Activity[] {
    const activities = [profile === 'digital' ? this.#trades.throwDigital(dice) : main]
    const add = (activity: Activity): void => {
      if (!activities.some(({ code }) => code === activity.code)) activities.push(activity)
    }
    for (let left = dice.below(5); left > 0; left--) add(this.#trades.throwOrdinary(dice).activity)
    if (profile === 'side' || (profile === 'digital' && dice.chance(0.6))) add(this.#trades.throwDigital(dice))
    return activities
  }
}

function throwProfile (dice: Dice): Profile {
  const thrown = dice.share()
  if (thrown < DIGITAL_SHARE) return 'digital'
  return thrown < DIGITAL_SHARE + SIDE_SHARE ? 'side' : 'ordinary'
}

/** From a hundred million to twenty billion VND, each order of size as often; few are large, more of those with digital work at the side. */
function throwCapital (dice: Dice, profile: Profile): number {
  if (dice.chance(profile === 'side' ? 0.12 : 0.01)) return LARGE_VND * (1 + dice.below(20))
  return roundCapital(10 ** (8 + 2.3 * dice.share()))
}

const roundCapital = (vnd: number): number => Math.round(vnd / (100 * MILLION)) * 100 * MILLION

function throwOwnership (dice: Dice, legalType: LegalType): State['ownership'] {
  if (legalType === 'DNTN' || !dice.chance(FOREIGN_SHARE)) return 'domestic'
  return legalType === 'TNHH1' || dice.chance(0.5) ? 'foreign' : 'mixed'
}
