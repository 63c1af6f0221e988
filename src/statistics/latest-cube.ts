import type { Day } from '../calendar.ts'
import type { Database } from '../db/client.ts'
import type { HeadWatch } from '../journal/head-watch.ts'
import type { Cube } from './queries.ts'
import { presentCube } from './queries.ts'

/** The cube of the present position and of a day, loaded once for all who ask until either moves. */
export function latestCube (db: Database, head: HeadWatch): (day: Day) => Promise<Cube> {
  let kept: { position: number, day: Day, cube: Promise<Cube> } | undefined
  return async (day) => {
    const position = head.known() ?? await head.confirm()
    if (kept?.position === position && kept.day === day) return await kept.cube
    const cube = presentCube(db, day)
    kept = { position, day, cube }
    cube.catch(() => { if (kept?.cube === cube) kept = undefined })
    return await cube
  }
}
