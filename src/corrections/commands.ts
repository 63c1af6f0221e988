import { eq, sql } from 'drizzle-orm'
import type { Day } from '../calendar.ts'
import type { Database } from '../db/client.ts'
import { badRequest, HttpProblem, notFound } from '../http/problem.ts'
import type { Author } from '../journal/audit.ts'
import { lockHead, waitBriefly } from '../journal/commands.ts'
import { recordPublication } from '../journal/publications.ts'
import type { Field } from './field.ts'
import { judgeProposal, plainText } from './proposal.ts'
import { findReported, findWaiting } from './queries.ts'
import { corrections } from './tables.ts'

export interface CorrectionAsked {
  code: string
  field: Field
  proposed: string | null
  evidence: { kind: string, reference: string, date: Day | null }
  note: string | null
}

/** Whoever reports or takes back, as far as a command needs to know it. */
export interface Reporter {
  author: Author
  /** Throws where he may not act for a province. */
  require: (province: string) => void
  /** On whose behalf: the province's, or the ministry's (`*`). */
  authorityIn: (province: string) => string
}

type State = 'open' | 'acknowledged' | 'accepted' | 'rejected' | 'withdrawn'
type Row = typeof corrections.$inferSelect

const ENDED = {
  vi: 'Doanh nghiệp đã giải thể, phá sản hoặc chấm dứt tồn tại; chỉ có thể báo sai về tình trạng.',
  en: 'The enterprise has been dissolved or ceased to exist: only its status can be reported as wrong.',
}
const waiting = (id: number) => ({ vi: `Báo cáo số ${id} đã nêu đúng nội dung này và đang chờ trả lời.`, en: `Report ${id} says the same and waits for an answer.` })
const over = (state: string) => ({ vi: `Báo cáo này đã kết thúc (${state}).`, en: `This report is ${state} already.` })

/** Reports that a field of an enterprise is wrong. The enterprise itself stays as it is. */
export const report = (db: Database, asked: CorrectionAsked, { reporter, today }: { reporter: Reporter, today: Day }): Promise<number> =>
  db.transaction(async (tx) => {
    await waitBriefly(tx)
    await lockHead(tx)
    const proposed = plainText(asked.proposed)
    const { version, province, said } = await judge(tx, { ...asked, proposed }, { reporter, today })
    const { rows: [number] } = await tx.execute<{ id: number }>(sql`select coalesce(max(id), 0) + 1 as id from corrections`)
    const { id } = number!
    const { code, field, evidence, note } = asked
    const authority = reporter.authorityIn(province)
    await recordPublication(tx, { by: reporter.author, action: 'correction.report', subject: `correction/${id}` }, async (position) => {
      await tx.insert(corrections).values({
        id, code, field, said, version, proposed, provinceCode: province, authority, evidenceKind: evidence.kind, evidenceReference: evidence.reference, evidenceDate: evidence.date, note,
        reportedAt: sql`clock_timestamp()`, state: 'open', changedAt: sql`clock_timestamp()`, position,
      })
      // What is said of an enterprise is not proven: whoever reads the change feed learns that there is a report, and no more.
      return { detail: {}, before: { said, version }, after: { code, field, proposed, authority, evidence: evidence.reference }, result: id }
    })
    return id
  })

async function judge (tx: Database, asked: CorrectionAsked, { reporter, today }: { reporter: Reporter, today: Day }) {
  const { field, proposed } = asked
  const found = await findReported(tx, asked)
  if (!found || found.presence === 'withdrawn') throw notFound({ vi: 'Không có doanh nghiệp với mã số này trong dữ liệu đăng ký.', en: 'No enterprise with this code is known to the feed.' })
  reporter.require(found.province)
  if (found.presence === 'gone') throw new HttpProblem('gone')
  if (found.status === 'ended' && field !== 'status') throw new HttpProblem('wrong-state', ENDED)
  const wrong = await judgeProposal(tx, field, proposed, today)
  if (wrong !== null) throw badRequest('proposed', wrong)
  if (found.isSaid) throw badRequest('proposed', 'is what the register says already')
  const before = await findWaiting(tx, asked)
  if (before !== undefined) throw new HttpProblem('wrong-state', waiting(before))
  return found
}

export interface Answer { state: 'acknowledged' | 'accepted' | 'rejected', note: string | null, reference: string | null }

/** What the registration authority says of a report. Said once more it stays as it is; once it has decided, nothing else can be said. */
export const answer = (db: Database, id: number, { state, note, reference }: Answer, by: Author): Promise<void> =>
  move(db, id, { by, action: 'correction.answer' }, (row) => {
    if (state === 'rejected' && note === null) throw badRequest('note', 'is needed where a report is rejected')
    if (row.state === state && row.answer === note && row.answerReference === reference) return undefined
    if (row.state !== 'open' && row.state !== 'acknowledged') throw new HttpProblem('wrong-state', over(row.state))
    return { state, answer: note, answerReference: reference }
  })

/** Takes a report back that has not been decided on: for officers of the province that it is of. */
export const withdraw = (db: Database, id: number, reason: string, { author, require }: Pick<Reporter, 'author' | 'require'>): Promise<void> =>
  move(db, id, { by: author, action: 'correction.withdraw' }, (row) => {
    require(row.authority === '*' ? '*' : row.provinceCode)
    if (row.state !== 'open' && row.state !== 'acknowledged') throw new HttpProblem('wrong-state', over(row.state))
    return { state: 'withdrawn', answer: reason, answerReference: row.answerReference }
  })

type Change = { state: State, answer: string | null, answerReference: string | null }

const move = (db: Database, id: number, { by, action }: { by: Author, action: string }, decide: (row: Row) => Change | undefined): Promise<void> =>
  db.transaction(async (tx) => {
    await waitBriefly(tx)
    await recordPublication(tx, { by, action, subject: `correction/${id}` }, async (position) => {
      const [row] = await tx.select().from(corrections).where(eq(corrections.id, id))
      if (!row) throw notFound({ vi: `Không có báo cáo số ${id}.`, en: `There is no report ${id}.` })
      const change = decide(row)
      if (!change) return undefined
      await tx.update(corrections).set({ ...change, changedAt: sql`clock_timestamp()`, position }).where(eq(corrections.id, id))
      return { detail: {}, before: { state: row.state }, after: change, result: undefined }
    })
  })
