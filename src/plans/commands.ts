import { isDeepStrictEqual } from 'node:util'
import { and, asc, eq, isNull, sql } from 'drizzle-orm'
import { findBodies } from '../agencies/queries.ts'
import type { Database } from '../db/client.ts'
import type { Author } from '../journal/audit.ts'
import { recordAudit } from '../journal/audit.ts'
import { recordPublication } from '../journal/publications.ts'
import type { PlanAsked, TaskAsked } from './plan.ts'
import { draftedPlans, indicatorValues, planIndicators, plans, planTasks, taskProgress } from './tables.ts'

export type Refusal = 'shipped' | 'unseen' | 'changed' | 'no-agency' | 'no-task' | 'no-indicator' | 'measured' | 'no-draft' | 'elsewhere' | 'not-central'

/** Thrown for what the register's state does not allow; `about` names what is missing or in the way. */
export class NotPlannable extends Error {
  override name = 'NotPlannable'
  readonly why: Refusal
  readonly about: string
  constructor (why: Refusal, about = '') {
    super(`${why} ${about}`.trim())
    this.why = why
    this.about = about
  }
}

const split = (codes: string | null): string[] => codes === null ? [] : codes.split(' ')
const joined = (codes: readonly string[]): string | null => codes.length === 0 ? null : codes.join(' ')

/** A plan as it was asked for and stands now; undefined where none is in force or has ended. */
async function readPlan (tx: Database, code: string): Promise<PlanAsked & { isShipped: boolean, version: number } | undefined> {
  const [row] = await tx.select().from(plans).where(and(eq(plans.code, code), isNull(plans.recordedTo)))
  if (!row) return undefined
  const tasks = await tx.select().from(planTasks).where(and(eq(planTasks.planCode, code), isNull(planTasks.recordedTo))).orderBy(asc(planTasks.rank))
  const indicators = await tx.select().from(planIndicators).where(and(eq(planIndicators.planCode, code), isNull(planIndicators.recordedTo))).orderBy(asc(planIndicators.rank))
  const { level, agency, division, provinceCode, period, title, titleEn, documentNumber, documentDate, documentUrl, state, note, isShipped, recordedFrom } = row
  return {
    level: level as PlanAsked['level'], agency, division: division as PlanAsked['division'], province: provinceCode, period, title, titleEn,
    document: documentNumber === null ? null : { number: documentNumber, date: documentDate!, url: documentUrl }, state: state as PlanAsked['state'], note, isShipped, version: recordedFrom,
    tasks: tasks.map(({ number, parent, title, titleEn, clause, leads, coordinating, fromOn, dueOn, recurs, budgetVnd, note }) =>
      ({ number, parent, title, titleEn, clause, leads: split(leads), coordinating: split(coordinating), from: fromOn, due: dueOn, recurs: recurs as TaskAsked['recurs'], budgetVnd, note })),
    indicators: indicators.map(({ number, title, titleEn, clause, kind, unit, least, most, fromOn, dueOn, statistic, isEmulation, note }) =>
      ({ number, title, titleEn, clause, kind: kind as 'minimum', unit, least: Number(least), most: most === null ? null : Number(most), from: fromOn, due: dueOn, statistic, isEmulation, note })),
  }
}

async function checkBodies (tx: Database, { level, division, province, agency, tasks }: PlanAsked): Promise<void> {
  const named = [...new Set([...agency === null ? [] : [agency], ...tasks.flatMap(({ leads, coordinating }) => [...leads, ...coordinating])])]
  const known = await findBodies(tx, named)
  const stranger = named.find((code) => !known.has(code))
  if (stranger !== undefined) throw new NotPlannable('no-agency', stranger)
  const maker = agency === null ? undefined : known.get(agency)!
  const isOwn = !maker || (level === 'locality' ? province === (division === '2004' ? maker.oldProvinceCode : maker.provinceCode) : maker.level === 'central')
  if (!isOwn) throw new NotPlannable(level === 'locality' ? 'elsewhere' : 'not-central', agency!)
}

/** Whoever writes a plan or its working copy; `mayWrite` throws where the one that is there is not his to change. */
export interface PlanWriter { by: Author, mayWrite: (tx: Database, plan: PlanAsked) => Promise<void> }

/**
 * Puts a plan in force, tells of it anew or ends it; its form of before stays known at the positions before. `seen` are the
 * versions (positions) that the writer knows, undefined for a plan that is new. The same again changes nothing, whoever was quicker.
 */
export const setPlan = (db: Database, code: string, asked: PlanAsked, { seen, by, mayWrite }: { seen: ((version: number) => boolean) | undefined } & PlanWriter): Promise<void> =>
  db.transaction(async (tx) => {
    await recordPublication(tx, { by, action: 'plan.set', subject: `plan/${code}` }, async (position) => {
      const known = await readPlan(tx, code)
      const { isShipped = false, version, ...before } = known ?? {}
      if (known && !isShipped) await mayWrite(tx, known)
      if (isShipped) throw new NotPlannable('shipped', code)
      if (version !== undefined && !seen) throw new NotPlannable('unseen', code)
      const isSame = isDeepStrictEqual(before, asked)
      if (seen && !isSame && (version === undefined || !seen(version))) throw new NotPlannable('changed', code)
      await checkBodies(tx, asked)
      if (isSame) return undefined
      const [draft] = await tx.delete(draftedPlans).where(eq(draftedPlans.code, code)).returning()
      if (draft) await mayWrite(tx, draft.plan)
      for (const [table, own] of [[plans, plans.code], [planTasks, planTasks.planCode], [planIndicators, planIndicators.planCode]] as const) {
        await tx.update(table).set({ recordedTo: position }).where(and(eq(own, code), isNull(table.recordedTo)))
      }
      await insertPlan(tx, code, asked, position)
      const { tasks, indicators, ...about } = asked
      const { level, division, province, period, state } = about
      return { detail: { kind: level, division, province, period, state, rows: tasks.length + indicators.length }, before: 'level' in before ? before : null, after: asked, result: undefined }
    })
  })

async function insertPlan (tx: Database, code: string, { tasks, indicators, document, province, ...plan }: PlanAsked, recordedFrom: number): Promise<void> {
  await tx.insert(plans).values({
    ...plan, code, provinceCode: province, documentNumber: document?.number ?? null, documentDate: document?.date ?? null, documentUrl: document?.url ?? null, setAt: sql`clock_timestamp()`, recordedFrom,
  })
  if (tasks.length > 0) await tx.insert(planTasks).values(tasks.map(({ leads, coordinating, from, due, ...task }, i) =>
    ({ ...task, code: `${code}/${task.number}`, planCode: code, rank: i + 1, leads: joined(leads), coordinating: joined(coordinating), fromOn: from, dueOn: due, recordedFrom })))
  if (indicators.length > 0) await tx.insert(planIndicators).values(indicators.map(({ least, most, from, due, ...indicator }, i) =>
    ({ ...indicator, code: `${code}/${indicator.number}`, planCode: code, rank: i + 1, least: String(least), most: most === null ? null : String(most), fromOn: from, dueOn: due, recordedFrom })))
}

export type Draft = typeof draftedPlans.$inferSelect
/**
 * Keeps the working copy of a plan, which is nobody's business yet: it is in the trail and takes no position. `seen` are the versions that the
 * writer knows, undefined for a copy that is new. The same again changes nothing, whoever was quicker.
 */
export const draftPlan = (db: Database, code: string, plan: PlanAsked, { seen, by, mayWrite }: { seen: ((version: number) => boolean) | undefined } & PlanWriter): Promise<Draft> =>
  db.transaction(async (tx) => {
    if ((await readPlan(tx, code))?.isShipped) throw new NotPlannable('shipped', code)
    await checkBodies(tx, plan)
    const set = { plan, setAt: sql`clock_timestamp()` }
    const { rowCount: made } = await tx.insert(draftedPlans).values({ code, ...set }).onConflictDoNothing()
    const [before] = made ? [] : await tx.select().from(draftedPlans).where(eq(draftedPlans.code, code)).for('update')
    if (before) await mayWrite(tx, before.plan)
    if (before && isDeepStrictEqual(before.plan, plan)) return before
    if (before && !seen) throw new NotPlannable('unseen', code)
    // One that is neither made nor found was given up in between.
    const hasSeen = made ? !seen : before !== undefined && seen!(before.version)
    if (!hasSeen) throw new NotPlannable('changed', code)
    if (before) await tx.update(draftedPlans).set({ ...set, version: sql`default` }).where(eq(draftedPlans.code, code))
    await recordAudit(tx, { by, action: 'plan.draft', subject: `plan/${code}`, before: before?.plan ?? null, after: plan })
    return (await tx.select().from(draftedPlans).where(eq(draftedPlans.code, code)))[0]!
  })

export const listDrafts = (db: Database) => db.select().from(draftedPlans).orderBy(asc(draftedPlans.code))

/** Gives a working copy up, and answers it. */
export const dropDraft = (db: Database, code: string, { by, mayWrite }: PlanWriter): Promise<Draft> =>
  db.transaction(async (tx) => {
    const [before] = await tx.delete(draftedPlans).where(eq(draftedPlans.code, code)).returning()
    if (!before) throw new NotPlannable('no-draft', code)
    await mayWrite(tx, before.plan)
    await recordAudit(tx, { by, action: 'plan.drop', subject: `plan/${code}`, before: before.plan })
    return before
  })

export interface Progress { on: string, state: string, note: string | null, document: { number: string, url: string | null } | null }

/** Adds to what was told of a task. */
export const addProgress = (db: Database, task: string, { on, state, note, document }: Progress, by: Author): Promise<void> =>
  db.transaction(async (tx) => {
    await recordPublication(tx, { by, action: 'task.progress', subject: `task/${task}` }, async (recordedFrom) => {
      const [known] = await tx.select({ code: planTasks.code }).from(planTasks).where(and(eq(planTasks.code, task), isNull(planTasks.recordedTo)))
      if (!known) throw new NotPlannable('no-task', task)
      await tx.insert(taskProgress).values({ task, onDay: on, state, note, documentNumber: document?.number ?? null, documentUrl: document?.url ?? null, recordedFrom })
      return { detail: { state, validFrom: on }, after: { on, state, note, document }, result: undefined }
    })
  })

export interface Reported { value: number, numerator: number | null, denominator: number | null, source: string }

/** Reports the value of an indicator on a day, which the registry does not measure itself. The one before stays known at the positions before. */
export const reportValue = (db: Database, indicator: string, asOf: string, { value, numerator, denominator, source }: Reported, by: Author): Promise<void> =>
  db.transaction(async (tx) => {
    await recordPublication(tx, { by, action: 'plan-indicator.report', subject: `plan-indicator/${indicator}/${asOf}` }, async (recordedFrom) => {
      const [known] = await tx.select({ statistic: planIndicators.statistic }).from(planIndicators).where(and(eq(planIndicators.code, indicator), isNull(planIndicators.recordedTo)))
      if (!known) throw new NotPlannable('no-indicator', indicator)
      if (known.statistic !== null) throw new NotPlannable('measured', known.statistic)
      const isOpen = and(eq(indicatorValues.indicator, indicator), eq(indicatorValues.asOf, asOf), isNull(indicatorValues.recordedTo))
      const [row] = await tx.select().from(indicatorValues).where(isOpen)
      const number = (text: string | null) => text === null ? null : Number(text)
      const before = row ? { value: Number(row.value), numerator: number(row.numerator), denominator: number(row.denominator), source: row.source } : null
      const after = { value, numerator, denominator, source }
      if (isDeepStrictEqual(before, after)) return undefined
      await tx.update(indicatorValues).set({ recordedTo: recordedFrom }).where(isOpen)
      const text = (value: number | null) => value === null ? null : String(value)
      await tx.insert(indicatorValues).values({ indicator, asOf, value: String(value), numerator: text(numerator), denominator: text(denominator), source, recordedFrom })
      return { detail: { value, validFrom: asOf }, before, after, result: undefined }
    })
  })
