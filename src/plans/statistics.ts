import type { Day } from '../calendar.ts'
import type { Recognised } from '../recognition/queries.ts'
import type { Cube } from '../statistics/queries.ts'
import { countByLocality } from '../statistics/queries.ts'
import type { INDICATOR_KINDS } from './plan.ts'
import type { Unknown } from './standing.ts'

export interface Measured { value: number, numerator: number | null, denominator: number | null }
export interface Owner { division: '2004' | '2025', province: string | null }

type Counted = Pick<ReturnType<typeof countByLocality>['nation'], 'i' | 'ii' | 'iii' | 'iv' | 'total' | 'population'>
interface Sources {
  counted: Counted
  confirmed: number
  /** Of the plan's owner; undefined where it has entered none of them. */
  recognised: (collection: 'products' | 'platforms') => Recognised | undefined
}
/** What the registry knows of a day. */
export interface Known { cube: Cube, recognised: readonly Recognised[] }

export interface Statistic {
  code: string
  name: string
  nameEn: string
  /** The kinds of indicators that it measures. */
  kinds: readonly (typeof INDICATOR_KINDS[number])[]
  of: (sources: Sources) => Measured | Unknown
}

const BASE = 'registered-2024'
const STATUS = ['active']
const AMOUNT = ['minimum', 'range', 'growth'] as const

const amount = (value: number): Measured => ({ value, numerator: null, denominator: null })
const part = (numerator: number, denominator: number, of: number, none: Unknown): Measured | Unknown =>
  denominator === 0 ? none : { value: Math.round(numerator / denominator * of * 100) / 100, numerator, denominator }

/** Nothing entered is no count of none: then nobody has told. */
const entered = (row: Recognised | undefined, member: 'items' | 'enterprises'): Measured | Unknown => row ? amount(row[member]) : 'nothing-counted'

/**
 * What the registry measures itself: of the active enterprises with a derived or confirmed category, in the plan's locality or the nation; and of
 * what the locality or the nation recognises.
 */
export const STATISTICS: readonly Statistic[] = [
  { code: 'enterprises', name: 'Số doanh nghiệp công nghệ số', nameEn: 'Digital technology enterprises', kinds: AMOUNT, of: ({ counted }) => amount(counted.total) },
  ...(['i', 'ii', 'iii', 'iv'] as const).map((category): Statistic =>
    ({ code: `enterprises-${category}`, name: `Số doanh nghiệp nhóm ${category}`, nameEn: `Enterprises of category ${category}`, kinds: AMOUNT, of: ({ counted }) => amount(counted[category]) })),
  {
    code: 'density', name: 'Số doanh nghiệp trên 1.000 dân (cơ sở registered-2024)', nameEn: 'Enterprises per 1,000 people (base registered-2024)', kinds: ['density'],
    of: ({ counted: { total, population } }) => population === null ? 'no-population' : part(total, population, 1000, 'no-population'),
  },
  { code: 'confirmed-share', name: 'Tỷ lệ đã được xác nhận', nameEn: 'Share confirmed by officers', kinds: ['percentage'], of: ({ counted, confirmed }) => part(confirmed, counted.total, 100, 'nothing-counted') },
  { code: 'start-up-share', name: 'Tỷ lệ nhóm iii và iv', nameEn: 'Share of categories iii and iv', kinds: ['percentage'], of: ({ counted: { iii, iv, total } }) => part(iii + iv, total, 100, 'nothing-counted') },
  { code: 'key-products', name: 'Số sản phẩm số trọng điểm được công nhận', nameEn: 'Recognised key digital products', kinds: AMOUNT, of: ({ recognised }) => entered(recognised('products'), 'items') },
  { code: 'key-product-enterprises', name: 'Số doanh nghiệp có sản phẩm số trọng điểm', nameEn: 'Enterprises with a recognised key digital product', kinds: AMOUNT, of: ({ recognised }) => entered(recognised('products'), 'enterprises') },
  { code: 'shared-platforms', name: 'Số nền tảng số dùng chung được đưa vào sử dụng', nameEn: 'Shared digital platforms in use', kinds: AMOUNT, of: ({ recognised }) => entered(recognised('platforms'), 'items') },
]

export const KINDS_OF: Readonly<Record<string, readonly string[]>> = Object.fromEntries(STATISTICS.map(({ code, kinds }) => [code, kinds]))

/** What a statistic is on the day of what is known, in a locality or the nation. */
export function measure (code: string, { cube, recognised }: Known, { division, province }: Owner): Measured | Unknown {
  const count = (basis: string[]): Counted | undefined => {
    const { localities, nation } = countByLocality(cube, { division, base: BASE, filter: { status: STATUS, basis } })
    return province === null ? nation : localities.find((one) => one.code === province)
  }
  const counted = count(['confirmed', 'derived'])
  if (!counted) return 'nothing-counted'
  return STATISTICS.find((one) => one.code === code)!.of({
    counted, confirmed: count(['confirmed'])!.total,
    // Localities of 2025 recognise, and a code of 2004 may be another's.
    recognised: (collection) => recognised.find((one) => one.collection === collection && one.province === province && (province === null || division === '2025')),
  })
}

/** The day that a value is measured on: today, or the last that counts. */
export const measuredOn = (today: Day, due: Day): Day => today < due ? today : due
