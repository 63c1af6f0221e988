import type { Day } from '../calendar.ts'

/** An answer as it goes out: bytes and headers, as flat lists for `writeHead`. */
export interface Rendered {
  tag: string
  headers: string[]
  /** Those of a 304. */
  headersUnchanged: string[]
  body: Buffer
}

/** What an entry costs beside its bytes: its key, its headers, the map. */
const OVERHEAD = 2000

const stampOf = (position: number, day: Day) => `${position} ${day}`

/** Answers of one position and one day, the least recently asked for first to go; a new position or day empties it. */
export function createAnswerCache (maxBytes: number) {
  const entries = new Map<string, Rendered>()
  let stamp = ''
  let bytes = 0

  function moveTo (position: number, day: Day) {
    const now = stampOf(position, day)
    if (now === stamp) return
    stamp = now
    entries.clear()
    bytes = 0
  }

  return {
    get (key: string, position: number, day: Day): Rendered | undefined {
      moveTo(position, day)
      const found = entries.get(key)
      if (found === undefined) return undefined
      entries.delete(key)
      entries.set(key, found)
      return found
    },
    /** Keeps an answer of the position and day that were asked for last; one of another moment is late, and is not kept. */
    set (key: string, position: number, day: Day, rendered: Rendered): void {
      if (stamp !== stampOf(position, day)) return
      const size = rendered.body.length + 2 * key.length + OVERHEAD
      if (size > maxBytes / 8 || entries.has(key)) return
      entries.set(key, rendered)
      bytes += size
      for (const [oldest, { body }] of entries) {
        if (bytes <= maxBytes) break
        entries.delete(oldest)
        bytes -= body.length + 2 * oldest.length + OVERHEAD
      }
    },
    get bytes () { return bytes },
  }
}
export type AnswerCache = ReturnType<typeof createAnswerCache>
