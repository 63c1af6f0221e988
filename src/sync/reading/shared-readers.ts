import type { Day } from '../../calendar.ts'
import type { FeedVsic } from '../../config.ts'
import type { Database } from '../../db/client.ts'
import { findReferencePosition } from '../../journal/queries.ts'
import { loadMaterial } from '../derivation.ts'
import type { Readers } from './readers.ts'
import { readersFor } from './readers.ts'

const THREADS = 1
/** A thread costs memory; without work for so long it ends. */
const IDLE_MS = 60_000

interface Shared { key: string, readers: Promise<Readers>, users: number }

/** One thread for all pushed chunks of a service, made anew when the reference data or the day changes. */
export function sharedReaders (db: Database, vsic: FeedVsic) {
  let current: Shared | undefined
  let idle: NodeJS.Timeout | undefined
  const open = new Set<Shared>()
  const make = (key: string, today: Day): Shared => {
    const made = { key, readers: loadMaterial(db, vsic).then((material) => readersFor({ material, today }, THREADS)), users: 0 }
    made.readers.catch(() => end(made))
    open.add(made)
    return made
  }
  async function end (shared: Shared) {
    open.delete(shared)
    if (current === shared) current = undefined
    await (await shared.readers.catch(() => undefined))?.close()
  }
  const endUnused = (shared: Shared) => { if (shared.users === 0) end(shared).catch(() => undefined) }
  return {
    /** Ends all of them, those that are being read with too. */
    close: async () => {
      clearTimeout(idle)
      await Promise.all([...open].map(end))
    },
    /** Runs the work with readers for the day; they are not closed while it goes on. */
    async use<T> (today: Day, work: (readers: () => Promise<Readers>) => Promise<T>): Promise<T> {
      const key = `${await findReferencePosition(db)} ${today}`
      if (current?.key !== key) {
        const before = current
        current = make(key, today)
        if (before) endUnused(before)
      }
      const shared = current
      clearTimeout(idle)
      shared.users++
      try {
        return await work(() => shared.readers)
      } finally {
        shared.users--
        if (shared !== current) endUnused(shared)
        else if (shared.users === 0) idle = setTimeout(() => endUnused(shared), IDLE_MS).unref()
      }
    },
  }
}
