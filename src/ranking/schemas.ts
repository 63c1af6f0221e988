import { z } from 'zod'
import { ListFormat } from '../http/list-file.ts'
import { Position } from '../http/page.ts'
import { fromText, prose } from '../http/query.ts'
import { ProvinceCode } from '../localities/schemas.ts'
import { CriteriaSet, example as setExample, SetCode } from './criteria-schemas.ts'

const count = z.int().min(0).max(100_000_000)
const instant = z.iso.datetime({ offset: true })
const name = z.string().max(300)
export const Year = fromText({ type: 'integer', format: 'int32', minimum: 2001, maximum: 2099, description: 'A year.', examples: [2025] }, 'must be a year from 2001 to 2099', (text) => /^20\d\d$/.test(text) && text !== '2000' ? Number(text) : undefined)
const YearNumber = z.int().min(2001).max(2099)
const Sha256 = z.string().max(64).regex(/^[0-9a-f]{64}$/)
const Edition = z.int().min(1).max(1000).meta({ description: '1, and one more for each correction.' })
const Rank = z.int().min(1).max(100)
const Score = z.number().min(0).max(100)
const SHA = '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08'

const itemExample = { year: 2025, edition: 1, set: 'proposal-1', status: 'proposal' as const, asOf: '2025-12-31', position: 21004, inputsSha256: SHA, sha256: SHA, publishedAt: '2026-03-03T02:00:00.000Z' }
export const RankingItem = z.object({
  year: YearNumber, edition: Edition, set: SetCode,
  status: z.enum(['proposal', 'draft', 'adopted']).meta({ description: 'Of its criteria: whether an act adopted them.' }),
  asOf: z.iso.date(), position: Position.meta({ description: 'The position that everything was read at.' }),
  inputsSha256: Sha256.meta({ description: 'Of the bytes of its inputs.' }), sha256: Sha256.meta({ description: 'Of its own bytes.' }), publishedAt: instant,
}).meta({ id: 'RankingItem', description: 'A published ranking and how to check it.', examples: [itemExample] })
export const RankingList = z.object({ items: z.array(RankingItem).max(10_000), position: Position }).meta({ id: 'RankingList', description: 'All published rankings, the newest year first.' })
export const ListRankingsQuery = z.strictObject({ format: ListFormat })

const edition = fromText({ type: 'integer', format: 'int32', minimum: 1, maximum: 1000, description: 'Which edition; the newest one where absent.' }, 'must be a whole number from 1 to 1000', (text) => /^[1-9]\d{0,3}$/.test(text) && Number(text) <= 1000 ? Number(text) : undefined).optional()
export const GetRankingQuery = z.strictObject({ edition, format: ListFormat })
export const GetInputsQuery = z.strictObject({ edition })

const ranked = {
  code: ProvinceCode, name, nameEn: name,
  rank: Rank.nullable().meta({ description: 'Null where a rule of the criteria leaves the locality out.' }),
  score: Score.nullable().meta({ description: '0 to 100, four decimals.' }),
}
const part = z.object({
  code: SetCode, value: z.number().min(-1e9).max(1e9).nullable().meta({ description: 'Of the indicator; null where it has none.' }),
  score: z.number().min(0).max(1).nullable().meta({ description: 'Normalised, six decimals; null where the criterion is left out for this locality.' }),
})
export const RankedLocality = z.object({ ...ranked, criteria: z.array(part).max(50) }).meta({ id: 'RankedLocality', description: 'A locality, its rank and what it comes from.' })
const rankedExample = { code: '48', name: 'Đà Nẵng', nameEn: 'Da Nang', rank: 1, score: 81.25, criteria: [{ code: 'density', value: 1.965014, score: 1 }] }

export const Ranking = z.object({
  year: YearNumber, edition: Edition, method: z.literal('ranking/1').meta({ description: 'How it is reckoned: docs/ranking.md.' }), asOf: z.iso.date(), position: Position,
  criteriaSet: CriteriaSet.pick({ code: true, title: true, titleEn: true, status: true, source: true, position: true }),
  inputsSha256: Sha256,
  corrects: z.object({ edition: Edition, reason: z.string().max(1000), moves: z.array(z.object({ code: ProvinceCode, was: Rank.nullable(), is: Rank.nullable() })).max(100) }).nullable().meta({ description: 'Of a correction: what it takes the place of, why, and whose rank is another one.' }),
  localities: z.array(RankedLocality).max(100).meta({ description: 'By rank.' }),
}).meta({
  id: 'Ranking',
  description: 'The ranking of a year as it was published, in canonical JSON (RFC 8785).',
  examples: [{ year: 2025, edition: 1, method: 'ranking/1', asOf: '2025-12-31', position: 21004, criteriaSet: { code: setExample.code, title: setExample.title, titleEn: setExample.titleEn, status: setExample.status, source: setExample.source, position: 21 }, inputsSha256: SHA, corrects: null, localities: [rankedExample] }],
})

const counts = { enterprises: count, yearBefore: count, iii: count, iv: count, confirmed: count, population: z.int().min(0).max(1_000_000_000).nullable(), filled: count, fields: count }
const countsExample = { code: '48', enterprises: 6024, yearBefore: 5310, iii: 0, iv: 2904, confirmed: 0, population: 3065628, filled: 29_000, fields: 30_120 }
export const IndicatorValue = z.object({
  code: ProvinceCode, value: z.number().min(-1e9).max(1e9).nullable(),
  noValue: z.enum(['no-population', 'nothing-counted', 'nothing-counted-a-year-before', 'not-supplied']).nullable().meta({ description: 'Why there is no value.' }),
}).meta({ id: 'IndicatorValue', description: 'The value of a locality.' })
export const IndicatorValues = z.object({
  code: SetCode, origin: z.enum(['registry', 'officers']), name, nameEn: name, unit: z.string().max(60), source: z.string().max(1000).meta({ description: 'Of the registry: how it is defined. Of officers: where it is from.' }),
  setAt: z.int().min(1).max(Number.MAX_SAFE_INTEGER).nullable().meta({ description: 'The position at which officers set it.' }),
  values: z.array(IndicatorValue).max(100),
}).meta({
  id: 'IndicatorValues', description: 'The values of an indicator in a year.',
  examples: [{ code: 'density', origin: 'registry', name: 'Mật độ doanh nghiệp', nameEn: 'Density', unit: 'per-1000-people', source: 'Enterprises per 1,000 people', setAt: null, values: [{ code: '48', value: 1.965014, noValue: null }] }],
})

export const RankingInputs = z.object({
  year: YearNumber, edition: Edition, method: z.literal('ranking/1'), asOf: z.iso.date(), position: Position, knownAt: instant.nullable(), sourceReadAt: instant.nullable(), ruleSet: z.int().min(1).max(10_000).nullable(),
  basis: z.array(z.string().max(20)).max(3), status: z.array(z.string().max(20)).max(8), ownership: z.null(), division: z.literal('2025'),
  populationBase: z.object({ code: z.string().max(60), asOf: z.iso.date(), source: z.string().max(300) }).nullable(),
  criteriaSet: CriteriaSet,
  localities: z.array(z.object({ code: ProvinceCode, name, nameEn: name })).max(100),
  counts: z.array(z.object({ code: ProvinceCode, ...counts })).max(100).meta({ description: 'What the figures of the registry are made of.' }),
  indicators: z.array(IndicatorValues).max(50),
}).meta({
  id: 'RankingInputs',
  description: 'All that a ranking was made of, in canonical JSON: with it anybody can reckon it again.',
  examples: [{
    year: 2025, edition: 1, method: 'ranking/1', asOf: '2025-12-31', position: 21004, knownAt: '2026-03-03T01:12:00.000Z', sourceReadAt: '2026-03-03T01:11:00.000Z', ruleSet: 1, basis: ['confirmed', 'derived'], status: ['active'], ownership: null, division: '2025',
    populationBase: { code: 'registered-2024', asOf: '2024-12-31', source: 'Nghị quyết 202/2025/QH15' }, criteriaSet: setExample, localities: [{ code: '48', name: 'Đà Nẵng', nameEn: 'Da Nang' }], counts: [countsExample],
    indicators: [{ code: 'density', origin: 'registry', name: 'Mật độ doanh nghiệp', nameEn: 'Density', unit: 'per-1000-people', source: 'Enterprises per 1,000 people', setAt: null, values: [{ code: '48', value: 1.965014, noValue: null }] }],
  }],
})

export const RankingRequest = z.strictObject({
  year: YearNumber.meta({ description: 'A year that has ended.' }),
  set: SetCode,
  reason: prose(1000).optional().meta({ description: 'For a correction: why.' }),
}).meta({ id: 'RankingRequest', description: 'Which year to rank by which criteria.', examples: [{ year: 2025, set: 'proposal-1' }] })
