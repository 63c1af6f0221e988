import { and, asc, desc, eq } from 'drizzle-orm'
import type { Day } from '../calendar.ts'
import type { Database } from '../db/client.ts'
import { listSuccessions } from '../localities/queries.ts'
import type { ConsolidationDocument, Letter, Previous, Sources } from './consolidation.ts'
import { codeOfCycle, periodBefore } from './cycle.ts'
import type { Cycle } from './queries.ts'
import { listReporters } from './reporter-queries.ts'
import type { SubmissionDocument } from './submission-document.ts'
import { listStanding } from './submission-queries.ts'
import { attempts, consolidations, reviews } from './tables.ts'

export const listConsolidations = (db: Database, cycle: string) =>
  db.select({ cycle: consolidations.cycle, edition: consolidations.edition, sha256: consolidations.sha256, consolidatedAt: consolidations.consolidatedAt })
    .from(consolidations).where(eq(consolidations.cycle, cycle)).orderBy(asc(consolidations.edition))

export async function findConsolidation (db: Database, cycle: string, edition?: number) {
  const [row] = await db.select().from(consolidations).where(and(eq(consolidations.cycle, cycle), edition === undefined ? undefined : eq(consolidations.edition, edition))).orderBy(desc(consolidations.edition)).limit(1)
  return row
}

const listAccepted = (db: Database, cycle: string) =>
  db.select({ document: attempts.document, sha256: attempts.sha256 }).from(attempts)
    .innerJoin(reviews, and(eq(reviews.cycle, attempts.cycle), eq(reviews.locality, attempts.locality), eq(reviews.number, attempts.number)))
    .where(and(eq(attempts.cycle, cycle), eq(reviews.outcome, 'accepted'))).orderBy(asc(attempts.locality))

async function findPrevious (db: Database, { rule, period }: Cycle): Promise<Previous | undefined> {
  const row = await findConsolidation(db, codeOfCycle(rule.code, periodBefore(period)))
  return row && { edition: row.edition, sha256: row.sha256, document: JSON.parse(row.document) as ConsolidationDocument }
}

/** All that a consolidation is made of, as it stands now. */
export async function readSources (db: Database, cycle: Cycle, letter: Letter, today: Day): Promise<Sources> {
  const last = await findConsolidation(db, cycle.code)
  return {
    cycle, edition: (last?.edition ?? 0) + 1, letter, standing: await listStanding(db, cycle, await listReporters(db, cycle), today),
    accepted: (await listAccepted(db, cycle.code)).map(({ document, sha256 }) => ({ document: JSON.parse(document) as SubmissionDocument, sha256 })),
    // Reports of bodies are of one nation or of overlapping places: there is nothing to compare or to add up.
    previous: cycle.rule.bodies === null ? await findPrevious(db, cycle) : undefined, successions: await listSuccessions(db),
  }
}
