import { isDeepStrictEqual } from 'node:util'
import { and, eq, isNull, sql } from 'drizzle-orm'
import type { Day } from '../calendar.ts'
import type { Database } from '../db/client.ts'
import type { Author } from '../journal/audit.ts'
import { recordAudit } from '../journal/audit.ts'
import { waitBriefly } from '../journal/commands.ts'
import { recordPublication } from '../journal/publications.ts'
import type { Told } from './annual-return.ts'
import { makeFigures } from './figure-queries.ts'
import type { ReturnRow } from './queries.ts'
import { countTurnout, findReturn, findYear } from './queries.ts'
import { annualReturns, returnYears } from './tables.ts'

/** Thrown where a year takes no returns: it is closed, or was never opened. */
export class NotOpen extends Error {
  override name = 'NotOpen'
}

const NOW = sql`clock_timestamp()`

/** One at a time opens or closes a year, so that whoever closes it can make its figures before he takes the writer's lock. */
const lockYear = (tx: Database, year: number) => tx.execute(sql`select pg_advisory_xact_lock(hashtext('returns.years'), ${year})`)

/** Opens a year, or tells another day by which it is due; not one that is closed. */
export const openYear = (db: Database, { year, dueOn }: { year: number, dueOn: Day | null }, by: Author): Promise<void> =>
  db.transaction(async (tx) => {
    await waitBriefly(tx)
    await lockYear(tx, year)
    await recordPublication(tx, { by, action: 'returns.open', subject: `annual-returns/${year}` }, async (position) => {
      const known = await findYear(tx, year)
      if (known?.state === 'closed') throw new NotOpen('closed')
      if (known && known.dueOn === dueOn) return undefined
      await tx.insert(returnYears).values({ year, state: 'open', dueOn, openedAt: NOW, position }).onConflictDoUpdate({ target: returnYears.year, set: { dueOn, position } })
      return { detail: { period: String(year), state: 'open' }, before: known ? { dueOn: known.dueOn } : null, after: { dueOn }, result: undefined }
    })
  })

/** Closes a year for good, and makes its figures, which takes seconds where many returned: from then on nothing tells states of before and after one return apart. */
export const closeYear = (db: Database, year: number, by: Author): Promise<void> =>
  db.transaction(async (tx) => {
    await tx.execute(sql`set local statement_timeout = '10min'`)
    await waitBriefly(tx)
    await lockYear(tx, year)
    const [known] = await tx.select().from(returnYears).where(eq(returnYears.year, year)).for('update')
    if (!known) throw new NotOpen('unknown')
    if (known.state === 'closed') return
    const [turnout, figures] = [await countTurnout(tx, year), await makeFigures(tx, year)]
    await recordPublication(tx, { by, action: 'returns.close', subject: `annual-returns/${year}` }, async (position) => {
      await tx.update(returnYears).set({ state: 'closed', closedAt: NOW, turnout, figures, position }).where(eq(returnYears.year, year))
      return { detail: { period: String(year), state: 'closed' }, before: { state: 'open' }, after: { state: 'closed' }, result: undefined }
    })
  })

export interface ReturnAsked { year: number, enterprise: string, province: string, told: Told }

/** Takes the return of an enterprise while the year is open, and not while it is being closed; a later one goes in the place of an earlier one. The trail tells that it came, and not what it says. */
export const fileReturn = (db: Database, { year, enterprise, province, told }: ReturnAsked, by: Author): Promise<ReturnRow> =>
  db.transaction(async (tx) => {
    const [open] = await tx.select().from(returnYears).where(eq(returnYears.year, year)).for('share', { noWait: true })
    if (open?.state !== 'open') throw new NotOpen(open ? 'closed' : 'unknown')
    await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`annual-returns/${year}/${enterprise}`}, 0))`)
    const known = await findReturn(tx, year, enterprise)
    if (known && known.provinceCode === province && isDeepStrictEqual(known.told, told)) return known
    const version = (known?.version ?? 0) + 1
    await tx.update(annualReturns).set({ replacedAt: NOW }).where(and(eq(annualReturns.year, year), eq(annualReturns.enterprise, enterprise), isNull(annualReturns.replacedAt)))
    await tx.insert(annualReturns).values({ year, enterprise, provinceCode: province, version, told, filedAt: NOW })
    await recordAudit(tx, { by, action: 'returns.file', subject: `annual-returns/${year}/${enterprise}`, after: { version } })
    return (await findReturn(tx, year, enterprise))!
  })
