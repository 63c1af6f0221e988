import { z } from 'zod'
import { EnterpriseCode } from '../enterprises/schemas.ts'
import { ListFormat } from '../http/list-file.ts'
import { Cursor, LimitOfFile, Page, Position } from '../http/page.ts'
import { Day, fromText, prose } from '../http/query.ts'
import { ProvinceCode } from '../localities/schemas.ts'
import { Country } from '../recognition/schemas.ts'
import { PRESENCES, SKILLS, YEARS_AHEAD } from './annual-return.ts'
import { AREAS, MEASURES } from './figures.ts'

const MOST_VND = 1e15
const MOST_PEOPLE = 1_000_000
const instant = z.iso.datetime()
const count = z.int().min(0).max(100_000_000)
const year = z.int().min(2000).max(2099)
const dueOn = z.iso.date().nullable().meta({ description: 'The last day on which it is in time; null where none is set.' })

export const YearAsked = fromText({ type: 'integer', format: 'int32', minimum: 2000, maximum: 2099, description: 'A year.', examples: [2025] }, 'must be a year from 2000 to 2099', (text) => /^20\d{2}$/.test(text) ? Number(text) : undefined)

const yearExample = { year: 2025, state: 'closed' as const, dueOn: null, openedAt: '2026-11-22T01:12:00.000Z', closedAt: '2026-11-22T01:12:00.000Z', active: 574, returned: 4, position: 21_040 }
export const ReturnYear = z.object({
  year, state: z.enum(['open', 'closed']).meta({ description: '`open` while enterprises return it, `closed` for good.' }), dueOn, openedAt: instant, closedAt: instant.nullable(),
  active: count.nullable().meta({ description: 'Enterprises that were active and counted when it was closed; null while it is open.' }), returned: count.nullable().meta({ description: 'Enterprises that returned it, also those that had ended; null while it is open.' }), position: Position,
}).meta({ id: 'ReturnYear', description: 'A year that enterprises return.', examples: [yearExample] })
export const ReturnYears = z.object({ items: z.array(ReturnYear).max(1000), position: Position }).meta({ id: 'ReturnYears', description: 'The years, the newest first.', examples: [{ items: [yearExample], position: 21_040 }] })
export const YearRequest = z.strictObject({ state: z.enum(['open', 'closed']), dueOn: Day.nullable().default(null).meta({ format: 'date', description: 'The last day on which it is in time.' }) })
  .meta({ id: 'ReturnYearRequest', description: 'Opens a year, or closes it for good.', examples: [{ state: 'open', dueOn: '2027-03-31' }] })
export const ListYearsQuery = z.strictObject({ format: ListFormat })

const vnd = z.int().min(0).max(MOST_VND).nullable()
const people = z.int().min(0).max(MOST_PEOPLE)
const Skill = z.enum(SKILLS).meta({ description: 'A group of skills; the groups are a proposal of this registry.' })
const Kind = z.enum(PRESENCES)
const amounts = {
  revenueVnd: vnd.meta({ description: 'What it earned with digital technology in the year; null where it does not tell.' }), exportVnd: vnd.meta({ description: 'How much of that abroad.' }), researchVnd: vnd.meta({ description: 'What it spent on research and development.' }),
}
const markets = z.array(Country).max(250).meta({ description: 'Countries to which it sold in the year.' })
const staff = z.array(z.strictObject({ skill: Skill, people })).max(SKILLS.length).meta({ description: 'People employed at the year\'s end.' })
const sought = z.array(z.strictObject({ skill: Skill, year, people })).max(SKILLS.length * YEARS_AHEAD).meta({ description: `People that it will look for in a year to come, up to ${YEARS_AHEAD} years ahead.` })
const since = { format: 'date', description: 'Since when; null where it is not told.' }
const told = {
  revenueVnd: 120_000_000_000, exportVnd: 30_000_000_000, researchVnd: 6_000_000_000, markets: ['JP', 'SG'], presence: [{ country: 'JP', kind: 'sales' as const, since: '2023-04-01' }],
  staff: [{ skill: 'software' as const, people: 80 }], sought: [{ skill: 'semiconductors' as const, year: 2027, people: 10 }], results: 'Kết quả thử nghiệm',
}
export const ReturnRequest = z.strictObject({
  revenueVnd: amounts.revenueVnd.default(null), exportVnd: amounts.exportVnd.default(null), researchVnd: amounts.researchVnd.default(null), markets: markets.default([]),
  presence: z.array(z.strictObject({ country: Country, kind: Kind, since: Day.nullable().default(null).meta(since) })).max(1000).default([]).meta({ description: 'What it had abroad at the year\'s end: an office, a subsidiary, research, sales.' }),
  staff: staff.default([]), sought: sought.default([]), results: prose(10_000).nullable().default(null).meta({ description: 'Its report of the year, in words; no personal data.' }),
}).meta({ id: 'AnnualReturnRequest', description: 'What an enterprise returns of a year, whole; what it does not tell is left out.', examples: [told] })
export const AnnualReturn = z.object({
  year, enterprise: EnterpriseCode, province: ProvinceCode.meta({ description: 'Where it was when it returned.' }), ...amounts, markets, presence: z.array(z.object({ country: Country, kind: Kind, since: z.iso.date().nullable().meta(since) })).max(1000),
  staff, sought, results: z.string().max(10_000).nullable(), version: z.int().min(1).max(2_147_483_647), filedAt: instant,
}).meta({ id: 'AnnualReturn', description: 'What an enterprise returned of a year; never public.', examples: [{ year: 2025, enterprise: '3750002081', province: '79', ...told, version: 1, filedAt: '2026-11-22T01:12:00.000Z' }] })

const returner = { enterprise: '3750002081', name: 'Công ty thử nghiệm', province: '79', version: 1, filedAt: '2026-11-22T01:12:00.000Z' }
export const Returner = z.object({ enterprise: EnterpriseCode, name: z.string().max(2000), province: ProvinceCode.meta({ description: 'Where it is now.' }), version: z.int().min(1).max(2_147_483_647).nullable(), filedAt: instant.nullable().meta({ description: 'Null where it has not returned.' }) })
  .meta({ id: 'Returner', description: 'An enterprise that returned a year, or has yet to.', examples: [returner] })
export const ReturnerPage = Page(Returner, 'ReturnerPage')
export const ListReturnersQuery = z.strictObject({
  state: z.enum(['returned', 'missing']).default('returned').meta({ description: '`missing`: active and counted now, and not returned.' }), province: ProvinceCode.optional().meta({ description: 'Only of this province.' }),
  cursor: Cursor.optional(), limit: LimitOfFile, format: ListFormat,
})

const Measure = z.enum(MEASURES).meta({ description: 'In VND: `revenue`, `exports`, `research`. In enterprises: `markets` (that sold there), `presence` (that are there). In people: `staff`, `sought`.' })
const Area = z.enum(AREAS)
const figure = { measure: 'staff' as const, key: 'software', forYear: null, area: 'nation' as const, code: null, respondents: 4, sum: 110 }
export const ReturnFigure = z.object({
  measure: Measure, key: z.string().max(40).nullable().meta({ description: 'The country of `markets` and `presence`, the group of skills of `staff` and `sought`.' }), forYear: year.nullable().meta({ description: 'Of `sought`: the year in which they are looked for.' }),
  area: Area, code: z.string().max(80).nullable().meta({ description: 'The province or the zone; null for the nation.' }),
  respondents: count.meta({ description: 'Enterprises that told of some.' }), sum: z.number().min(0).max(1e24),
}).meta({ id: 'ReturnFigure', description: 'What enterprises told together.', examples: [figure] })
const turnout = { province: '79', active: 200, returned: 4 }
export const ReturnFigures = z.object({
  year: ReturnYear, turnout: z.array(z.object({ province: ProvinceCode, active: count, returned: count })).max(100).meta({ description: 'Enterprises that were active and counted when the year was closed, and those that had returned, ended ones among them, by province.' }),
  items: z.array(ReturnFigure).max(1_000_000).meta({ description: 'Where nobody told of any, and where it would tell of single enterprises, there is none.' }), position: Position,
}).meta({ id: 'ReturnFigures', description: 'The figures of a closed year.', examples: [{ year: yearExample, turnout: [turnout], items: [figure], position: 21_040 }] })
export const FiguresQuery = z.strictObject({
  measure: Measure.optional(), area: Area.optional().meta({ description: 'Only of the nation, of provinces or of zones.' }), code: z.string().max(80).regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'must be the code of a province or a zone').optional().meta({ description: 'Only of this province or zone.', examples: ['79'] }), format: ListFormat,
})
