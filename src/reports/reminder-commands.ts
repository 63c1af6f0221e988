import { and, eq } from 'drizzle-orm'
import { dayOf, daysBetween, timeOf } from '../calendar.ts'
import type { Database } from '../db/client.ts'
import { recordAudit, systemAuthor } from '../journal/audit.ts'
import { recordPublication } from '../journal/publications.ts'
import { writeReminderMails } from './mail-writing.ts'
import type { Cycle } from './queries.ts'
import { listCycles } from './queries.ts'
import { listReporters } from './reporter-queries.ts'
import { listStanding } from './submission-queries.ts'
import { reminders } from './mail-tables.ts'

/** Which reminder is due: of those before the last day the latest whose day has come, and after it that it has passed. */
export function reminderDue (daysLeft: number, days: readonly number[]): string | undefined {
  if (daysLeft < 0) return 'overdue'
  const come = days.filter((one) => daysLeft <= one)
  return come.length === 0 ? undefined : `due-in-${Math.min(...come)}`
}

export interface Given { cycle: string, kind: string, missing: number }

const isGiven = async (db: Database, cycle: string, kind: string) => (await db.select({ kind: reminders.kind }).from(reminders).where(and(eq(reminders.cycle, cycle), eq(reminders.kind, kind)))).length > 0

/** On a clock in Vietnam: nobody is reminded in the night. */
const BEGIN_OF_WORK = '08:00'

/** Gives what reminders are due, each once, whoever else is at it: its event where somebody has not submitted, letters and the note of it are one transaction. */
export async function remind (db: Database, now: Date): Promise<Given[]> {
  if (timeOf(now) < BEGIN_OF_WORK) return []
  const given: Given[] = []
  for (const cycle of await listCycles(db)) {
    const daysLeft = daysBetween(dayOf(now), cycle.dueOn)
    const kind = cycle.isOpen ? reminderDue(daysLeft, cycle.rule.reminders) : undefined
    if (kind === undefined || await isGiven(db, cycle.code, kind)) continue
    const missing = await give(db, cycle, { kind, daysLeft, now })
    if (missing !== undefined) given.push({ cycle: cycle.code, kind, missing })
  }
  return given
}

const give = (db: Database, cycle: Cycle, { kind, daysLeft, now }: { kind: string, daysLeft: number, now: Date }): Promise<number | undefined> =>
  db.transaction(async (tx) => {
    const entry = { by: systemAuthor('reminder'), action: 'report.remind', subject: `report-reminder/${cycle.code}/${kind}` }
    let missing: number | undefined
    await recordPublication(tx, entry, async (position) => {
      // Once more under the writer's lock: another instance may have been quicker.
      if (await isGiven(tx, cycle.code, kind)) return undefined
      const standing = await listStanding(tx, cycle, await listReporters(tx, cycle), dayOf(now))
      const outstanding = standing.filter(({ state }) => state !== 'submitted' && state !== 'accepted')
      if (outstanding.length === 0) return undefined
      missing = standing.filter(({ submittedAt }) => submittedAt === null).length
      // Where all have submitted an event would tell everybody that one was returned.
      const isPublic = missing > 0
      await tx.insert(reminders).values({ cycle: cycle.code, kind, givenAt: now, recordedFrom: isPublic ? position : position - 1 })
      await writeReminderMails(tx, { cycle, reporters: outstanding.map(({ reporter }) => reporter), kind, daysLeft })
      if (isPublic) return { detail: { code: cycle.code, value: kind, rows: missing }, after: { kind, missing }, result: undefined }
      await recordAudit(tx, { ...entry, after: { kind, missing } })
      return undefined
    })
    return missing
  })
