import type { z } from 'zod'
import type { Locality } from '../agencies/queries.ts'
import { lineageOf } from '../agencies/queries.ts'
import type { Database } from '../db/client.ts'
import { badRequest } from '../http/problem.ts'
import type { PlanRow, ProgressRow, TaskRow } from './queries.ts'
import type { PlanItem, Task, TaskRecord } from './schemas.ts'

export const presentPlan = ({ documentNumber, documentDate, documentUrl, ...row }: PlanRow): z.output<typeof PlanItem> =>
  ({ ...row, document: documentNumber === null ? null : { number: documentNumber, date: documentDate!, url: documentUrl } })

export const presentTask = ({ rank: _rank, ...row }: TaskRow): z.output<typeof Task> => row

export const presentProgress = ({ documentNumber, documentUrl, state, ...row }: ProgressRow): z.output<typeof TaskRecord>['progress'][number] =>
  ({ ...row, state: state as 'done', document: documentNumber === null ? null : { number: documentNumber, url: documentUrl } })

/** A locality with those that it was made of, or the one that it went to; one that does not exist is a typo. */
export async function lineageAsked (db: Database, { province, division }: { province?: string | undefined, division: Locality['division'] }, knownAt?: number): Promise<Locality[] | undefined> {
  if (province === undefined) return undefined
  const lineage = await lineageOf(db, { division, code: province }, knownAt)
  if (lineage.length === 1) throw badRequest('province', `is not a code of the division of ${division}`)
  return lineage
}
