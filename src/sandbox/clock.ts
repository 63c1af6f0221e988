import { addDays, daysBetween, startOf } from '../calendar.ts'
import type { Day } from '../calendar.ts'
import { DAY_MINUTES } from './timeline.ts'

/** The national service's `dd/MM/yyyy`. */
export const feedDate = (day: Day): string => `${day.slice(8, 10)}/${day.slice(5, 7)}/${day.slice(0, 4)}`

/** Turns minutes from the anchor day into days and back; days are looked up, since millions of records ask for a few thousand of them. */
export class Clock {
  readonly anchorOn: Day
  readonly #days = new Map<number, Day>()

  constructor (anchorOn: Day) {
    this.anchorOn = anchorOn
  }

  dayOf (minute: number): Day {
    const number = Math.floor(minute / DAY_MINUTES)
    let day = this.#days.get(number)
    if (day) return day
    day = addDays(this.anchorOn, number)
    this.#days.set(number, day)
    return day
  }

  minuteOf (instant: Date): number {
    return Math.floor((instant.getTime() - startOf(this.anchorOn).getTime()) / 60_000)
  }

  /** The first minute of a day. */
  startOf (day: Day): number {
    return daysBetween(this.anchorOn, day) * DAY_MINUTES
  }
}
