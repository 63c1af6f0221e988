import { eq } from 'drizzle-orm'
import { findBodies, followBodies, nameBodies } from '../agencies/queries.ts'
import type { Database } from '../db/client.ts'
import { listProvinces, listSuccessions } from '../localities/queries.ts'
import { dueOnOf, readPeriod } from './cycle.ts'
import type { Cycle, Rule } from './queries.ts'
import { attempts } from './tables.ts'

/** A scope that opens a report: that of a province, or a body's own. */
export interface ReportKey { scope: 'reports' | 'submit', of: string }

export interface Reporter {
  code: string
  name: string
  nameEn: string
  type: string
  /** The locality whose figures it reports, in the division of the cycle; null for the nation. */
  place: string | null
  /** Any of these opens its report; the first is told to whoever has none. */
  keys: readonly ReportKey[]
  /** Under which codes it may have said where it is written to; the first that has counts. */
  homes: readonly string[]
}

/** Later than any day that is known of a body. */
const AT_LAST = '9999-12-31'

/** Who reports in a cycle, by the names that they had when it was due. */
export const listReporters = (db: Database, cycle: Cycle): Promise<Reporter[]> =>
  cycle.rule.bodies === null ? listLocalities(db, cycle) : listBodies(db, cycle, cycle.rule.bodies)

/** Units of the cycle's division. Of one that is no more its successor's keys open the report too. */
async function listLocalities (db: Database, { rule, division, dueOn }: Cycle): Promise<Reporter[]> {
  const units = await listProvinces(db, division, dueOn)
  const heirs = new Map(division === '2025' ? [] : (await listSuccessions(db)).map(({ oldCode, newCode }) => [oldCode, newCode]))
  return units.filter(({ code }) => rule.reporters === null || rule.reporters.includes(code)).map(({ code, name, nameEn, type }) => {
    const home = heirs.get(code) ?? code
    return { code, name, nameEn, type, place: code, keys: [...new Set([code, home])].map((of) => ({ scope: 'reports', of })), homes: [home] }
  })
}

/**
 * Bodies that were there when the cycle was due: those that are named, or who had taken over; and whoever had reported before it ended. Who has taken over since may act
 * for them.
 */
async function listBodies (db: Database, { code: cycle, division, dueOn }: Cycle, named: readonly string[]): Promise<Reporter[]> {
  const reported = await db.selectDistinct({ code: attempts.locality }).from(attempts).where(eq(attempts.cycle, cycle))
  const present = [...new Set([...[...(await followBodies(db, named, dueOn)).values()].flat(), ...reported.map(({ code }) => code)])]
  const heirs = await followBodies(db, present, AT_LAST)
  const keys = await keysOfBodies(db, heirs)
  return (await nameBodies(db, present, dueOn)).map(({ code, name, nameEn, kind, provinceCode, oldProvinceCode }) =>
    ({ code, name, nameEn, type: kind, place: division === '2025' ? provinceCode : oldProvinceCode, keys: keys.get(code)!, homes: [...new Set([code, ...heirs.get(code)!])] }))
}

/** Of a body with those that it goes on in: first the provinces that they are of, then their own. */
async function keysOfBodies (db: Database, heirs: ReadonlyMap<string, string[]>): Promise<Map<string, ReportKey[]>> {
  const known = await findBodies(db, [...new Set([...heirs].flat(2))])
  return new Map([...heirs].map(([code, others]) => {
    const all = [...new Set([code, ...others])]
    const provinces = [...new Set(all.flatMap((one) => known.get(one)?.provinceCode ?? []))]
    return [code, [...provinces.map((of): ReportKey => ({ scope: 'reports', of })), ...all.map((of): ReportKey => ({ scope: 'submit', of }))]]
  }))
}

/** The scope that something is opened by which nobody reports: what is told to whoever asks for it. */
export const keyOf = (code: string): ReportKey => ({ scope: /^\d{2}$/.test(code) ? 'reports' : 'submit', of: code })

/** Whose keys open what is a body's own. */
export const listKeysOf = async (db: Database, body: string): Promise<ReportKey[]> => (await keysOfBodies(db, new Map([[body, []]]))).get(body)!

/** Bodies of a rule that cannot report on a period: they began after it, or had ended by the last day and went on in no other. */
export async function listAbsent (db: Database, { bodies, due }: Rule, period: string): Promise<string[]> {
  if (bodies === null) return []
  const [known, present] = [await findBodies(db, bodies), await followBodies(db, bodies, dueOnOf(due, period))]
  const { to } = readPeriod(period)!
  return bodies.filter((code) => (known.get(code)?.validFrom ?? '') > to || present.get(code)!.length === 0)
}
