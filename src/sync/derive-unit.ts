import type { Day } from '../calendar.ts'
import type { RawRecord, StagedRow } from './derive.ts'
import type { Gazetteer } from '../localities/queries.ts'
import type { FeedUnit } from './feed-record.ts'
import { digestOf } from './feed-record.ts'

/** The facts of a dependent unit, with its place where the gazetteer finds one. */
export function deriveUnit (unit: FeedUnit, raw: RawRecord, gazetteer: Gazetteer, today: Day): StagedRow {
  const place = gazetteer({ ...unit.address, writtenOn: unit.amendedOn ?? unit.registeredOn ?? today })
  return {
    raw_digest: raw.digest,
    seq: raw.line,
    enterprise_code: unit.enterpriseCode,
    code: unit.code,
    amended_on: unit.amendedOn,
    digest: digestOf(unit),
    kind: unit.kind,
    name: unit.name,
    status_raw: unit.status.value,
    status_raw_name: unit.status.name,
    registered_on: unit.registeredOn,
    changes: unit.changes,
    address: unit.address.full,
    province_code: place?.provinceCode ?? null,
    commune_code: place?.communeCode ?? null,
    old_province_code: place?.oldProvinceCode ?? null,
  }
}
