import type { RejectReason } from '../feed-record.ts'
import type { Industries } from './activities.ts'
import type { Owners } from './ownership.ts'

/** What a form says of one enterprise, each value still as it was written; undefined and null say nothing. */
export interface Statement {
  code: unknown
  name: unknown
  foreignName: unknown
  shortName: unknown
  registeredOn: unknown
  amendedOn: unknown
  changes: unknown
  status: unknown
  statusName: unknown
  legalType: unknown
  legalTypeName: unknown
  charterCapitalVnd: unknown
  full: unknown
  province: unknown
  district: unknown
  commune: unknown
  communeCode: unknown
  division: unknown
  /** Null where there are more than any enterprise has. */
  industries: Industries | null
  owners: Owners
  /** Of a dependent unit: the code of its enterprise. */
  parent: unknown
  relations: unknown
}

export type Field = Exclude<keyof Statement, 'owners'> | 'relationKind' | 'relationCode'

export interface Fault { reason: RejectReason, field: Field }

/** How a form names its fields, and what a reject keeps of its record. */
export interface Form<Raw> {
  names: Readonly<Record<Field, string>>
  publicPart: (raw: Raw) => object
}
