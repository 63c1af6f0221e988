import { z } from 'zod'
import { ProvinceCode, RegionCode } from '../localities/schemas.ts'
import { CountLocalitiesQuery, counts, LocalityProvenance, NationCount, Unplaced } from './schemas.ts'

export const CountRegionsQuery = CountLocalitiesQuery.omit({ division: true })

export const RegionCount = z.object({
  code: RegionCode,
  name: z.string().max(200),
  provinces: z.array(ProvinceCode).max(100).meta({ description: 'Codes of 2025 whose counts it sums up.' }),
  ...counts,
  sharePercent: z.number().min(0).max(100).nullable().meta({ description: 'Its part of the nation\'s total in per cent, two decimals, each rounded for itself; null where nothing counts.' }),
}).meta({ id: 'RegionCount', description: 'A socio-economic region and how many digital technology enterprises it has.' })

const RegionProvenance = LocalityProvenance.extend({
  regionsOn: z.iso.date().meta({ description: 'Whose regions they are, to be listed by `GET /regions?on=`: those of `asOf`, or of the first day of the earliest known ones where `asOf` is before it.' }),
}).meta({ id: 'RegionProvenance', description: 'What the figures rest on: with it the same figures can be asked again.' })

const example = { i: 0, ii: 4210, iii: 0, iv: 3890, total: 8100, candidates: { i: 15, iii: 1120 }, population: 18274482, per1000: 0.44, noDensity: null }

export const RegionCounts = z.object({
  regions: z.array(RegionCount).max(100),
  nation: NationCount,
  unplaced: Unplaced,
  provenance: RegionProvenance,
}).meta({
  id: 'RegionCounts',
  description: 'Counts for every socio-economic region, also where they are zero.',
  examples: [{
    regions: [{ code: 'south-central-highlands', name: 'Duyên hải Nam Trung Bộ và Tây Nguyên', provinces: ['48', '51', '52', '56', '66', '68'], ...example, sharePercent: 100 }],
    nation: example,
    unplaced: { count: 0, groups: [] },
    provenance: {
      asOf: '2026-11-22', position: 21004, knownAt: '2026-11-22T01:12:00.000Z', sourceReadAt: '2026-11-22T01:11:00.000Z', basis: ['confirmed', 'derived'], status: ['active'], ownership: null, ruleSet: 1, division: '2025',
      populationBase: { code: 'registered-2024', name: 'Dân số theo Nghị quyết 202/2025/QH15', asOf: '2024-12-31', source: 'Nghị quyết 202/2025/QH15' }, regionsOn: '2026-11-22',
    },
  }],
})
