import { z } from 'zod'
import type { Dimension } from '../enterprises/queries.ts'
import { AGE_BANDS, DIMENSIONS, PERIODS } from '../enterprises/queries.ts'
import { Basis, Category, CommuneCode, countFilters, LEGAL_TYPES, ListEnterprisesQuery, Ownership, Status } from '../enterprises/schemas.ts'
import { LIST_FORMATS, ListFormat } from '../http/list-file.ts'
import { Day, flag, list, momentParameters } from '../http/query.ts'
import { Division, ProvinceCode } from '../localities/schemas.ts'

export const MAX_COUNT = 100_000_000
export const count = z.int().min(0).max(MAX_COUNT)
export const Base = z.enum(['registered-2024', 'average-2024']).meta({
  description: 'Base of the population: `registered-2024` has all 34 units, `average-2024` 11 of them, and there is none for the 63. They differ by up to 22 %.',
})

export const people = z.int().min(0).max(MAX_COUNT * 10)

export const CountLocalitiesQuery = z.strictObject({
  division: Division.default('2025'),
  base: Base.default('registered-2024'),
  ...countFilters,
  ...momentParameters,
  format: ListFormat,
})

export const PopulationBase = z.object({
  code: Base,
  name: z.string().max(300),
  asOf: z.iso.date(),
  source: z.string().max(300),
}).meta({ id: 'PopulationBase', description: 'What a density is reckoned on.' })

const provenance = {
  asOf: z.iso.date().meta({ description: 'The day that the figures are for, in Asia/Ho_Chi_Minh.' }),
  position: z.int().min(0).meta({ description: 'The position of the register that they were read at.' }),
  knownAt: z.iso.datetime({ offset: true }).nullable().meta({ description: 'When that position was recorded; null while nothing is.' }),
  sourceReadAt: z.iso.datetime({ offset: true }).nullable().meta({ description: 'Up to when the national registration had been read for what is counted; a later reading without news is in `/status`.' }),
  basis: z.array(Basis).max(3),
  status: z.array(Status).max(8),
  ownership: z.array(Ownership).max(4).nullable().meta({ description: 'Null where all ownerships count.' }),
  ruleSet: z.int().min(1).max(10_000),
}
export const Provenance = z.object(provenance).meta({ id: 'Provenance', description: 'What a figure rests on: with it the same figure can be asked again.' })
export const LocalityProvenance = z.object({ ...provenance, division: Division, populationBase: PopulationBase.nullable() })
  .meta({ id: 'LocalityProvenance', description: 'What the figures rest on: with it the same figures can be asked again.' })

const NoDensity = z.enum(['no-population-on-this-base']).nullable().meta({ description: 'Why there is no density; null where there is one.' })
export const counts = {
  i: count, ii: count, iii: count, iv: count,
  total: count.meta({ description: 'Sum of the four categories.' }),
  candidates: z.object({ i: count, iii: count }).meta({ description: 'Proposed for i and iii and not counted: officers decide on them, until then both categories stay at 0.' }),
  population: people.nullable(),
  per1000: z.number().min(0).max(1000).nullable().meta({ description: 'Enterprises per 1,000 people.' }),
  noDensity: NoDensity,
}

export const LocalityCount = z.object({
  code: ProvinceCode,
  name: z.string().max(200),
  type: z.enum(['thành phố', 'tỉnh']),
  ...counts,
}).meta({ id: 'LocalityCount', description: 'A locality and how many digital technology enterprises it has.' })

export const NationCount = z.object(counts).meta({ id: 'NationCount', description: 'The sum of the localities.' })

export const Unplaced = z.object({
  count,
  groups: z.array(z.object({ successor: ProvinceCode, count })).max(100).meta({ description: 'By the unit of 2025 in which they stand.' }),
}).meta({ id: 'Unplaced', description: 'Enterprises that no unit of the division can claim: communes put together from two provinces. Nothing is guessed, nothing is lost.' })

export const LocalityCounts = z.object({
  localities: z.array(LocalityCount).max(100),
  nation: NationCount,
  unplaced: Unplaced,
  provenance: LocalityProvenance,
}).meta({
  id: 'LocalityCounts',
  description: 'Counts for every unit of a division, also where they are zero.',
  examples: [{
    localities: [{ code: '48', name: 'Đà Nẵng', type: 'thành phố', i: 0, ii: 3120, iii: 0, iv: 2904, total: 6024, candidates: { i: 12, iii: 840 }, population: 3065628, per1000: 1.97, noDensity: null }],
    nation: { i: 0, ii: 3120, iii: 0, iv: 2904, total: 6024, candidates: { i: 12, iii: 840 }, population: 3065628, per1000: 1.97, noDensity: null },
    unplaced: { count: 0, groups: [] },
    provenance: {
      asOf: '2026-11-22', position: 21004, knownAt: '2026-11-22T01:12:00.000Z', sourceReadAt: '2026-11-22T01:11:00.000Z', basis: ['confirmed', 'derived'], status: ['active'], ownership: null, ruleSet: 1, division: '2025',
      populationBase: { code: 'registered-2024', name: 'Dân số theo Nghị quyết 202/2025/QH15', asOf: '2024-12-31', source: 'Nghị quyết 202/2025/QH15' },
    },
  }],
})

export const MOST_POINTS = 1200
const { province, category, industry, legaltype, registeredfrom, registeredto } = ListEnterprisesQuery.shape
export const SeriesQuery = z.strictObject({
  period: z.enum(PERIODS).default('month').meta({ description: 'How long each period is.' }),
  from: Day.optional().meta({ format: 'date', description: 'A day of the first period; ten years before the last one where absent. The last one is that of `asof`, or today.' }),
  division: Division.default('2025'),
  province, category, ...countFilters, industry, legaltype, registeredfrom, registeredto,
  ...momentParameters,
  format: ListFormat,
})
export const SeriesPoint = z.object({
  from: z.iso.date().meta({ description: 'First day of the period.' }),
  until: z.iso.date().meta({ description: 'Its last day, or that of the series.' }),
  births: count, deaths: count, movesIn: count, movesOut: count, categoryIn: count, categoryOut: count,
  stock: count.meta({ description: 'How many there were at its end.' }),
}).meta({ id: 'SeriesPoint', description: 'A period of a series: its stock and its flows.' })

const { format: _format, q: _q, total: _total, sort: _sort, cursor: _cursor, limit: _limit, changedafter: _changedafter, ...filters } = ListEnterprisesQuery.shape
export const COUNT_FORMATS = [...LIST_FORMATS, 'jsonstat'] as const
export const CountsQuery = z.strictObject({
  by: list(z.enum(DIMENSIONS), { max: 3, description: 'What to count by, parted by commas; one number for all where absent. `industrygroup` is the VSIC group of the main activity, `ageband` whole years since the first registration.' }).optional(),
  zeros: flag('Whether to list combinations that do not occur.').default(false),
  ...filters,
  format: z.enum(COUNT_FORMATS).optional().meta({ description: 'The form of the answer; goes before Accept.' }),
})

const dimension = {
  province: ProvinceCode.optional(),
  commune: CommuneCode.optional(),
  category: Category.optional(),
  status: Status.optional(),
  basis: Basis.optional(),
  ownership: Ownership.optional(),
  legaltype: z.enum(LEGAL_TYPES).optional().meta({ description: 'Legal type (Law on Enterprises 59/2020/QH14).' }),
  industrygroup: z.string().max(5).nullable().optional().meta({ description: 'VSIC group of the main activity; null where the feed names no main one.' }),
  registrationyear: z.string().max(4).regex(/^\d{4}$/).optional().meta({ description: 'Year of the first registration.' }),
  ageband: z.enum(AGE_BANDS).optional().meta({ description: 'Whole years since the first registration.' }),
} satisfies Record<Dimension, z.ZodType>
export const Observation = z.object({ ...dimension, count }).meta({ id: 'Observation', description: 'A number of enterprises and the values that they share: one for each dimension asked for.' })

/** Of some dimensions: the columns of a file. */
export const observationOf = (by: readonly Dimension[]) => z.object({ ...Object.fromEntries(by.map((name) => [name, dimension[name]])), count })

const CountProvenance = z.object({ ...provenance, division: Division }).meta({ id: 'CountProvenance', description: 'What the figures rest on: with it the same figures can be asked again.' })

export const Counts = z.object({
  observations: z.array(Observation).max(10_000_000),
  unplaced: Unplaced,
  provenance: CountProvenance,
}).meta({
  id: 'Counts',
  description: 'Counts by the dimensions that were asked for.',
  examples: [{
    observations: [{ province: '48', category: 'ii', count: 3120 }, { province: '48', category: 'iv', count: 2904 }],
    unplaced: { count: 0, groups: [] },
    provenance: { asOf: '2026-11-22', position: 21004, knownAt: '2026-11-22T01:12:00.000Z', sourceReadAt: '2026-11-22T01:11:00.000Z', basis: ['confirmed', 'derived'], status: ['active'], ownership: null, ruleSet: 1, division: '2025' },
  }],
})

export const Series = z.object({
  points: z.array(SeriesPoint).max(MOST_POINTS),
  provenance: CountProvenance,
}).meta({
  id: 'Series',
  description: 'A count through time; the earliest period first.',
  examples: [{
    points: [{ from: '2026-10-01', until: '2026-10-31', births: 61, deaths: 12, movesIn: 3, movesOut: 2, categoryIn: 0, categoryOut: 0, stock: 6024 }],
    provenance: { asOf: '2026-11-22', position: 21004, knownAt: '2026-11-22T01:12:00.000Z', sourceReadAt: '2026-11-22T01:11:00.000Z', basis: ['confirmed', 'derived'], status: ['active'], ownership: null, ruleSet: 1, division: '2025' },
  }],
})
