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

/** Answers of one position and one day; those that nobody asked for again are the first to go. A new position or day empties it. */
export function createAnswerCache (maxBytes: number) {
  const entries = new Map<string, { rendered: Rendered, isAskedFor: boolean }>()
  let moment: { position: number, day: Day } | undefined
  let bytes = 0

  const isNow = (position: number, day: Day) => moment !== undefined && moment.position === position && moment.day === day

  function moveTo (position: number, day: Day) {
    if (isNow(position, day)) return
    moment = { position, day }
    entries.clear()
    bytes = 0
  }

  return {
    get (key: string, position: number, day: Day): Rendered | undefined {
      moveTo(position, day)
      const found = entries.get(key)
      if (found === undefined) return undefined
      found.isAskedFor = true
      return found.rendered
    },
    /** Keeps an answer of the position and day that were asked for last; one of another moment is late, and is not kept. */
    set (key: string, position: number, day: Day, rendered: Rendered): void {
      if (!isNow(position, day)) return
      const size = rendered.body.length + 2 * key.length + OVERHEAD
      if (size > maxBytes / 8 || entries.has(key)) return
      entries.set(key, { rendered, isAskedFor: false })
      bytes += size
      for (const [oldest, entry] of entries) {
        if (bytes <= maxBytes) break
        entries.delete(oldest)
        // What was asked for goes to the end once more, which is where this loop meets it last.
        if (entry.isAskedFor) entries.set(oldest, { ...entry, isAskedFor: false })
        else bytes -= entry.rendered.body.length + 2 * oldest.length + OVERHEAD
      }
    },
    get bytes () { return bytes },
  }
}
export type AnswerCache = ReturnType<typeof createAnswerCache>
