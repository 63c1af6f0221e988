import { and, eq, sql } from 'drizzle-orm'
import type { Database } from '../db/client.ts'
import type { Author } from '../journal/audit.ts'
import { recordAudit } from '../journal/audit.ts'
import { canonicalJson, sha256Of } from '../journal/canonical.ts'
import { lockHead } from '../journal/commands.ts'
import { recordPublication } from '../journal/publications.ts'
import { asOfOf, isLate } from './cycle.ts'
import { figuresFor, provenanceOf } from './figures.ts'
import { writeReviewMail } from './mail-writing.ts'
import type { Cycle } from './queries.ts'
import { isCycleOpen } from './queries.ts'
import type { Reporter } from './reporter-queries.ts'
import type { Comment } from './submission-document.ts'
import { submissionDocument } from './submission-document.ts'
import type { SubmissionRow } from './submission-queries.ts'
import { listAttachments, listAttempts, lockSubmission, readCounts } from './submission-queries.ts'
import { attachments, attempts, reportFiles, reviews, submissions } from './tables.ts'
import type { Answer, Fault } from './template.ts'
import { unansweredOf } from './template.ts'

export type Refusal = 'closed' | 'submitted' | 'accepted' | 'not-submitted' | 'nothing-written' | 'changed' | 'incomplete' | 'full' | 'no-attachment'

/** Thrown for what the state of a report does not allow. */
export class ReportRefused extends Error {
  override name = 'ReportRefused'
  readonly why: Refusal
  readonly faults: readonly Fault[]
  constructor (why: Refusal, faults: readonly Fault[] = []) {
    super(why)
    this.why = why
    this.faults = faults
  }
}

/** A report in a cycle, and the version that its writer has seen. */
export interface Target { cycle: Cycle, reporter: Reporter, seen: (version: number) => boolean }

export const MOST_ATTACHMENTS = 10

const subjectOf = ({ cycle, reporter }: Target) => `report/${cycle.code}/${reporter.code}`

/** Holds the report for writing: not once it has been submitted, nor where somebody else was quicker. */
async function lockForWriting (tx: Database, { cycle, reporter, seen }: Target): Promise<SubmissionRow> {
  const row = await lockSubmission(tx, cycle.code, reporter.code)
  if (!await isCycleOpen(tx, cycle.code)) throw new ReportRefused('closed')
  if (row.state === 'submitted' || row.state === 'accepted') throw new ReportRefused(row.state)
  if (!seen(row.version)) throw new ReportRefused('changed')
  return row
}

async function move (tx: Database, row: SubmissionRow, change: Partial<Pick<SubmissionRow, 'state' | 'answers' | 'comments' | 'submittedAt' | 'isLate'>>): Promise<number> {
  const state = row.state === 'missing' ? 'draft' : row.state
  await tx.update(submissions).set({ state, ...change, version: row.version + 1, updatedAt: sql`clock_timestamp()` }).where(eq(submissions.id, row.id))
  return row.version + 1
}

/** Keeps what was written so far. A report that was returned is written on. */
export const writeReport = (db: Database, target: Target, content: { answers: Answer[], comments: Comment[] }, by: Author): Promise<void> =>
  db.transaction(async (tx) => {
    const row = await lockForWriting(tx, target)
    const version = await move(tx, row, content)
    await recordAudit(tx, { by, action: 'report.write', subject: subjectOf(target), before: { version: row.version }, after: { version, answers: content.answers.map(({ section }) => section) } })
  })

/** One at a time attaches or takes off, whichever report it is: reports may share the bytes of a file. */
const lockFiles = (tx: Database) => tx.execute(sql`select pg_advisory_xact_lock(hashtext('reports.files'))`)

export interface AttachedFile { name: string, mediaType: string, bytes: Buffer, sha256: string }

export const attachFile = (db: Database, target: Target, { name, mediaType, bytes, sha256 }: AttachedFile, by: Author): Promise<void> =>
  db.transaction(async (tx) => {
    const row = await lockForWriting(tx, target)
    await lockFiles(tx)
    const known = await listAttachments(tx, target.cycle.code, target.reporter.code)
    const before = known.find((one) => one.name === name)
    if (!before && known.length >= MOST_ATTACHMENTS) throw new ReportRefused('full')
    await tx.insert(reportFiles).values({ sha256, mediaType, size: bytes.length, bytes }).onConflictDoNothing()
    const place = { cycle: target.cycle.code, locality: target.reporter.code, name }
    await tx.insert(attachments).values({ ...place, sha256, addedAt: sql`clock_timestamp()` }).onConflictDoUpdate({ target: [attachments.cycle, attachments.locality, attachments.name], set: { sha256, addedAt: sql`clock_timestamp()` } })
    if (before && before.sha256 !== sha256) await dropUnused(tx, before.sha256)
    await move(tx, row, {})
    await recordAudit(tx, { by, action: 'report.attach', subject: subjectOf(target), before: before ?? null, after: { name, mediaType, size: bytes.length, sha256 } })
  })

export const detachFile = (db: Database, target: Target, name: string, by: Author): Promise<void> =>
  db.transaction(async (tx) => {
    const row = await lockForWriting(tx, target)
    await lockFiles(tx)
    const [before] = await tx.delete(attachments).where(and(eq(attachments.cycle, target.cycle.code), eq(attachments.locality, target.reporter.code), eq(attachments.name, name))).returning()
    if (!before) throw new ReportRefused('no-attachment')
    await dropUnused(tx, before.sha256)
    await move(tx, row, {})
    await recordAudit(tx, { by, action: 'report.detach', subject: subjectOf(target), before: { name, sha256: before.sha256 } })
  })

/** Bytes that nothing names any more are gone; what was submitted once is named for good. */
const dropUnused = (tx: Database, sha256: string) => tx.execute(sql`
  delete from report_files f where f.sha256 = ${sha256} and not exists (select from report_attachments a where a.sha256 = f.sha256)
    and not exists (select from report_attempts t where t.document::jsonb @> ${JSON.stringify({ attachments: [{ sha256 }] })}::jsonb)`)

/** Freezes the report with the figures of the register. They are read before the writer's lock: their position is theirs for good. */
export async function submitReport (db: Database, target: Target, now: Date, by: Author): Promise<void> {
  const { cycle, reporter } = target
  const counts = await readCounts(db, { asOf: asOfOf(cycle.period, now), division: cycle.division })
  const [figures, provenance] = [figuresFor(counts, reporter.place), provenanceOf(counts)]
  await db.transaction(async (tx) => {
    const row = await lockForWriting(tx, target)
    if (row.state === 'missing') throw new ReportRefused('nothing-written')
    const faults = unansweredOf(cycle.template, row.answers)
    if (faults.length > 0) throw new ReportRefused('incomplete', faults)
    const number = (await listAttempts(tx, cycle.code, reporter.code)).length + 1
    // Mending a report does not make it late: its first attempt says whether it is.
    const late = row.isLate ?? isLate(now, cycle.dueOn)
    const content = { answers: row.answers, comments: row.comments, attachments: await listAttachments(tx, cycle.code, reporter.code) }
    const composed = submissionDocument({ cycle, reporter, attempt: number, submittedAt: now, isLate: late, figures, provenance, content })
    const document = canonicalJson(composed)
    const sha256 = sha256Of(document)
    const freeze = async (recordedFrom: number) => {
      // Once more under the writer's lock, under which cycles are closed.
      if (!await isCycleOpen(tx, cycle.code)) throw new ReportRefused('closed')
      await tx.insert(attempts).values({
        cycle: cycle.code, locality: reporter.code, number, submittedAt: now, isLate: late, asOf: provenance.asOf, position: provenance.position, figuresSha256: composed.figuresSha256, document, sha256, recordedFrom,
      })
      await move(tx, row, { state: 'submitted', ...row.submittedAt === null && { submittedAt: now, isLate: late } })
      return { attempt: number, isLate: late, sha256 }
    }
    const entry = { by, action: 'report.submit', subject: subjectOf(target) }
    // An event of what comes again would tell everybody that it was returned, and its checksum would let what it says be guessed.
    if (row.submittedAt !== null) return await recordAudit(tx, { ...entry, after: await freeze(await lockHead(tx)) })
    await recordPublication(tx, entry, async (position) => ({ after: await freeze(position), detail: { code: cycle.code, value: 'submitted' }, result: undefined }))
  })
}

export interface ReviewRequest { outcome: 'accepted' | 'returned', comments: { section: string | null, text: string }[] }

/** Accepts a report, which everybody may know, or returns it, which is between the two. */
export const reviewReport = (db: Database, target: Target, { outcome, comments }: ReviewRequest, by: Author): Promise<void> =>
  db.transaction(async (tx) => {
    const { cycle, reporter, seen } = target
    const row = await lockSubmission(tx, cycle.code, reporter.code)
    if (row.state !== 'submitted') throw new ReportRefused(row.state === 'accepted' ? 'accepted' : 'not-submitted')
    if (!seen(row.version)) throw new ReportRefused('changed')
    const number = (await listAttempts(tx, cycle.code, reporter.code)).length
    const review = async () => {
      await tx.insert(reviews).values({ cycle: cycle.code, locality: reporter.code, number, outcome, comments, reviewedAt: sql`clock_timestamp()` })
      await move(tx, row, { state: outcome })
      await writeReviewMail(tx, { cycle, reporter, outcome, comments })
    }
    const entry = { by, action: `report.${outcome === 'accepted' ? 'accept' : 'return'}`, subject: subjectOf(target) }
    if (outcome === 'returned') {
      await review()
      return await recordAudit(tx, { ...entry, after: { attempt: number, comments: comments.length } })
    }
    await recordPublication(tx, entry, async () => {
      await review()
      return { detail: { code: cycle.code, value: 'accepted' }, after: { attempt: number }, result: undefined }
    })
  })
