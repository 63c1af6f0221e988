import { isDeepStrictEqual } from 'node:util'
import { sql } from 'drizzle-orm'
import type { Database } from '../db/client.ts'
import type { Author } from '../journal/audit.ts'
import { recordPublication } from '../journal/publications.ts'
import { codeOfCycle } from './cycle.ts'
import type { Cycle, Rule } from './queries.ts'
import { findCycle, isCycleOpen, listRules, listTemplates, versionOf } from './queries.ts'
import { cycleStates, openedCycles, reportForms } from './tables.ts'
import type { Template } from './template.ts'


/** Thrown where a cycle is there already. */
export class CycleThere extends Error {
  override name = 'CycleThere'
}

type Unversioned<T> = Omit<T, 'version'>

/** Sets the next version of a template or a rule; the same again stays the version that it is. */
async function setForm<T extends Template | Rule> (db: Database, kind: 'template' | 'rule', request: Unversioned<T>, list: (tx: Database) => Promise<T[]>, by: Author): Promise<T> {
  return await db.transaction(async (tx) => {
    await recordPublication(tx, { by, action: `report-${kind}.set`, subject: `report-${kind}/${request.code}` }, async (position) => {
      const known = versionOf(await list(tx), request.code)
      const { version = 0, ...before } = known ?? {} as Partial<T>
      if (isDeepStrictEqual(before, request)) return undefined
      const { code, ...body } = request
      await tx.insert(reportForms).values({ kind, code, version: version + 1, body, setAt: sql`clock_timestamp()`, recordedFrom: position })
      return { detail: { code, value: version + 1 }, before: known ?? null, after: { ...request, version: version + 1 }, result: undefined }
    })
    return versionOf(await list(tx), request.code)!
  })
}

export const setTemplate = (db: Database, request: Unversioned<Template>, by: Author): Promise<Template> => setForm(db, 'template', request, listTemplates, by)
export const setRule = (db: Database, request: Unversioned<Rule>, by: Author): Promise<Rule> => setForm(db, 'rule', request, listRules, by)

/** Opens a cycle by the newest versions of its rule and template, which it keeps. */
export const openCycle = (db: Database, { rule, period, template }: { rule: Rule, period: string, template: Template }, by: Author): Promise<Cycle> =>
  db.transaction(async (tx) => {
    const code = codeOfCycle(rule.code, period)
    await recordPublication(tx, { by, action: 'report-cycle.open', subject: `report/${code}` }, async (position) => {
      if (await findCycle(tx, code)) throw new CycleThere(code)
      const row = { code, rule: rule.code, ruleVersion: rule.version, period, templateVersion: template.version }
      await tx.insert(openedCycles).values({ ...row, openedAt: sql`clock_timestamp()`, recordedFrom: position })
      return { detail: { code, value: 'open' }, after: row, result: undefined }
    })
    return (await findCycle(tx, code))!
  })

/** Says whether a cycle takes reports. The same again changes nothing. */
export const setCycleState = (db: Database, code: string, isOpen: boolean, by: Author): Promise<Cycle> =>
  db.transaction(async (tx) => {
    await recordPublication(tx, { by, action: isOpen ? 'report-cycle.reopen' : 'report-cycle.close', subject: `report/${code}` }, async (position) => {
      const before = await isCycleOpen(tx, code)
      if (before === isOpen) return undefined
      await tx.insert(cycleStates).values({ cycle: code, isOpen, setAt: sql`clock_timestamp()`, recordedFrom: position })
      return { detail: { code, value: isOpen ? 'open' : 'closed' }, before: { isOpen: before }, after: { isOpen }, result: undefined }
    })
    return (await findCycle(tx, code))!
  })
