import { z } from 'zod'
import { AgencyCode, DocumentRequest, Url } from '../agencies/schemas.ts'
import { ListFormat } from '../http/list-file.ts'
import { Cursor, LimitOfFile, Page, Position } from '../http/page.ts'
import { Day, flag, fromText, momentParameters, prose } from '../http/query.ts'
import { Division, ProvinceCode } from '../localities/schemas.ts'
import { INDICATOR_KINDS, MAX_AMOUNT, PLAN_LEVELS, PLAN_STATES, TASK_STATES } from './plan.ts'
import { STATISTICS } from './statistics.ts'

const RESERVED = /^(coverage|statistics|tasks)$/

export const PlanCode = z.string().max(60).regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'must be small letters, digits and hyphens').meta({ description: 'Code of a plan: small letters, digits and hyphens.', examples: ['directive-01'] })
export const NewPlanCode = PlanCode.refine((code) => !RESERVED.test(code), 'is a word of this API').meta({ description: 'Code of a plan: small letters, digits and hyphens.', examples: ['48-2026-2030'] })
export const Number_ = z.string().max(30).regex(/^[A-Za-z0-9]+([.-][A-Za-z0-9]+)*$/, 'must be letters and digits, parted by full stops or hyphens').meta({ description: 'Number within the plan.', examples: ['I.9'] })
const IndicatorNumber = Number_.meta({ description: 'Number within the plan.', examples: ['key-products'] })
export const Period = z.string().max(9).regex(/^20\d{2}(-20\d{2})?$/, 'must be years, such as 2026-2030, or one year').meta({ description: 'Years, such as `2026-2030`, or one year.', examples: ['2026-2030'] })

const PlanLevel = z.enum(PLAN_LEVELS).meta({ description: 'Of the `nation`, of a `sector` (its ministry) or of a `locality`.' })
const TaskState = z.enum(['not-reported', ...TASK_STATES]).meta({ description: 'What was told of it last; `not-reported` where nothing was.' })
const url = z.string().max(300).nullable()
const note = z.string().max(2000).nullable()
const day = z.iso.date().nullable()
const count = z.int().min(0).max(100_000)
const amount = z.number().min(-MAX_AMOUNT).max(MAX_AMOUNT)

const BodyRef = z.object({
  code: AgencyCode, name: z.string().max(300).meta({ description: 'As it was called when the plan was made.' }),
  now: z.array(AgencyCode).max(100).meta({ description: 'The bodies in which it goes on.' }),
}).meta({ id: 'BodyRef', description: 'A body with a part in a task.' })

const about = {
  code: PlanCode, level: PlanLevel,
  agency: AgencyCode.nullable().meta({ description: 'Of a sector its body; else who made it.' }), agencyName: z.string().max(300).nullable(),
  division: Division.nullable(), province: ProvinceCode.nullable(), provinceName: z.string().max(200).nullable(),
  successor: ProvinceCode.nullable().meta({ description: 'Of a plan of one of the 63: the locality of 2025 that it follows to.' }),
  period: Period, title: z.string().max(500), document: z.object({ number: z.string().max(100), date: z.iso.date(), url }).nullable(),
  state: z.enum(['in-force', 'ended']), note,
  tasks: count.meta({ description: 'How many tasks and groups of tasks it has.' }), done: count, overdue: count.meta({ description: 'Of a plan in force: due, and nobody has told that they were done or given up.' }),
  indicators: count, recordedAt: Position.meta({ description: 'The position from which it is known in this form.' }),
}
const plan = {
  code: 'directive-01', level: 'nation' as const, agency: 'prime-minister', agencyName: 'Prime Minister', division: null, province: null, provinceName: null, successor: null, period: '2020-2030',
  title: 'Directive 01/CT-TTg on promoting Vietnamese digital technology enterprises', document: { number: '01/CT-TTg', date: '2020-01-14', url: null }, state: 'in-force' as const, note: null, tasks: 37, done: 0, overdue: 10, indicators: 3, recordedAt: 21,
}
export const PlanItem = z.object(about).meta({ id: 'PlanItem', description: 'A plan in force, or one that has ended.', examples: [plan] })
export const PlanList = z.object({ items: z.array(PlanItem).max(10_000), position: Position }).meta({ id: 'PlanList', description: 'Plans: the nation\'s, of sectors, of localities.' })

const task = {
  plan: 'directive-01', number: 'I.9', parent: 'I', title: 'Orient and support at least 5-10 enterprises that develop national key digital products', clause: 'I.9, II.2.a',
  leads: [{ code: 'mic', name: 'Ministry of Information and Communications', now: ['most'] }], coordinating: [], from: null, due: '2024-12-31', recurs: null, budgetVnd: null, note: 'Before 2025', state: 'not-reported' as const, reportedOn: null, isOverdue: true,
}
const taskMembers = {
  plan: PlanCode, number: Number_, parent: Number_.nullable().meta({ description: 'The task or group that it is part of.' }),
  title: z.string().max(1000), clause: z.string().max(100).nullable().meta({ description: 'Where in the document it stands.' }),
  leads: z.array(BodyRef).max(100), coordinating: z.array(BodyRef).max(100),
  from: day, due: day.meta({ description: 'Its last day.' }), recurs: z.enum(['yearly', 'periodic']).nullable(),
  budgetVnd: z.int().min(0).max(Number.MAX_SAFE_INTEGER).nullable(), note, state: TaskState, reportedOn: day,
  isOverdue: z.boolean(),
}
export const Task = z.object(taskMembers).meta({ id: 'Task', description: 'A task, or a group of tasks.', examples: [task] })
export const TaskPage = Page(Task, 'TaskPage')
const progress = { on: '2026-10-01', state: 'in-progress' as const, note: 'Đang lấy ý kiến.', document: { number: '12/BC-SKHCN', url: null } }
export const TaskRecord = z.object({
  ...taskMembers,
  children: z.array(Task).max(2000).meta({ description: 'Its parts, one level down.' }),
  progress: z.array(z.object({ on: z.iso.date(), state: z.enum(TASK_STATES), note, document: z.object({ number: z.string().max(100), url }).nullable(), recordedAt: Position })).max(1000).meta({ description: 'All that was told of it, the newest first.' }),
}).meta({ id: 'TaskRecord', description: 'A task with its parts and all that was told of it.', examples: [{ ...task, children: [], progress: [{ ...progress, recordedAt: 21_010 }] }] })

const reported = z.object({ asOf: z.iso.date(), value: amount, numerator: amount.nullable(), denominator: amount.nullable(), source: z.string().max(500) })
const indicator = {
  number: 'enterprises', title: 'At least 100,000 digital technology enterprises', clause: 'Phần mở đầu', kind: 'minimum' as const, unit: 'enterprises', least: 100_000, most: null, from: '2020-01-14', due: '2030-12-31', statistic: 'enterprises', isEmulation: false, note: null,
  value: { value: 80_000, asOf: '2026-11-22', numerator: null, denominator: null, origin: 'registry' as const, source: 'enterprises' }, state: 'on-the-way' as const, why: null, expected: 79_500.5, reported: [],
}
export const Indicator = z.object({
  number: IndicatorNumber, title: z.string().max(500), clause: z.string().max(100).nullable(),
  kind: z.enum(INDICATOR_KINDS).meta({ description: '`minimum`, `range` from the least to the most, average `growth` a year in per cent, `percentage`, or `density`.' }),
  unit: z.string().max(60), least: amount.meta({ description: 'What it is to reach.' }), most: amount.nullable().meta({ description: 'Of a range its upper end.' }), from: z.iso.date(), due: z.iso.date(),
  statistic: z.string().max(60).nullable().meta({ description: 'The statistic of the registry that measures it; null where it is reported.' }),
  isEmulation: z.boolean().meta({ description: 'Counts in emulation and commendation (thi đua, khen thưởng; Resolution 26/NQ-CP, III.7.c, III.8.c).' }), note,
  value: z.object({
    value: amount.meta({ description: 'Of `growth`: per cent a year.' }), asOf: z.iso.date(), numerator: amount.nullable().meta({ description: 'Of a percentage or density what is divided; of growth what it has grown to.' }), denominator: amount.nullable(),
    origin: z.enum(['registry', 'reported']), source: z.string().max(500),
  }).nullable().meta({ description: 'On the day, or on the last that counts. Of the registry: as known at the answer\'s position.' }),
  state: z.enum(['reached', 'on-the-way', 'behind', 'unknown']).meta({ description: 'How that is judged is in docs/plans.md.' }),
  why: z.enum(['nothing-reported', 'no-earlier-value', 'no-population', 'nothing-counted', 'not-begun']).nullable().meta({ description: 'Of `unknown`.' }),
  expected: amount.nullable().meta({ description: 'What a straight line to the target has on the day.' }),
  reported: z.array(reported).max(10_000).meta({ description: 'All values that were reported, the oldest first.' }),
}).meta({ id: 'PlanIndicator', description: 'What a plan is measured by, and how that stands.', examples: [indicator] })
export const IndicatorList = z.object({ items: z.array(Indicator).max(1000), position: Position }).meta({ id: 'PlanIndicatorList', description: 'The indicators of a plan.' })

export const Plan = z.object({ ...about, taskList: z.array(Task).max(2000), indicatorList: z.array(Indicator).max(500), position: Position })
  .meta({ id: 'Plan', description: 'A plan with its tasks and indicators.', examples: [{ ...plan, taskList: [task], indicatorList: [indicator], position: 21_004 }] })

const locality = {
  province: ProvinceCode.optional().meta({ description: 'Of this locality; of 2025 also of the units that it was made of, of 2004 also of the unit that it went to.' }),
  division: Division.default('2025'),
}
export const ListPlansQuery = z.strictObject({
  level: PlanLevel.optional(), period: Period.optional(), state: z.enum(['in-force', 'ended']).optional().meta({ description: 'In force, or ended.' }),
  agency: AgencyCode.optional().meta({ description: 'Of this body, or of those that it took over from.' }), ...locality, ...momentParameters, format: ListFormat,
})
const within = { type: 'integer', format: 'int32', minimum: 0, maximum: 3660, description: 'Due from today on, within so many days, and not done.' }
export const ListTasksQuery = z.strictObject({
  plan: PlanCode.optional(), state: TaskState.optional(), level: PlanLevel.optional(),
  agency: AgencyCode.optional().meta({ description: 'With a part for this body, or for one that it took over from.' }),
  role: z.enum(['lead', 'coordinating']).optional().meta({ description: 'Which part; needs `agency`.' }), ...locality,
  overdue: flag('Due before today in Asia/Ho_Chi_Minh, of a plan in force, and not told to be done or given up; the longest overdue first.').optional(),
  duewithin: fromText(within, 'must be a whole number of days from 0 to 3660', (text) => /^\d{1,4}$/.test(text) && Number(text) <= 3660 ? Number(text) : undefined).optional(),
  ...momentParameters, format: ListFormat, cursor: Cursor.optional(), limit: LimitOfFile, total: flag('With the number of items on all pages.').optional(),
})
export const MomentQuery = z.strictObject(momentParameters)
export const IndicatorsQuery = z.strictObject({ emulation: flag('Only those that count in emulation and commendation; with `false` only the others.').optional(), ...momentParameters, format: ListFormat })
export const CoverageQuery = z.strictObject({ period: Period, ...momentParameters, format: ListFormat })

export const CoverageItem = z.object({
  level: z.enum(['locality', 'sector']), code: AgencyCode.meta({ description: 'Of a locality its code of 2025, of a sector that of its body.' }), name: z.string().max(300),
  coverage: z.enum(['own', 'predecessors', 'some-predecessors', 'none']).meta({ description: 'Whether it has a plan of its own, or all or some of those that it was made of do.' }),
  plans: z.array(PlanCode).max(1000),
}).meta({ id: 'PlanCoverageItem', description: 'Whether somebody has a plan.', examples: [{ level: 'locality', code: '48', name: 'Da Nang City', coverage: 'none', plans: [] }] })
const covered = z.object({ all: count, covered: count })
export const Coverage = z.object({ period: Period, localities: covered, sectors: covered, items: z.array(CoverageItem).max(1000), position: Position })
  .meta({ id: 'PlanCoverage', description: 'Which localities and sectors have a plan for a period.', examples: [{ period: '2026-2030', localities: { all: 34, covered: 1 }, sectors: { all: 17, covered: 0 }, items: [{ level: 'locality', code: '48', name: 'Da Nang City', coverage: 'own', plans: ['48-2026-2030'] }], position: 21_004 }] })

export const StatisticItem = z.object({ code: z.enum(STATISTICS.map(({ code }) => code) as [string, ...string[]]), name: z.string().max(200), kinds: z.array(z.enum(INDICATOR_KINDS)).max(10) })
  .meta({ id: 'PlanStatistic', description: 'A statistic of the registry that an indicator can name.', examples: [{ code: 'enterprises', name: 'Digital technology enterprises', kinds: ['minimum', 'range', 'growth'] }] })
export const StatisticList = z.object({ items: z.array(StatisticItem).max(100), position: Position }).meta({ id: 'PlanStatisticList', description: 'What the registry measures itself.' })

const text = (max: number) => prose(max).nullish()
const askedDay = Day.nullish().meta({ format: 'date' })
const bodies = z.array(AgencyCode).max(50).default([])
const TaskRequest = z.strictObject({
  number: Number_, parent: Number_.nullish().meta({ description: 'The task above it.' }), title: prose(1000), titleEn: prose(1000), clause: text(100), leads: bodies, coordinating: bodies,
  from: askedDay, due: askedDay, recurs: z.enum(['yearly', 'periodic']).nullish(), budgetVnd: z.int().min(0).max(Number.MAX_SAFE_INTEGER).nullish(), note: text(2000),
}).meta({ id: 'TaskRequest', description: 'A task, or a group of tasks.' })
const IndicatorRequest = z.strictObject({
  number: IndicatorNumber, title: prose(500), titleEn: prose(500), clause: text(100), kind: z.enum(INDICATOR_KINDS), unit: prose(60), least: amount, most: amount.nullish(),
  from: Day.meta({ format: 'date' }), due: Day.meta({ format: 'date' }), statistic: z.string().max(60).nullish().meta({ description: 'One of `GET /plans/statistics`, which the registry measures; where absent, values are reported.' }),
  isEmulation: z.boolean().default(false).meta({ description: 'Counts in emulation and commendation.' }), note: text(2000),
}).meta({ id: 'PlanIndicatorRequest', description: 'What a plan is to be measured by.' })
export const PlanRequest = z.strictObject({
  level: PlanLevel, agency: AgencyCode.nullish(), division: Division.default('2025'), province: ProvinceCode.nullish(), period: Period, title: prose(500), titleEn: prose(500),
  document: DocumentRequest.nullish(), state: z.enum(PLAN_STATES).default('in-force'), note: text(2000),
  tasks: z.array(TaskRequest).max(2000).default([]), indicators: z.array(IndicatorRequest).max(500).default([]),
}).meta({
  id: 'PlanRequest', description: 'A plan with its tasks and indicators, whole.',
  examples: [{
    level: 'locality', agency: 'ubnd-48', division: '2025', province: '48', period: '2026-2030', title: 'Kế hoạch phát triển doanh nghiệp công nghệ số', titleEn: 'Development plan for digital technology enterprises', document: { number: '321/KH-UBND', date: '2026-01-15' }, state: 'in-force',
    tasks: [{ number: '1', title: 'Hỗ trợ khởi nghiệp', titleEn: 'Support of start-ups', leads: ['so-kh-cn-48'], coordinating: ['so-tc-48'], from: '2026-01-15', due: '2027-12-31', budgetVnd: 2_000_000_000 }],
    indicators: [{ number: '1', title: 'Số doanh nghiệp', titleEn: 'Enterprises', kind: 'minimum', unit: 'enterprises', least: 3000, from: '2026-01-01', due: '2030-12-31', statistic: 'enterprises', isEmulation: false }],
  }],
})
export const DraftedPlan = z.object({ code: PlanCode, plan: PlanRequest, version: z.int().min(1).max(Number.MAX_SAFE_INTEGER).meta({ description: 'Moves with every change; that of its `ETag`, which `If-Match` names.' }), setAt: z.iso.datetime() }).meta({ id: 'DraftedPlan', description: 'A plan that is being written.' })
export const DraftedPlanList = z.object({ items: z.array(DraftedPlan).max(10_000) }).meta({ id: 'DraftedPlanList', description: 'Plans that are being written, of the provinces that the caller may write of.' })

export const ProgressRequest = z.strictObject({
  on: Day.meta({ format: 'date', description: 'Of which day this is the state; not in the future.' }), state: z.enum(TASK_STATES), note: text(2000), document: z.strictObject({ number: prose(100), url: Url.nullish() }).nullish(),
}).meta({ id: 'ProgressRequest', description: 'How far a task is.', examples: [progress] })
export const ValueRequest = z.strictObject({
  value: amount.optional().meta({ description: 'Of a growth what has grown, not the growth. Not for a percentage or a density, which are divided.' }),
  numerator: amount.nullish(), denominator: amount.nullish().meta({ description: 'Above zero. A percentage is the numerator in a hundred of it, a density in a thousand.' }), source: prose(500),
}).meta({ id: 'IndicatorValueRequest', description: 'A value with its source.', examples: [{ value: 7, source: 'Báo cáo 12/BC-BTTTT' }] })
export { IndicatorNumber }
