import type { Day } from '../calendar.ts'
import type { Database } from '../db/client.ts'
import { findBodies } from './body-queries.ts'
import { lineageOf } from './lineage.ts'
import { isThereOn } from './period.ts'

/** Whose officers write for a body: the province of 2025, null at the centre; or why it cannot be named at all. */
export type Seat = { province: string | null, fault?: never } | { fault: string }

/** For a single body that is there on the day; that of a unit that was merged is the province that it went to. */
export async function findSeat (db: Database, code: string, day: Day): Promise<Seat> {
  const body = (await findBodies(db, [code])).get(code)
  if (!body) return { fault: `there is no body ${code}` }
  if (body.kind === 'collective') return { fault: 'is no single body' }
  if (!isThereOn(body, day)) return { fault: `is not there on ${day}: ${code}` }
  if (body.provinceCode !== null || body.oldProvinceCode === null) return { province: body.provinceCode }
  const [, successor] = await lineageOf(db, { division: '2004', code: body.oldProvinceCode })
  return { province: successor?.code ?? null }
}
