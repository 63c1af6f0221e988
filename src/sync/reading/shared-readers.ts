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

/** One thread for all pushed chunks of a service, made anew when the reference data or the day changes. */
export function sharedReaders (db: Database, vsic: FeedVsic) {
  let kept: { key: string, readers: Promise<Readers> } | undefined
  let idle: NodeJS.Timeout | undefined
  let users = 0
  const close = async () => {
    clearTimeout(idle)
    const { readers } = kept ?? {}
    kept = undefined
    await (await readers?.catch(() => undefined))?.close()
  }
  const make = async (today: Day) => readersFor({ material: await loadMaterial(db, vsic), today }, THREADS)
  return {
    close,
    /** Runs the work with readers for the day; they are not closed while any work goes on. */
    async use<T> (today: Day, work: (readers: () => Promise<Readers>) => Promise<T>): Promise<T> {
      const key = `${await findReferencePosition(db)} ${today}`
      if (kept?.key !== key) {
        const before = kept
        kept = { key, readers: make(today) }
        kept.readers.catch(() => { kept = undefined })
        // Whoever still reads with the old ones keeps them; they end when they are idle.
        setTimeout(() => before?.readers.then((readers) => readers.close(), () => undefined), IDLE_MS).unref()
      }
      const { readers } = kept
      clearTimeout(idle)
      users++
      try {
        return await work(() => readers)
      } finally {
        users--
        if (users === 0) idle = setTimeout(() => { close().catch(() => undefined) }, IDLE_MS).unref()
      }
    },
  }
}
