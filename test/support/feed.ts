import { checkDigit } from '../../src/enterprises/enterprise-code.ts'
import type { FeedRecord, Reading } from '../../src/sync/feed-record.ts'
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

const reading = (record: FeedRecord): Reading => ({
  kind: 'record', record, asUnknownProvince: () => ({ kind: 'reject', reason: 'unknown-province', field: 'city', code: record.code, record: {} }),
})

/** A feed of the given records in batches of `size`; `failAt` cuts it off before that batch. */
export const feed = (records: (FeedRecord | Reading)[], { size = 2, failAt = Number.POSITIVE_INFINITY } = {}): Source => ({
  name: 'nbrs',
  expected: records.length,
  async * batches (checkpoint) {
    for (let next = (checkpoint as { next: number } | null)?.next ?? 0; next < records.length; next += size) {
      if (next / size >= failAt) throw new Error('the feed is cut')
      yield { readings: records.slice(next, next + size).map((item) => 'kind' in item ? item : reading(item)), checkpoint: { next: next + size } }
    }
  },
})
