import type { Cube, Division } from '../statistics/queries.ts'
import { allocate, countByLocality, DENSITY_GOAL, TARGET } from '../statistics/queries.ts'

/** Which enterprises reports tell of: those that counts tell of where nothing else is asked. */
const FILTER = { status: ['active'], basis: ['confirmed', 'derived'] }
const BASE = 'registered-2024'

interface FigureKind { code: string, name: string, nameEn: string, unit: string, unitEn: string }

/** What the registry fills in; a template names which of them, in its order. */
export const FIGURES = [
  { code: 'enterprises', name: 'Tổng số doanh nghiệp công nghệ số', nameEn: 'Digital technology enterprises', unit: 'doanh nghiệp', unitEn: 'enterprises' },
  { code: 'category-i', name: 'Nhóm (i)', nameEn: 'Category (i)', unit: 'doanh nghiệp', unitEn: 'enterprises' },
  { code: 'category-ii', name: 'Nhóm (ii)', nameEn: 'Category (ii)', unit: 'doanh nghiệp', unitEn: 'enterprises' },
  { code: 'category-iii', name: 'Nhóm (iii)', nameEn: 'Category (iii)', unit: 'doanh nghiệp', unitEn: 'enterprises' },
  { code: 'category-iv', name: 'Nhóm (iv)', nameEn: 'Category (iv)', unit: 'doanh nghiệp', unitEn: 'enterprises' },
  { code: 'candidates', name: 'Ứng viên chờ xác nhận', nameEn: 'Candidates that wait for a decision', unit: 'doanh nghiệp', unitEn: 'enterprises' },
  { code: 'year-ago', name: 'Cùng ngày năm trước', nameEn: 'The same day a year before', unit: 'doanh nghiệp', unitEn: 'enterprises' },
  { code: 'change', name: 'Tăng, giảm so với năm trước', nameEn: 'Change to the year before', unit: 'doanh nghiệp', unitEn: 'enterprises' },
  { code: 'change-percent', name: 'Tốc độ tăng, giảm', nameEn: 'Rate of change', unit: '%', unitEn: '%' },
  { code: 'national-share', name: 'Tỷ trọng trong cả nước', nameEn: 'Share of the nation', unit: '%', unitEn: '%' },
  { code: 'population', name: 'Dân số', nameEn: 'Population', unit: 'người', unitEn: 'people' },
  { code: 'density', name: 'Mật độ doanh nghiệp', nameEn: 'Density', unit: 'doanh nghiệp/1.000 dân', unitEn: 'enterprises per 1,000 people' },
  { code: 'missing-to-density', name: 'Còn thiếu so với mục tiêu mật độ', nameEn: 'Missing to the goal of density', unit: 'doanh nghiệp', unitEn: 'enterprises' },
  { code: 'allocated', name: 'Phần của mục tiêu 2030 (theo dân số)', nameEn: 'Part of the target of 2030 (by population)', unit: 'doanh nghiệp', unitEn: 'enterprises' },
  { code: 'target-share', name: 'Mức đạt so với phần của mục tiêu', nameEn: 'Reached of its part of the target', unit: '%', unitEn: '%' },
] as const satisfies readonly FigureKind[]

export type FigureCode = typeof FIGURES[number]['code']
export const FIGURE_CODES = FIGURES.map(({ code }) => code)
/** Null where there is nothing to reckon it from. */
export type Figures = Record<FigureCode, number | null>

export const percent = (part: number, whole: number): number | null => whole === 0 ? null : Math.round(part / whole * 10_000) / 100

/** What both days of the figures were read from. */
export interface Counts { cube: Cube, yearAgo: Cube, division: Division }

type Counted = Pick<ReturnType<typeof countByLocality>['nation'], 'i' | 'ii' | 'iii' | 'iv' | 'total' | 'candidates' | 'population' | 'per1000'>
interface Beside { yearBefore: number, national: number, allocated: number | null, goal: number | undefined }

const figuresOfPlace = ({ total, i, ii, iii, iv, candidates, population, per1000 }: Counted, { yearBefore, national, allocated, goal }: Beside): Figures => ({
  enterprises: total, 'category-i': i, 'category-ii': ii, 'category-iii': iii, 'category-iv': iv, candidates: candidates.i + candidates.iii,
  'year-ago': yearBefore, change: total - yearBefore, 'change-percent': percent(total - yearBefore, yearBefore), 'national-share': percent(total, national),
  population, density: per1000, 'missing-to-density': goal !== undefined && population !== null ? Math.max(0, Math.ceil(population * goal / 1000) - total) : null,
  allocated, 'target-share': allocated === null ? null : percent(total, allocated),
})

const NATION = 'nation'

/** Every figure of every locality and of the nation: a pure function of the register at two days and a position. */
function figuresByPlace ({ cube, yearAgo, division }: Counts): Map<string, Figures> {
  const count = (one: Cube) => countByLocality(one, { division, base: BASE, filter: FILTER })
  const [now, before] = [count(cube), count(yearAgo)]
  const earlier = new Map(before.localities.map(({ code, total }) => [code, total]))
  const [target, goal] = [TARGET, DENSITY_GOAL].map((code) => cube.targets.find((one) => one.code === code)?.minimum)
  const isPopulated = now.localities.every(({ population }) => population !== null)
  const parts = target !== undefined && isPopulated ? allocate(target, new Map(now.localities.map(({ code, population }) => [code, population!]))) : undefined
  const national = now.nation.total
  return new Map([
    ...now.localities.map((one) => [one.code, figuresOfPlace(one, { yearBefore: earlier.get(one.code) ?? 0, national, allocated: parts?.get(one.code) ?? null, goal })] as const),
    [NATION, figuresOfPlace(now.nation, { yearBefore: before.nation.total, national, allocated: target ?? null, goal })],
  ])
}

/** The figures of a locality, or of the nation where none is named. */
export const figuresFor = (counts: Counts, place: string | null): Figures => figuresByPlace(counts).get(place ?? NATION)!

/** What the figures rest on; with it anybody can reckon them again. */
export function provenanceOf ({ cube, yearAgo, division }: Counts) {
  const base = cube.bases.find(({ code }) => code === BASE)
  return {
    asOf: cube.day, comparedWith: yearAgo.day, position: cube.position, knownAt: cube.recorded.recordedAt?.toISOString() ?? null, sourceReadAt: cube.recorded.sourceReadAt?.toISOString() ?? null,
    ruleSet: cube.ruleSet?.version ?? null, division, ...FILTER, populationBase: base ? { code: base.code, asOf: base.asOf, source: base.source } : null,
  }
}
export type Provenance = ReturnType<typeof provenanceOf>
