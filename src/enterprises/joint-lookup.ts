import type { Database } from '../db/client.ts'
import type { Found } from './lookup.ts'
import { findByCode, findByCodes } from './lookup.ts'
import type { View } from './rendering.ts'

type Answer = Awaited<ReturnType<typeof findByCode>>
interface Waiting { code: string, resolve: (answer: Answer) => void, reject: (err: unknown) => void }

/** Statements that are under way at once; more look-ups wait for the next one, together. */
const AT_ONCE = 3
const MOST_TOGETHER = 100

/**
 * `findByCode` for many callers: as long as statements are under way, those who ask next share one. For the database and
 * for this process a look-up costs less than the way there, so that a crowd is answered twice as fast.
 */
export function makeJointLookup (db: Database): (code: string, view: View) => Promise<Answer> {
  const queues = new Map<string, { view: View, waiting: Waiting[] }>()
  let underWay = 0

  async function answer (view: View, together: Waiting[]) {
    underWay++
    try {
      const [only] = together
      if (together.length === 1) only!.resolve(await findByCode(db, only!.code, view))
      else {
        const { position, found } = await findByCodes(db, [...new Set(together.map(({ code }) => code))], view)
        for (const { code, resolve } of together) resolve({ position, found: found.get(code) satisfies Found | undefined })
      }
    } catch (err) {
      for (const { reject } of together) reject(err)
    } finally {
      underWay--
      goOn()
    }
  }

  function goOn () {
    for (const [key, { view, waiting }] of queues) {
      if (underWay >= AT_ONCE) return
      const together = waiting.splice(0, MOST_TOGETHER)
      if (waiting.length === 0) queues.delete(key)
      void answer(view, together)
    }
  }

  return (code, view) => new Promise((resolve, reject) => {
    const key = `${view.day} ${view.division} ${view.language}`
    const queue = queues.get(key) ?? { view, waiting: [] }
    queues.set(key, queue)
    queue.waiting.push({ code, resolve, reject })
    goOn()
  })
}
