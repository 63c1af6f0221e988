import { and, desc, eq, sql } from 'drizzle-orm'
import { findSeat } from '../agencies/queries.ts'
import type { Day } from '../calendar.ts'
import type { Database } from '../db/client.ts'
import { badRequest, HttpProblem, invalidRequest, notFound } from '../http/problem.ts'
import type { Author } from '../journal/audit.ts'
import { lockHead, waitBriefly } from '../journal/commands.ts'
import { recordPublication } from '../journal/publications.ts'
import { listUnknown } from './queries.ts'
import { proposalMessages, proposals } from './tables.ts'

type Row = typeof proposals.$inferSelect
export type Side = 'sender' | 'addressee'

/** Whoever writes, as far as a command needs to know it. */
export interface Writer {
  author: Author
  /** Throws where he may not write for bodies of a province, or for those of the centre (`*`). */
  require: (province: string) => void
}

export interface ProposalAsked { kind: string, agency: string, addressee: string, enterprises: string[], title: string, text: string }

const CENTRE = '*'
const NOW = sql`clock_timestamp()`
export const noProposal = (id: number) => notFound({ vi: `Không có kiến nghị số ${id}.`, en: `There is no proposal ${id}.` })
const TAKEN_BACK = { vi: 'Kiến nghị này đã được rút.', en: 'This proposal was taken back.' }
const SAID = { vi: 'Nội dung này vừa được gửi.', en: 'This is what was said last, by the same side.' }
const isRaised = (id: number) => ({ vi: `Nội dung này đang chờ trả lời tại kiến nghị số ${id}.`, en: `The same is waiting for an answer as proposal ${id}.` })

/** Raises something with another body, unless the same is waiting there for an answer; answers its number. The change feed tells that there is a proposal, and no more. */
export const raise = (db: Database, asked: ProposalAsked, { author, require }: Writer, today: Day): Promise<number> =>
  db.transaction(async (tx) => {
    await waitBriefly(tx)
    await lockHead(tx)
    const [sender, addressee] = [await findSeat(tx, asked.agency, today), await findSeat(tx, asked.addressee, today)]
    if (sender.fault !== undefined) throw badRequest('agency', sender.fault)
    require(sender.province ?? CENTRE)
    if (addressee.fault !== undefined) throw badRequest('addressee', addressee.fault)
    if (asked.addressee === asked.agency) throw badRequest('addressee', 'is the sender itself')
    const enterprises = [...new Set(asked.enterprises)]
    const unknown = await listUnknown(tx, enterprises)
    if (unknown.length > 0) throw invalidRequest(unknown.map((code) => ({ path: `enterprises.${asked.enterprises.indexOf(code)}`, message: 'no such enterprise is known to the feed' })))
    const [same] = await tx.select({ id: proposals.id }).from(proposals).where(and(eq(proposals.state, 'open'), eq(proposals.agency, asked.agency), eq(proposals.addressee, asked.addressee), eq(proposals.title, asked.title), eq(proposals.text, asked.text)))
    if (same) throw new HttpProblem('wrong-state', isRaised(same.id))
    const { rows: [next] } = await tx.execute<{ id: number }>(sql`select coalesce(max(id), 0) + 1 as id from proposals`)
    const { id } = next!
    const row = { ...asked, enterprises, provinceCode: sender.province, addresseeProvince: addressee.province }
    await recordPublication(tx, { by: author, action: 'proposal.raise', subject: `proposal/${id}` }, async (position) => {
      await tx.insert(proposals).values({ ...row, id, state: 'open', sentAt: NOW, changedAt: NOW, position })
      return { detail: {}, after: row, result: undefined }
    })
    return id
  })

/** Adds what one side says: an answer of the addressee, or what the sender asks further; not the same twice on end, as one who sends again would. */
export const say = (db: Database, id: number, { side, text }: { side: Side, text: string }, writer: Writer): Promise<void> =>
  move(db, id, 'proposal.say', writer, side, async (tx, position) => {
    const [last] = await tx.select().from(proposalMessages).where(eq(proposalMessages.proposal, id)).orderBy(desc(proposalMessages.id)).limit(1)
    if (last?.side === side && last.text === text) throw new HttpProblem('wrong-state', SAID)
    await tx.insert(proposalMessages).values({ proposal: id, side, text, saidAt: NOW, position })
    return { change: { state: side === 'sender' ? 'open' : 'answered' }, told: { side, text } }
  })

/** Takes a proposal back, answered or not: for whoever raised it. */
export const withdraw = (db: Database, id: number, reason: string, writer: Writer): Promise<void> =>
  move(db, id, 'proposal.withdraw', writer, 'sender', async () => ({ change: { state: 'withdrawn', reason }, told: { reason } }))

type Made = { change: Partial<Pick<Row, 'state' | 'reason'>>, told: object }

const move = (db: Database, id: number, action: string, { author, require }: Writer, side: Side, make: (tx: Database, position: number) => Promise<Made>): Promise<void> =>
  db.transaction(async (tx) => {
    await waitBriefly(tx)
    await recordPublication(tx, { by: author, action, subject: `proposal/${id}` }, async (position) => {
      const [row] = await tx.select().from(proposals).where(eq(proposals.id, id))
      if (!row) throw noProposal(id)
      require((side === 'sender' ? row.provinceCode : row.addresseeProvince) ?? CENTRE)
      if (row.state === 'withdrawn') throw new HttpProblem('wrong-state', TAKEN_BACK)
      const { change, told } = await make(tx, position)
      await tx.update(proposals).set({ ...change, position, ...change.state !== row.state && { changedAt: NOW } }).where(eq(proposals.id, id))
      return { detail: {}, before: { state: row.state }, after: { ...change, ...told }, result: undefined }
    })
  })
