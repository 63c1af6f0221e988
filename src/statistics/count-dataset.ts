import type { Dimension } from '../enterprises/queries.ts'
import type { Bilingual, Language } from '../http/language.ts'
import { inLanguage } from '../http/language.ts'
import { jsonStat } from './json-stat.ts'
import type { Observation, Unplaced } from './observations.ts'

const TITLE = { vi: 'Doanh nghiệp công nghệ số', en: 'Digital technology enterprises' }
const SOURCE = { vi: 'Sổ đăng ký doanh nghiệp công nghệ số Việt Nam', en: 'National registry of Vietnamese digital technology enterprises' }
const LABELS: Record<Dimension, Bilingual> = {
  province: { vi: 'Tỉnh, thành phố', en: 'Province' }, commune: { vi: 'Xã, phường, đặc khu', en: 'Commune' }, category: { vi: 'Nhóm', en: 'Category' },
  status: { vi: 'Tình trạng pháp lý', en: 'Legal status' }, basis: { vi: 'Căn cứ', en: 'Basis' }, ownership: { vi: 'Sở hữu', en: 'Ownership' },
  legaltype: { vi: 'Loại hình', en: 'Legal type' }, industrygroup: { vi: 'Nhóm ngành', en: 'Industry group' }, registrationyear: { vi: 'Năm đăng ký', en: 'Year of registration' },
  ageband: { vi: 'Số năm hoạt động', en: 'Age in years' },
}
/** The code of what has no value in a dimension, such as a group of industries where the feed names no main activity. */
const NONE = 'none'

interface About {
  /** Of provinces, by code. */
  names: ReadonlyMap<string, string>
  language: Language
  provenance: { knownAt: string | null }
  unplaced: Unplaced
}

/** Observations with all zeros as a data set of JSON-stat. */
export function countDataset (by: readonly Dimension[], observations: Observation[], { names, language, provenance, unplaced }: About) {
  const codes = by.map((dimension) => [...new Set(observations.map((one) => one[dimension] ?? NONE))])
  return jsonStat({
    label: inLanguage(TITLE, language),
    source: inLanguage(SOURCE, language),
    updated: provenance.knownAt,
    dimensions: by.map((id, i) => ({
      id,
      label: inLanguage(LABELS[id], language),
      categories: codes[i]!.map((code) => ({ code, ...id === 'province' && { label: names.get(code) ?? code } })),
    })),
    values: observations.map(({ count }) => count),
    extension: { provenance, unplaced },
  })
}
