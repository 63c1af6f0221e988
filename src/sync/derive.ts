import type { Day } from '../calendar.ts'
import type { Classifier } from '../classification/queries.ts'
import type { FeedVsic } from '../config.ts'
import type { ValueMapping } from '../enterprises/queries.ts'
import type { Gazetteer } from '../localities/queries.ts'
import type { CopyValue } from './copy-text.ts'
import type { FeedRecord } from './feed-record.ts'
import { digestOf } from './feed-record.ts'

export interface Derivation {
  gazetteer: Gazetteer
  mapping: ValueMapping
  classifier: Classifier
  vsic: FeedVsic
}

/** Where a record stood in its feed, and the digest of its bytes, hexadecimal. */
export interface RawRecord {
  line: number
  digest: string
}

export type StagedRow = Record<string, CopyValue>

/** The facts of a record with what mappings, code lists and rules make of them; null where its province is unknown. `addressOn` is the day on which the address was written, where that is another. */
export function derive (record: FeedRecord, raw: RawRecord, { gazetteer, mapping, classifier, vsic: spoken }: Derivation, addressOn?: Day): StagedRow | null {
  const validFrom = record.amendedOn ?? record.registeredOn
  const place = gazetteer({ ...record.address, writtenOn: addressOn ?? validFrom })
  if (!place) return null
  const vsic = spoken.switch && validFrom >= spoken.switch.on ? spoken.switch.version : spoken.version
  const category = classifier.classify({ ...record, validFrom }, vsic)
  return {
    seq: raw.line,
    raw_digest: raw.digest,
    code: record.code,
    digest: digestOf(record),
    registered_on: record.registeredOn,
    amended_on: record.amendedOn,
    changes: record.changes,
    name: record.name,
    foreign_name: record.foreignName,
    short_name: record.shortName,
    status: mapping('status', record.status),
    status_raw: record.status.value,
    status_raw_name: record.status.name,
    legal_type: mapping('legal-type', record.legalType),
    legal_type_raw: record.legalType.value,
    legal_type_raw_name: record.legalType.name,
    charter_capital_vnd: record.charterCapitalVnd,
    ownership: record.ownership,
    foreign_share_percent: record.foreignSharePercent,
    province_code: place.provinceCode,
    commune_code: place.communeCode,
    old_province_code: place.oldProvinceCode,
    address: record.address.full,
    address_parts: [record.address.city, record.address.district, record.address.ward],
    placed_by: place.placedBy,
    commune_candidates: place.candidates,
    vsic,
    industries: record.industries,
    has_main_industry: record.hasMainIndustry,
    basis: category.basis,
    category_before: category.before,
    category_after: category.after,
    category_turns_on: category.turnsOn,
    rule_set: category.ruleSet,
    category_codes: category.codes,
    relations: record.relations?.map(({ kind, code }) => `${kind} ${code}`) ?? null,
  }
}
