import { and, asc, eq, sql } from 'drizzle-orm'
import type { Day } from '../calendar.ts'
import { addYears } from '../calendar.ts'
import type { Database } from '../db/client.ts'
import { countCellsAt } from '../enterprises/queries.ts'
import { atOnePosition } from '../journal/snapshot.ts'
import type { Division } from '../statistics/queries.ts'
import { loadCube } from '../statistics/queries.ts'
import type { Counts } from './figures.ts'
import type { Cycle } from './queries.ts'
import type { Reporter } from './reporter-queries.ts'
import type { Attached, SubmissionDocument } from './submission-document.ts'
import { attachments, attempts, reportFiles, reviews, submissions } from './tables.ts'

export type SubmissionRow = typeof submissions.$inferSelect
export type State = 'missing' | 'draft' | 'submitted' | 'returned' | 'accepted'

const isOf = (table: typeof submissions | typeof attempts | typeof reviews | typeof attachments, cycle: string, locality: string) => and(eq(table.cycle, cycle), eq(table.locality, locality))

export async function findSubmission (db: Database, cycle: string, locality: string): Promise<SubmissionRow | undefined> {
  const [row] = await db.select().from(submissions).where(isOf(submissions, cycle, locality))
  return row
}

/** The same, held for the caller's transaction; made where there is none yet. */
export async function lockSubmission (tx: Database, cycle: string, locality: string): Promise<SubmissionRow> {
  await tx.insert(submissions).values({ cycle, locality, state: 'missing', version: 0, answers: [], comments: [], updatedAt: sql`clock_timestamp()` }).onConflictDoNothing()
  const [row] = await tx.select().from(submissions).where(isOf(submissions, cycle, locality)).for('update')
  return row!
}

export const listSubmissions = (db: Database, cycle: string) => db.select().from(submissions).where(eq(submissions.cycle, cycle)).orderBy(asc(submissions.locality))

const brief = {
  cycle: attempts.cycle, locality: attempts.locality, number: attempts.number, submittedAt: attempts.submittedAt, isLate: attempts.isLate, asOf: attempts.asOf, position: attempts.position,
  figuresSha256: attempts.figuresSha256, sha256: attempts.sha256, outcome: reviews.outcome, comments: reviews.comments, reviewedAt: reviews.reviewedAt,
}
const ofAttempt = and(eq(reviews.cycle, attempts.cycle), eq(reviews.locality, attempts.locality), eq(reviews.number, attempts.number))

/** Every attempt of a cycle, or of one reporter in it, with what was made of it; without the documents. */
export const listAttempts = (db: Database, cycle: string, locality?: string) =>
  db.select(brief).from(attempts).leftJoin(reviews, ofAttempt)
    .where(and(eq(attempts.cycle, cycle), locality === undefined ? undefined : eq(attempts.locality, locality))).orderBy(asc(attempts.locality), asc(attempts.number))
export type AttemptItem = Awaited<ReturnType<typeof listAttempts>>[number]

export async function findAttempt (db: Database, cycle: string, locality: string, number: number) {
  const [row] = await db.select().from(attempts).where(and(isOf(attempts, cycle, locality), eq(attempts.number, number)))
  return row
}

export const listAttachments = async (db: Database, cycle: string, locality: string): Promise<Attached[]> =>
  await db.select({ name: attachments.name, mediaType: reportFiles.mediaType, size: reportFiles.size, sha256: attachments.sha256 })
    .from(attachments).innerJoin(reportFiles, eq(reportFiles.sha256, attachments.sha256)).where(isOf(attachments, cycle, locality)).orderBy(asc(attachments.name))

export async function findAttachment (db: Database, cycle: string, locality: string, name: string) {
  const [row] = await db.select({ mediaType: reportFiles.mediaType, sha256: reportFiles.sha256, bytes: reportFiles.bytes })
    .from(attachments).innerJoin(reportFiles, eq(reportFiles.sha256, attachments.sha256)).where(and(isOf(attachments, cycle, locality), eq(attachments.name, name)))
  return row
}

/** A file as an attempt names it, whatever is attached since. */
export async function findAttachmentOf (db: Database, { document }: { document: string }, name: string) {
  const named = (JSON.parse(document) as SubmissionDocument).attachments.find((one) => one.name === name)
  const [row] = named ? await db.select().from(reportFiles).where(eq(reportFiles.sha256, named.sha256)) : []
  return row
}

/** What the figures of a day are reckoned from, as known at a position: now where none is named. The same position gives the same ones at any time. */
export const readCounts = (db: Database, { asOf, division, position }: { asOf: Day, division: Division, position?: number }): Promise<Counts> =>
  atOnePosition(db, async (tx, head) => await loadCounts(tx, { asOf, division, position: position ?? head }))

/** The same within the caller's snapshot. */
export async function loadCounts (tx: Database, { asOf, division, position }: { asOf: Day, division: Division, position: number }): Promise<Counts> {
  const cube = await loadCube(tx, { day: asOf, knownAt: position }, position)
  const day = addYears(asOf, -1)
  return { cube, yearAgo: { ...cube, day, cells: await countCellsAt(tx, { day, knownAt: position }) }, division }
}

export interface Standing {
  reporter: Reporter
  state: State
  attempts: number
  submittedAt: Date | null
  isLate: boolean | null
  returnedAt: Date | null
  acceptedAt: Date | null
  /** The last day has passed, and nothing was submitted. */
  isOverdue: boolean
  updatedAt: Date | null
}

/** Where everybody stands, in the order of codes. */
export async function listStanding (db: Database, cycle: Cycle, reporters: readonly Reporter[], today: Day): Promise<Standing[]> {
  const rows = new Map((await listSubmissions(db, cycle.code)).map((row) => [row.locality, row]))
  const tried = await listAttempts(db, cycle.code)
  return reporters.map((reporter) => {
    const [row, own] = [rows.get(reporter.code), tried.filter(({ locality }) => locality === reporter.code)]
    const lastOf = (outcome: string) => own.findLast((one) => one.outcome === outcome)?.reviewedAt ?? null
    return {
      reporter, state: (row?.state ?? 'missing') as State, attempts: own.length, submittedAt: row?.submittedAt ?? null, isLate: row?.isLate ?? null,
      returnedAt: lastOf('returned'), acceptedAt: lastOf('accepted'), isOverdue: !row?.submittedAt && today > cycle.dueOn, updatedAt: row && row.version > 0 ? row.updatedAt : null,
    }
  })
}
