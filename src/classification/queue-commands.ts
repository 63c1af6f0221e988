import { eq, sql } from 'drizzle-orm'
import type { Database } from '../db/client.ts'
import { claims, reviews } from '../enterprises/decisions/tables.ts'
import { recordAudit } from '../journal/audit.ts'
import { DecisionRefused } from './decision-commands.ts'
import type { Refusal } from './judgement.ts'
import type { Officer } from './officer.ts'

const NOT_WAITING: Refusal = {
  kind: 'not-found',
  detail: { vi: 'Doanh nghiệp này không có trong hàng chờ.', en: 'This enterprise does not wait in the queue.' },
}

const claimedBy = (label: string): Refusal => ({
  kind: 'wrong-state',
  detail: { vi: `${label} đang xử lý doanh nghiệp này.`, en: `${label} is at work on this enterprise.` },
})

async function provinceIn (tx: Database, code: string): Promise<string | undefined> {
  const [waiting] = await tx.select({ province: reviews.provinceCode }).from(reviews).where(eq(reviews.code, code)).limit(1)
  return waiting?.province
}

/** The claim that is in force, held until the transaction ends. */
async function lockClaim (tx: Database, code: string, now: Date) {
  const [claim] = await tx.select().from(claims).where(eq(claims.code, code)).for('update')
  return claim && claim.expiresAt > now ? claim : undefined
}

export interface Claiming { officer: Officer, now: Date }

/** Says that an officer is at work on an enterprise; one's own claim is made longer. */
export const claim = (db: Database, code: string, minutes: number, { officer, now }: Claiming): Promise<{ label: string, expiresAt: Date }> =>
  db.transaction(async (tx) => {
    const { author } = officer
    const province = await provinceIn(tx, code)
    if (province === undefined) throw new DecisionRefused(NOT_WAITING)
    if (!officer.mayDecide(province)) throw new DecisionRefused({ kind: 'forbidden', province })
    const expiresAt = new Date(now.getTime() + minutes * 60_000)
    // What has expired is nobody's: whoever comes next takes its row over.
    const taken = await tx.insert(claims).values({ code, claimedBy: author.who, label: author.label, claimedAt: now, expiresAt })
      .onConflictDoUpdate({
        target: claims.code, set: { claimedBy: author.who, label: author.label, claimedAt: now, expiresAt },
        setWhere: sql`${claims.claimedBy} = ${author.who} or ${claims.expiresAt} <= ${now.toISOString()}::timestamptz`,
      }).returning({ code: claims.code })
    if (taken.length === 0) throw new DecisionRefused(claimedBy((await lockClaim(tx, code, now))!.label))
    await recordAudit(tx, { by: author, action: 'claim.take', subject: `enterprise/${code}`, after: { until: expiresAt.toISOString() } })
    return { label: author.label, expiresAt }
  })

/** Gives an enterprise back to the queue; what nobody has claimed stays as it is. Only one's own, but for whoever may decide everywhere. */
export const release = (db: Database, code: string, { officer, now }: Claiming): Promise<void> =>
  db.transaction(async (tx) => {
    const { author } = officer
    const province = await provinceIn(tx, code)
    if (province !== undefined && !officer.mayDecide(province)) throw new DecisionRefused({ kind: 'forbidden', province })
    const held = await lockClaim(tx, code, now)
    if (!held) return
    if (held.claimedBy !== author.who && !officer.mayDecide('*')) throw new DecisionRefused(claimedBy(held.label))
    await tx.delete(claims).where(eq(claims.code, code))
    await recordAudit(tx, { by: author, action: 'claim.release', subject: `enterprise/${code}`, before: { by: held.claimedBy } })
  })
