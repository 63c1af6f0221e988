import { checkDigit } from '../../src/enterprises/enterprise-code.ts'
import type { FeedRecord, Reading } from '../../src/sync/feed-record.ts'
import { blockOf } from '../../src/sync/reading/line-block.ts'
import type { Source } from '../../src/sync/source.ts'

/** The n-th made-up enterprise code of these tests; skips the sequences that have no check digit. */
export function codeOf (n: number): string {
  let found = -1
  for (let sequence = 1; ; sequence++) {
    const nine = `01${String(sequence).padStart(7, '0')}`
    const digit = checkDigit(nine)
    if (digit !== null && ++found === n) return `${nine}${digit}`
  }
}

/** A good record of a young software enterprise in Hà Nội. */
export const feedRecord = (given: Partial<FeedRecord> = {}): FeedRecord => ({
  code: codeOf(0), registeredOn: '2023-05-04', amendedOn: '2023-05-04', changes: 0,
  name: 'CÔNG TY TNHH PHẦN MỀM MỘT', foreignName: null, shortName: null,
  status: { value: '1', name: null }, legalType: { value: null, name: 'Công ty cổ phần' }, charterCapitalVnd: '1000000000',
  ownership: 'domestic', foreignSharePercent: '0',
  address: { full: 'Số 1, Phường Ba Đình, Thành phố Hà Nội', city: 'Thành phố Hà Nội', district: '', ward: 'Phường Ba Đình' },
  industries: ['6201'], hasMainIndustry: true,
  ...given,
})

const MEMBERS: Record<FeedRecord['ownership'], object[]> = {
  domestic: [{ COUNTRY: 'Việt Nam', RATIO_PERCENT: 100 }], foreign: [{ COUNTRY: 'Singapore', RATIO_PERCENT: 100 }],
  mixed: [{ COUNTRY: 'Việt Nam', RATIO_PERCENT: 50 }, { COUNTRY: 'Singapore', RATIO_PERCENT: 50 }], unknown: [],
}

/** The record as the national service would write it. */
export const detailOf = (record: FeedRecord) => ({
  MainInformation: {
    ENTERPRISE_GDT_CODE: record.code, NAME: record.name, NAME_F: record.foreignName, SHORT_NAME: record.shortName,
    FOUNDING_DATE: record.registeredOn, LAST_AMEND_DATE: record.amendedOn, NUMBER_CHANGES: record.changes,
    ENTERPRISE_STATUS: record.status.value, ENTERPRISE_STATUS_NAME: record.status.name,
    ENTERPRISE_TYPE_ID: record.legalType.value, ENTERPRISE_TYPE_NAME: record.legalType.name, CAPITAL_AMOUNT: record.charterCapitalVnd,
  },
  HOAdress: { CityName: record.address.city, DistrictName: record.address.district, WardName: record.address.ward, AddressFullText: record.address.full },
  BusinessActivity: record.industries.map((CODE, i) => ({ CODE, IS_MAIN: i === 0 && record.hasMainIndustry ? 'Y' : 'N' })),
  Member: MEMBERS[record.ownership],
})

export const lineOf = (record: FeedRecord): string => JSON.stringify(detailOf(record))

type Decided = Exclude<Reading, { kind: 'record' }>

/** A feed of the given records in batches of `size`; `failAt` cuts it off before that batch. */
export const feed = (records: (FeedRecord | Decided | string)[], { size = 2, failAt = Number.POSITIVE_INFINITY, isLarge = false } = {}): Source => ({
  name: 'nbrs',
  expected: records.length,
  isLarge,
  async * batches (checkpoint) {
    for (let next = (checkpoint as { next: number } | null)?.next ?? 0; next < records.length; next += size) {
      if (next / size >= failAt) throw new Error('the feed is cut')
      const items = records.slice(next, next + size)
      const lines = items.flatMap((item) => typeof item === 'string' ? [item] : 'kind' in item ? [] : [lineOf(item)])
      yield {
        block: blockOf(lines.join('\n'), next + 1),
        decided: items.flatMap((item) => typeof item !== 'string' && 'kind' in item ? [item] : []),
        checkpoint: { next: next + size },
      }
    }
  },
})
