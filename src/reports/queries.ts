import { and, asc, desc, eq, isNull } from 'drizzle-orm'
import type { Database } from '../db/client.ts'
import type { Division } from '../localities/queries.ts'
import type { DueRule, PeriodKind } from './cycle.ts'
import { divisionOf, dueOnOf, readDue } from './cycle.ts'
import { cycleStates, openedCycles, reportCycles, reportForms, reportRules, reportSections, reportTemplates } from './tables.ts'
import type { Section, SectionKind, Template } from './template.ts'

export interface Rule {
  code: string
  version: number
  title: string
  titleEn: string
  /** Null: all localities. */
  reporters: readonly string[] | null
  /** Bodies that report in place of localities. */
  bodies: readonly string[] | null
  recipient: string
  periodKind: PeriodKind
  due: DueRule
  reminders: readonly number[]
  template: string
  source: string
}

/** What reports by a rule: localities, or bodies that it names. */
export const kindOf = ({ bodies }: Pick<Rule, 'bodies'>): 'localities' | 'bodies' => bodies === null ? 'localities' : 'bodies'

/** Every version of every template, the newest of each code first. Few: they are read whole. */
export async function listTemplates (db: Database): Promise<Template[]> {
  const shipped = await db.select().from(reportTemplates).where(isNull(reportTemplates.recordedTo))
  const sections = await db.select().from(reportSections).where(isNull(reportSections.recordedTo)).orderBy(asc(reportSections.rank))
  const own = await db.select().from(reportForms).where(eq(reportForms.kind, 'template'))
  const all = [
    ...shipped.map(({ code, version, title, titleEn, source, figures }): Template => ({
      code, version, title, titleEn, source, figures,
      sections: sections.filter((one) => one.templateCode === code && one.templateVersion === version)
        .map(({ code: section, kind, title: name, titleEn: nameEn, hint, maxLength, isRequired }): Section => ({ code: section, kind: kind as SectionKind, title: name, titleEn: nameEn, hint, maxLength, isRequired })),
    })),
    ...own.map(({ code, version, body }) => ({ ...body as Omit<Template, 'code' | 'version'>, code, version })),
  ]
  return all.sort(newestFirst)
}

export async function listRules (db: Database): Promise<Rule[]> {
  const shipped = await db.select().from(reportRules).where(isNull(reportRules.recordedTo))
  const own = await db.select().from(reportForms).where(eq(reportForms.kind, 'rule'))
  const all = [
    ...shipped.map(({ id: _id, recordedFrom: _from, recordedTo: _to, due, periodKind, ...rule }): Rule => ({ ...rule, periodKind: periodKind as PeriodKind, due: readDue(due) })),
    ...own.map(({ code, version, body }) => ({ bodies: null, ...body as Omit<Rule, 'code' | 'version' | 'bodies'>, code, version })),
  ]
  return all.sort(newestFirst)
}

const newestFirst = (a: { code: string, version: number }, b: { code: string, version: number }) => a.code === b.code ? b.version - a.version : a.code < b.code ? -1 : 1

/** A version of something, the newest where none is named. */
export const versionOf = <T extends { code: string, version: number }>(all: readonly T[], code: string, version?: number): T | undefined =>
  all.find((one) => one.code === code && (version === undefined || one.version === version))

export interface Cycle {
  code: string
  rule: Rule
  period: string
  template: Template
  dueOn: string
  division: Division
  isOpen: boolean
  openedAt: Date | null
}

/** All cycles, the newest period first. */
export async function listCycles (db: Database): Promise<Cycle[]> {
  const seeded = await db.select().from(reportCycles).where(isNull(reportCycles.recordedTo))
  const opened = await db.select().from(openedCycles)
  const [rules, templates] = [await listRules(db), await listTemplates(db)]
  const states = await db.selectDistinctOn([cycleStates.cycle]).from(cycleStates).orderBy(asc(cycleStates.cycle), desc(cycleStates.id))
  const rows = [...opened, ...seeded.filter(({ code }) => opened.every((one) => one.code !== code)).map((row) => ({ ...row, openedAt: null }))]
  return rows.flatMap(({ code, rule: ruleCode, ruleVersion, period, templateVersion, openedAt }) => {
    const rule = versionOf(rules, ruleCode, ruleVersion)
    const template = rule && versionOf(templates, rule.template, templateVersion)
    if (!rule || !template) return []
    const dueOn = dueOnOf(rule.due, period)
    return [{ code, rule, period, template, dueOn, division: divisionOf(dueOn), isOpen: states.find(({ cycle }) => cycle === code)?.isOpen ?? true, openedAt }]
  }).sort((a, b) => a.dueOn === b.dueOn ? a.code < b.code ? -1 : 1 : a.dueOn > b.dueOn ? -1 : 1)
}

export const findCycle = async (db: Database, code: string): Promise<Cycle | undefined> => (await listCycles(db)).find((cycle) => cycle.code === code)

/** The state of a cycle as it stands under the lock of the caller's transaction. */
export async function isCycleOpen (db: Database, code: string): Promise<boolean> {
  const [row] = await db.select().from(cycleStates).where(and(eq(cycleStates.cycle, code))).orderBy(desc(cycleStates.id)).limit(1)
  return row?.isOpen ?? true
}
