/** How long what is known of a token may be taken for true: so long may a key live that another process revoked. */
export const MAX_AGE_MS = 1000
const MOST = 20_000

let epoch = 0

/** Has all memories of this process ask again: a key was changed. */
export const forgetKeys = (): void => { epoch++ }

/** What tokens stand for, by the hash of what was shown, for as long as it may be believed. */
export function makeMemory<T> (now: () => number = () => performance.now()) {
  const known = new Map<string, { value: T, until: number, epoch: number }>()
  return {
    get: (shown: string): T | undefined => {
      const found = known.get(shown)
      if (found === undefined) return undefined
      if (found.epoch === epoch && found.until > now()) return found.value
      known.delete(shown)
      return undefined
    },
    /** `began`: the epoch when the value was asked for; what was changed meanwhile may not be in it. */
    set: (shown: string, value: T, maxAgeMs: number, began: number): void => {
      // Whoever shows many tokens that are none must not fill the memory.
      if (known.size >= MOST) known.clear()
      known.set(shown, { value, until: now() + maxAgeMs, epoch: began })
    },
    epoch: () => epoch,
    clear: () => known.clear(),
  }
}
