import { z } from 'zod'
import { Position } from '../http/page.ts'
import { prose } from '../http/query.ts'
import { ProvinceCode } from '../localities/schemas.ts'
import { DIRECTIONS, MISSING_RULES, NORMALISATIONS, TIE_RULES } from './score.ts'

export const SetCode = z.string().max(60).regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'must be small letters, digits and hyphens').meta({ description: 'A code: small letters, digits and hyphens.', examples: ['proposal-1'] })

export const Criterion = z.strictObject({
  code: SetCode,
  indicator: SetCode.meta({ description: 'A figure of the registry, or one that officers supply.' }),
  weight: z.number().min(0).max(1).meta({ description: 'A share of 1, at most four decimals; those of a set sum to 1.' }),
  direction: z.enum(DIRECTIONS).meta({ description: 'Whether more is better or less.' }),
  normalisation: z.enum(NORMALISATIONS).meta({ description: 'How values become scores from 0 to 1: docs/ranking.md.' }),
  target: z.number().min(-1e9).max(1e9).nullable().meta({ description: 'Of `target-relative`, the value that has the full score; else null.' }),
  missing: z.enum(MISSING_RULES).meta({ description: 'Of a locality without a value: `zero` scores 0, `mean` as the others on average, `reweigh` leaves the criterion out and gives its weight to the others, `unranked` leaves the locality out.' }),
}).meta({ id: 'Criterion', description: 'One criterion of a set.' })
const criterion = { code: 'density', indicator: 'density', weight: 1, direction: 'higher' as const, normalisation: 'target-relative' as const, target: 1, missing: 'zero' as const }

const ties = z.enum(TIE_RULES).meta({ description: 'Of equal scores: `shared` 1, 2, 2, 4; `dense` 1, 2, 2, 3; `by-criteria` goes by the scores of the criteria in their order first, then as `shared`.' })
export const example = { code: 'proposal-1', title: 'Đề xuất 1', titleEn: 'Proposal 1', status: 'proposal' as const, source: 'Proposal of the registry', ties: 'shared' as const, criteria: [criterion], position: 21 }

export const CriteriaSet = z.object({
  code: SetCode, title: z.string().max(300), titleEn: z.string().max(300),
  status: z.enum(['proposal', 'draft', 'adopted']).meta({ description: '`proposal` of the registry; `draft` or `adopted` by officers.' }),
  source: z.string().max(1000).meta({ description: 'The act that adopted it, or what it is.' }),
  ties,
  criteria: z.array(Criterion).max(50),
  position: Position.meta({ description: 'The position from which it is known in this form.' }),
}).meta({ id: 'CriteriaSet', description: 'Criteria by which localities are ranked.', examples: [example] })
export const CriteriaSetList = z.object({ items: z.array(CriteriaSet).max(1000), position: Position }).meta({ id: 'CriteriaSetList', description: 'The sets that there are now.' })

const { code: _code, position: _position, ...asked } = example
export const CriteriaSetRequest = z.strictObject({
  title: prose(300), titleEn: prose(300),
  status: z.enum(['draft', 'adopted']),
  source: prose(1000).meta({ description: 'The act that adopts it, or whose draft it is.' }),
  ties,
  criteria: z.array(Criterion).min(1).max(50),
}).meta({ id: 'CriteriaSetRequest', description: 'Criteria by which localities are to be ranked.', examples: [{ ...asked, status: 'draft' as const, source: 'Draft' }] })

export const ValuesRequest = z.strictObject({
  name: prose(300), nameEn: prose(300), unit: prose(60),
  source: prose(1000).meta({ description: 'Where the values are from.' }),
  values: z.array(z.strictObject({ province: ProvinceCode, value: z.number().min(-1e9).max(1e9).meta({ description: 'At most six decimals.' }) })).min(1).max(100).meta({ description: 'Provinces of 2025, each once; who is not named has no value.' }),
}).meta({ id: 'IndicatorValuesRequest', description: 'Values that officers supply.', examples: [{ name: 'Chỉ số', nameEn: 'Index', unit: 'points', source: 'Báo cáo …', values: [{ province: '48', value: 61.5 }] }] })

const rank = z.int().min(1).max(100).nullable()
const move = z.object({ code: ProvinceCode, was: rank, is: rank, places: z.int().min(-100).max(100).nullable().meta({ description: 'Up is above zero.' }) })
export const TrialRequest = z.strictObject({
  year: z.int().min(2001).max(2099).meta({ description: 'A year that has begun; one that has not ended is tried as of today.' }),
  against: SetCode.optional().meta({ description: 'A set to compare with.' }),
}).meta({ id: 'TrialRequest', description: 'What to try a set on.', examples: [{ year: 2025, against: 'proposal-1' }] })

export const Trial = z.object({
  year: z.int().min(2001).max(2099), asOf: z.iso.date(), position: Position, set: SetCode, against: SetCode.nullable(),
  localities: z.array(z.object({
    code: ProvinceCode, name: z.string().max(200), rank, score: z.number().min(0).max(100).nullable(),
    best: rank.meta({ description: 'Its best rank when the weight of any criterion is a tenth more or less.' }), worst: rank,
    other: rank.meta({ description: 'Its rank by the other set.' }), places: z.int().min(-100).max(100).nullable().meta({ description: 'Places won against the other set.' }),
  })).max(100),
  moved: z.int().min(0).max(100).nullable().meta({ description: 'How many have another rank by the other set.' }),
  largestMove: z.int().min(0).max(100).nullable(),
  sensitivity: z.array(z.object({
    criterion: SetCode, changePercent: z.union([z.literal(10), z.literal(-10)]).meta({ description: 'What its weight is changed by; the others give or take the difference in proportion.' }),
    moved: z.int().min(0).max(100), largestMove: z.int().min(0).max(100), moves: z.array(move).max(100),
  })).max(100),
}).meta({
  id: 'Trial', description: 'What a set of criteria would make of a year. Nothing of it is kept.',
  examples: [{
    year: 2025, asOf: '2025-12-31', position: 21004, set: 'draft-2', against: 'proposal-1', localities: [{ code: '48', name: 'Đà Nẵng', rank: 1, score: 81.25, best: 1, worst: 2, other: 2, places: 1 }], moved: 2, largestMove: 1,
    sensitivity: [{ criterion: 'density', changePercent: 10, moved: 0, largestMove: 0, moves: [] }],
  }],
})
