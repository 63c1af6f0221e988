import { ratio } from './fixed-point.ts'

/** What a registry figure lacks where it has no value. */
export type NoValue = 'no-population' | 'nothing-counted' | 'nothing-counted-a-year-before' | 'not-supplied'

/** What is counted of a locality for a year: at its end, and at the end of the year before. */
export interface Counts {
  code: string
  enterprises: number
  yearBefore: number
  iii: number
  iv: number
  confirmed: number
  population: number | null
  /** Fields that are filled, of `RECORD_FIELDS` for each enterprise. */
  filled: number
  fields: number
}

export interface Indicator {
  code: string
  name: string
  nameEn: string
  unit: string
  definition: string
  definitionEn: string
  /** Undefined where there is nothing to divide by. */
  of: (counts: Counts) => number | undefined
  lacks: NoValue
}

const share = (part: number, whole: number) => whole === 0 ? undefined : ratio(part * 100, whole)

/** The figures that the registry has itself. Six decimals, halves away from zero. */
export const INDICATORS: readonly Indicator[] = [
  {
    code: 'density', name: 'Mật độ doanh nghiệp', nameEn: 'Density', unit: 'per-1000-people', lacks: 'no-population',
    definition: 'Số doanh nghiệp trên 1.000 dân, trên cơ sở dân số registered-2024, vào ngày cuối năm.', definitionEn: 'Enterprises per 1,000 people on the base registered-2024 on the last day of the year.',
    of: ({ enterprises, population }) => population === null || population === 0 ? undefined : ratio(enterprises * 1000, population),
  },
  {
    code: 'growth', name: 'Tăng trưởng', nameEn: 'Growth', unit: 'percent', lacks: 'nothing-counted-a-year-before',
    definition: 'Mức tăng số doanh nghiệp so với ngày cuối năm trước, tính theo phần trăm.', definitionEn: 'How much the count has grown since the last day of the year before, in per cent of it.',
    of: ({ enterprises, yearBefore }) => share(enterprises - yearBefore, yearBefore),
  },
  {
    code: 'start-up-share', name: 'Tỷ lệ nhóm iii và iv', nameEn: 'Share of categories iii and iv', unit: 'percent', lacks: 'nothing-counted',
    definition: 'Tỷ lệ doanh nghiệp thuộc nhóm iii hoặc iv.', definitionEn: 'Of the enterprises counted, those of category iii or iv.',
    of: ({ enterprises, iii, iv }) => share(iii + iv, enterprises),
  },
  {
    code: 'confirmed-share', name: 'Tỷ lệ đã xác nhận', nameEn: 'Share confirmed', unit: 'percent', lacks: 'nothing-counted',
    definition: 'Tỷ lệ doanh nghiệp có nhóm đã được cơ quan có thẩm quyền xác nhận.', definitionEn: 'Of the enterprises counted, those whose category a competent officer has confirmed.',
    of: ({ enterprises, confirmed }) => share(confirmed, enterprises),
  },
  {
    code: 'completeness', name: 'Độ đầy đủ của hồ sơ', nameEn: 'Completeness of the record', unit: 'percent', lacks: 'nothing-counted',
    definition: 'Tỷ lệ trường đã có trong năm trường: xã, loại hình, sở hữu, ngành chính, vốn điều lệ.', definitionEn: 'Of five fields of each enterprise (commune, legal type, ownership, main activity, charter capital), those that are filled.',
    of: ({ filled, fields }) => share(filled, fields),
  },
]

/** What officers supply for an indicator of their own. */
export interface Supplied { indicator: string, name: string, nameEn: string, unit: string, source: string, position: number, values: Record<string, number> }

export interface IndicatorValues {
  code: string
  origin: 'registry' | 'officers'
  name: string
  nameEn: string
  unit: string
  source: string
  /** Of officers: the position at which they were set. */
  setAt: number | null
  values: { code: string, value: number | null, noValue: NoValue | null }[]
}

export const fromRegistry = ({ code, name, nameEn, unit, definitionEn, of, lacks }: Indicator, counts: readonly Counts[]): IndicatorValues => ({
  code, origin: 'registry', name, nameEn, unit, source: definitionEn, setAt: null,
  values: counts.map((one) => {
    const value = of(one)
    return { code: one.code, value: value ?? null, noValue: value === undefined ? lacks : null }
  }),
})

export const fromOfficers = ({ indicator, name, nameEn, unit, source, position, values }: Supplied, codes: readonly string[]): IndicatorValues => ({
  code: indicator, origin: 'officers', name, nameEn, unit, source, setAt: position,
  values: codes.map((code) => values[code] === undefined ? { code, value: null, noValue: 'not-supplied' } : { code, value: values[code], noValue: null }),
})
