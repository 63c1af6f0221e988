/** What a throw is for, so that one enterprise's throws for different ends do not depend on each other. */
export const STREAM = { founding: 1, amendment: 2, people: 3, flaw: 4, extra: 5, address: 6, schedule: 7, order: 8 } as const

/** 32 well-mixed bits of four integers (the finaliser of MurmurHash3 after each of them). */
export function mix (a: number, b: number, c = 0, d = 0): number {
  let h = stir(0x9e3779b9 ^ a)
  h = stir(h ^ b)
  h = stir(h ^ c)
  return stir(h ^ d) >>> 0
}

function stir (h: number): number {
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b)
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35)
  return ((h ^ (h >>> 16)) + 0x6d2b79f5) | 0
}

/** A small repeatable generator: the same four integers give the same throws on every machine. */
export class Dice {
  #state: number

  constructor (seed: number, stream: number, index: number, turn = 0) {
    this.#state = mix(seed, stream, index, turn)
  }

  bits (): number {
    this.#state = (this.#state + 0x9e3779b9) | 0
    return stir(this.#state) >>> 0
  }

  /** A number from 0 up to 1, 1 excluded. */
  share (): number {
    return this.bits() / 0x1_0000_0000
  }

  /** A whole number from 0 up to `count`, `count` excluded. */
  below (count: number): number {
    return Math.floor(this.share() * count)
  }

  chance (share: number): boolean {
    return this.share() < share
  }

  pick<T> (list: readonly T[]): T {
    return list[this.below(list.length)]!
  }
}

/** Items that come up in proportion to their weights. */
export class Weighted<T> {
  readonly items: readonly T[]
  readonly #bounds: Float64Array
  readonly #total: number

  constructor (entries: readonly (readonly [item: T, weight: number])[]) {
    this.items = entries.map(([item]) => item)
    this.#bounds = new Float64Array(entries.length)
    let total = 0
    for (const [at, [, weight]] of entries.entries()) {
      total += weight
      this.#bounds[at] = total
    }
    this.#total = total
  }

  throw (dice: Dice): T {
    const wanted = dice.share() * this.#total
    let low = 0
    let high = this.items.length - 1
    while (low < high) {
      const middle = (low + high) >> 1
      if (this.#bounds[middle]! > wanted) high = middle
      else low = middle + 1
    }
    return this.items[low]!
  }
}
