import { daysBetween } from '../calendar.ts'
import type { Day } from '../calendar.ts'
import { mix, STREAM } from './dice.ts'

export const DAY_MINUTES = 1440
/** The Law on Enterprises of 1999 came into force: the sandbox knows nobody older. */
const FIRST_DAY = '2000-01-01'
const GROWTH = 0.1
const YEAR = 365
const PAST_CYCLES = 10
const BIRTHS_A_YEAR = 0.1
const AMENDED_A_YEAR = 0.28
const AMENDED_A_DAY = 4

interface Cycle { start: number, length: number, population: number, step: number, back: number, shift: number }

/**
 * When things happen, in minutes from the beginning of the anchor day, without keeping a list of them.
 * Foundings rise with the index. Time is cut into cycles, and in each of them every enterprise has one slot;
 * slot and enterprise are each other's inverse, so "what happened on that day" costs as little as "what happened to her".
 */
export class Timeline {
  readonly #seed: number
  readonly #size: number
  readonly #span: number
  readonly #birthMinutes: number
  readonly #cycleMinutes: number
  readonly #cycles = new Map<number, Cycle>()

  constructor (seed: number, size: number, anchorOn: Day) {
    this.#seed = seed
    this.#size = size
    this.#span = daysBetween(FIRST_DAY, anchorOn) * DAY_MINUTES
    this.#birthMinutes = Math.min(DAY_MINUTES, (YEAR * DAY_MINUTES) / (BIRTHS_A_YEAR * size))
    // A small world turns faster after the anchor day, so that there is news every day.
    const days = Math.max(1, Math.min(YEAR, Math.floor((size * AMENDED_A_YEAR) / AMENDED_A_DAY)))
    this.#cycleMinutes = days * DAY_MINUTES
  }

  /** The minute of an enterprise's first registration; never falls as the index rises. */
  foundedAt (index: number): number {
    if (index >= this.#size) return Math.floor((index - this.#size + 0.5) * this.#birthMinutes)
    const years = this.#span / DAY_MINUTES / 365.25
    const reached = Math.log(1 + ((index + 0.5) / this.#size) * (Math.exp(GROWTH * years) - 1)) / GROWTH
    return Math.min(-1, Math.floor((reached / years - 1) * this.#span))
  }

  /** The lowest index founded at or after the minute, which is how many there were before it. */
  foundedBefore (minute: number): number {
    let low = 0
    let high = minute <= 0 ? this.#size : this.#size + Math.ceil(minute / this.#birthMinutes) + 1
    while (low < high) {
      const middle = Math.floor((low + high) / 2)
      if (this.foundedAt(middle) < minute) low = middle + 1
      else high = middle
    }
    return low
  }

  cycleAt (minute: number): number {
    return minute >= 0 ? Math.floor(minute / this.#cycleMinutes) : Math.max(-PAST_CYCLES, Math.floor(minute / (YEAR * DAY_MINUTES)))
  }

  startOf (cycle: number): number {
    return cycle * (cycle >= 0 ? this.#cycleMinutes : YEAR * DAY_MINUTES)
  }

  /** The minute of an enterprise's slot in a cycle; undefined where the enterprise comes later than the cycle. */
  slotOf (cycle: number, index: number): number | undefined {
    const { start, length, population, step, shift } = this.#cycle(cycle)
    if (index >= population) return undefined
    return start + Math.floor((((step * index + shift) % population) * length) / population)
  }

  /** Enterprises whose slot lies from one minute up to another, the latter excluded, in the order of their slots. */
  * slotsBetween (from: number, to: number): Generator<{ index: number, cycle: number, minute: number }> {
    for (let cycle = this.cycleAt(from); this.startOf(cycle) < to; cycle++) {
      const { start, length, population, back, shift } = this.#cycle(cycle)
      const first = Math.max(0, Math.ceil(((from - start) * population) / length))
      const last = Math.min(population, Math.ceil(((to - start) * population) / length))
      for (let slot = first; slot < last; slot++) {
        const index = (back * ((slot - shift + population) % population)) % population
        yield { index, cycle, minute: start + Math.floor((slot * length) / population) }
      }
    }
  }

  #cycle (number: number): Cycle {
    const known = this.#cycles.get(number)
    if (known) return known
    const start = this.startOf(number)
    const length = this.startOf(number + 1) - start
    const population = Math.max(1, this.foundedBefore(start + length))
    let step = Math.max(1, Math.floor(population * (0.38 + (mix(this.#seed, STREAM.schedule, number) % 1000) / 4000)))
    while (divisor(step, population) !== 1) step++
    const cycle = { start, length, population, step, back: inverse(step, population), shift: mix(this.#seed, STREAM.schedule, number, 1) % population }
    this.#cycles.set(number, cycle)
    return cycle
  }
}

function divisor (a: number, b: number): number {
  return b === 0 ? a : divisor(b, a % b)
}

/** The number that undoes a multiplication by `a` modulo `m` (extended Euclid); the two have no common divisor. */
function inverse (a: number, m: number): number {
  let [r, next, x, y] = [m, a % m, 0, 1]
  while (next !== 0) {
    const times = Math.floor(r / next)
    ;[r, next, x, y] = [next, r - times * next, y, x - times * y]
  }
  return ((x % m) + m) % m
}
