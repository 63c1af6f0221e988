import { z } from 'zod'
import { AgencyCode } from '../agencies/schemas.ts'
import { ListFormat } from '../http/list-file.ts'
import { Position } from '../http/page.ts'
import { prose } from '../http/query.ts'
import { ProvinceCode } from '../localities/schemas.ts'
import { PERIOD_KINDS } from './cycle.ts'
import { FIGURE_CODES } from './figures.ts'
import { MAX_TEXT, SECTION_KINDS } from './template.ts'

const SMALL = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/
const small = (description: string, example: string) => z.string().max(40).regex(SMALL, 'must be small letters, digits and hyphens, a letter first').meta({ description, examples: [example] })
export const FormCode = small('Code of a template or a rule.', 'd01')
export const SectionCode = small('Code of a section.', 'results')
export const CycleCode = z.string().max(50).regex(/^[a-z][a-z0-9]*(-[a-z0-9]+)*-20\d{2}(-h[12])?$/, 'must be the code of a rule and a period, such as d01-2026').meta({ description: 'Code of a cycle: its rule and its period.', examples: ['d01-2026'] })
export const Period = z.string().max(7).regex(/^20\d{2}(-H[12])?$/, 'must be a year, 2026, or half of one, 2026-H1').meta({ description: 'A year, or half of one.', examples: ['2027'] })
export const ReporterCode = z.string().max(80).regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'must be the code of a locality or of a body')
  .meta({ description: 'Who reports: a unit by its two digits in the division of the cycle, or a body by its code of `GET /agencies`.', examples: ['48'] })
export const FigureCode = z.enum(FIGURE_CODES).meta({ description: 'A figure that the registry fills in.' })
export const Sha256 = z.string().max(64).regex(/^[0-9a-f]{64}$/)
export const instant = z.iso.datetime({ offset: true })
export const version = z.int().min(1).max(10_000)
export const Formats = z.strictObject({ format: ListFormat })

const title = { title: prose(300), titleEn: prose(300) }
export const Section = z.strictObject({
  code: SectionCode, kind: z.enum(SECTION_KINDS).meta({ description: '`text`, a whole `number`, or `yes-no`.' }), ...title,
  hint: prose(500).nullable().meta({ description: 'What belongs there.' }),
  maxLength: z.int().min(1).max(MAX_TEXT).nullable().meta({ description: 'Of a text: how many characters at most.' }),
  isRequired: z.boolean(),
}).meta({ id: 'ReportSection', description: 'What a report is asked.' })
const section = { code: 'results', kind: 'text' as const, title: 'Kết quả đạt được', titleEn: 'Results', hint: null, maxLength: 8000, isRequired: true }

const template = { ...title, source: prose(1000).meta({ description: 'The act behind it, or whose form it is.' }), sections: z.array(Section).min(1).max(60), figures: z.array(FigureCode).max(FIGURE_CODES.length) }
const templateExample = { title: 'Báo cáo hằng năm', titleEn: 'Yearly report', source: '1080/TTTT-CNTT', sections: [section], figures: ['enterprises' as const, 'density' as const] }
export const TemplateRequest = z.strictObject(template).meta({ id: 'ReportTemplateRequest', description: 'What reports are made of from the next version on.', examples: [templateExample] })
export const Template = z.object({ code: FormCode, version, ...template })
  .meta({ id: 'ReportTemplate', description: 'What a report is made of: sections that are written, figures that the registry fills in.', examples: [{ code: 'd01', version: 1, ...templateExample }] })
export const TemplateList = z.object({ items: z.array(Template).max(10_000), position: Position }).meta({ id: 'ReportTemplateList', description: 'All versions of all templates, the newest of each first.' })
export const VersionQuery = z.strictObject({ version: z.string().regex(/^[1-9]\d{0,3}$/, 'must be a whole number from 1').max(4).optional().meta({ description: 'An older version; the newest where absent.' }) })

export const Due = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('before'), month: z.int().min(1).max(12), day: z.int().min(1).max(31), yearsAfter: z.int().min(0).max(1).default(0) }),
  z.strictObject({ kind: z.literal('within'), days: z.int().min(0).max(366) }),
]).meta({ id: 'ReportDue', description: '`before`: earlier than that day of the year (before 10 December: by 9 December, 23:59:59 in Vietnam); `within`: so many days after the period has ended.' })
const rule = {
  ...title,
  reporters: z.array(ProvinceCode).min(1).max(100).nullable().meta({ description: 'Who reports; null for every province, or where bodies do.' }),
  bodies: z.array(AgencyCode).min(1).max(100).nullable().default(null).meta({ description: 'Bodies that report in place of provinces, by codes of `GET /agencies`. Where one has ended by the last day, who took over from it reports.' }),
  recipient: prose(200).meta({ description: 'To whom.' }),
  periodKind: z.enum(PERIOD_KINDS),
  due: Due,
  reminders: z.array(z.int().min(0).max(365)).max(10).meta({ description: 'So many days before the last day, who has not reported is reminded.' }),
  template: FormCode,
  source: prose(1000).meta({ description: 'The act that asks for it.' }),
}
const ruleExample = {
  title: 'Báo cáo hằng năm', titleEn: 'Yearly report', reporters: null, bodies: null, recipient: 'Bộ Khoa học và Công nghệ', periodKind: 'year' as const, due: { kind: 'before' as const, month: 12, day: 10, yearsAfter: 0 },
  reminders: [30, 14, 7, 1], template: 'd01', source: '1080/TTTT-CNTT',
}
export const RuleRequest = z.strictObject(rule).meta({ id: 'ReportRuleRequest', description: 'Who reports what to whom from the next version on.', examples: [ruleExample] })
export const Rule = z.object({ code: FormCode, version, ...rule, bodies: rule.bodies.unwrap() }).meta({ id: 'ReportRule', description: 'Who reports what to whom, how often and until when.', examples: [{ code: 'd01', version: 1, ...ruleExample }] })
export const RuleList = z.object({ items: z.array(Rule).max(10_000), position: Position }).meta({ id: 'ReportRuleList', description: 'All versions of all rules, the newest of each first.' })

const cycle = {
  code: CycleCode, title: z.string().max(300), recipient: z.string().max(200), period: Period, periodKind: z.enum(PERIOD_KINDS),
  rule: z.object({ code: FormCode, version }), template: z.object({ code: FormCode, version }),
  due: Due, dueAt: instant.meta({ description: 'The last second that is in time.' }), division: z.enum(['2004', '2025']).meta({ description: 'The division whose units report: that of the last day.' }),
  reporterKind: z.enum(['localities', 'bodies']).meta({ description: 'What reports: units of the division, or bodies that the rule names.' }),
  state: z.enum(['open', 'closed']).meta({ description: '`closed` takes no reports any more.' }),
}
export const cycleExample = {
  code: 'd01-2026', title: 'Báo cáo hằng năm về doanh nghiệp công nghệ số', recipient: 'Bộ Khoa học và Công nghệ', period: '2026', periodKind: 'year' as const, rule: { code: 'd01', version: 1 },
  template: { code: 'd01', version: 1 }, due: ruleExample.due, dueAt: '2026-12-09T23:59:59+07:00', division: '2025' as const, reporterKind: 'localities' as const, state: 'open' as const,
}
export const CycleItem = z.object(cycle).meta({ id: 'ReportCycleItem', description: 'A round of reports.', examples: [cycleExample] })
export const CycleList = z.object({ items: z.array(CycleItem).max(10_000), position: Position }).meta({ id: 'ReportCycleList', description: 'All cycles, the latest due first.' })
const count = z.int().min(0).max(1000)
export const Cycle = z.object({
  ...cycle,
  reporters: count, submitted: count.meta({ description: 'Of the reporters, those that have submitted at least once.' }), late: count, accepted: count, missing: count,
  localities: z.array(z.object({
    code: ReporterCode, name: z.string().max(300), submittedAt: instant.nullable(), isLate: z.boolean().nullable(), acceptedAt: instant.nullable(),
    isOverdue: z.boolean().meta({ description: 'The last day has passed, and it has not submitted.' }),
  })).max(100).meta({ description: 'Who has submitted when, localities or bodies. What they say is not public.' }),
}).meta({
  id: 'ReportCycle', description: 'A round of reports, and who has submitted when.',
  examples: [{ ...cycleExample, reporters: 34, submitted: 1, late: 0, accepted: 0, missing: 33, localities: [{ code: '48', name: 'Đà Nẵng', submittedAt: '2026-12-01T02:00:00.000Z', isLate: false, acceptedAt: null, isOverdue: false }] }],
})
export const CycleRequest = z.strictObject({ rule: FormCode, period: Period }).meta({ id: 'ReportCycleRequest', description: 'By which rule to open a cycle, and for which period.', examples: [{ rule: 'd01', period: '2027' }] })
export const StateRequest = z.strictObject({ state: z.enum(['open', 'closed']) }).meta({ id: 'ReportCycleStateRequest', description: 'Whether the cycle takes reports.', examples: [{ state: 'closed' }] })
