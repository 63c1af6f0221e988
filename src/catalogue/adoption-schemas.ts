import { z } from 'zod'
import { AgencyCode } from '../agencies/schemas.ts'
import { isDay } from '../calendar.ts'
import { EnterpriseCode } from '../enterprises/schemas.ts'
import { ListFormat } from '../http/list-file.ts'
import { LimitOfFile, Page, Position } from '../http/page.ts'
import { Day, prose } from '../http/query.ts'
import { COUNTED_BY } from './entry.ts'
import { Address, Codes, codes, EntryId, instant, province, provinceName, TaxonCode, text, Version, version } from './schemas.ts'
import { ListSuppliesQuery } from './supply-schemas.ts'

const MAX = Number.MAX_SAFE_INTEGER
const id = z.int().min(1).max(MAX)
const vnd = z.int().min(0).max(MAX)
const signed = 'The day on which it was signed, or the year where no more is known.'

const example = {
  id: 1, agency: 'so-kh-cn-48', agencyName: 'Sở Khoa học và Công nghệ thành phố Đà Nẵng', province: '48', provinceName: 'Thành phố Đà Nẵng',
  enterprise: '3750002081', enterpriseName: 'CÔNG TY TNHH MỘT THÀNH VIÊN PHẦN MỀM LẪM GIÊNG NGOAN', supply: 1, product: 'Phần mềm quan trắc ao nuôi', fields: ['agriculture'], demand: 1,
  contract: { number: '12/2026/HĐ-SKHCN', signed: '2026-03-02' }, valueVnd: 480_000_000, usedFrom: '2026-03-16', usedTo: null, state: 'in-use' as const,
  document: 'Quyết định phê duyệt kết quả lựa chọn nhà thầu số 31/QĐ-SKHCN', documentUrl: null, updatedAt: '2026-11-22T01:12:00.000Z', version: 1,
}

export const AdoptionState = z.enum(['in-use', 'ended']).meta({ description: '`in-use` to the last day of use; while there is none, until one is told.' })
export const Adoption = z.object({
  id, agency: AgencyCode, agencyName: text(300).nullable().meta({ description: 'As it was called on the first day of use.' }),
  province: province.meta({ description: 'Where the agency is, of 2025; null at the centre.' }), provinceName,
  enterprise: EnterpriseCode, enterpriseName: text(2000).nullable(),
  supply: id.nullable().meta({ description: 'The supply, by its number; null where the product is in the catalogue by its name alone.' }),
  product: text(300).meta({ description: 'What is used; of a supply its name when the adoption was written.' }), fields: Codes,
  demand: id.nullable().meta({ description: 'The demand that it answers; null where it answers none.' }),
  contract: z.object({ number: text(100), signed: text(10).meta({ description: signed }) }),
  valueVnd: vnd.nullable().meta({ description: 'Of the contract; null where it is not told.' }),
  usedFrom: z.iso.date(), usedTo: z.iso.date().nullable().meta({ description: 'The last day of use; null where none is known.' }), state: AdoptionState,
  document: text(500), documentUrl: text(500).nullable(), updatedAt: instant, version,
}).meta({ id: 'Adoption', description: 'That an agency uses something of an enterprise.', examples: [example] })
export const AdoptionPage = Page(Adoption, 'AdoptionPage')

const { province: ofProvince, field, total, cursor, enterprise } = ListSuppliesQuery.shape
export const ListAdoptionsQuery = z.strictObject({
  province: ofProvince, agency: AgencyCode.optional().meta({ description: 'What this agency uses.', examples: [] }), enterprise, field,
  supply: EntryId.optional().meta({ description: 'Who uses this supply.' }), demand: EntryId.optional().meta({ description: 'What was taken in answer to this demand.' }),
  state: AdoptionState.optional(), total, cursor, limit: LimitOfFile, format: ListFormat,
})

export const AdoptionRequest = z.strictObject({
  agency: AgencyCode.meta({ description: 'The agency, as `/agencies` lists it, that was there on the first day of use.' }),
  supply: id.nullable().default(null).meta({ description: 'A published supply. Then `enterprise`, `product` and `fields` are its own, and are left out.' }),
  enterprise: EnterpriseCode.nullable().default(null).meta({ description: 'Whose product it is, where it is no supply of the catalogue.' }),
  product: prose(300).nullable().default(null).meta({ description: 'What it is called, where it is no supply of the catalogue.' }),
  fields: codes.default([]).meta({ description: 'Codes of fields, where it is no supply of the catalogue.' }),
  demand: id.nullable().default(null).meta({ description: 'A demand of the same locality that it answers.' }),
  contract: z.strictObject({
    number: prose(100),
    signed: z.string().max(10).refine((text) => /^[12]\d{3}$/.test(text) || isDay(text), 'must be a day that exists, YYYY-MM-DD, or a year').meta({ description: signed, pattern: '^[12]\\d{3}(-\\d{2}-\\d{2})?$' }),
  }),
  valueVnd: vnd.nullable().default(null).meta({ description: 'Of the contract, in VND.' }),
  usedFrom: Day.meta({ format: 'date', description: 'The first day of use.' }),
  usedTo: Day.nullable().default(null).meta({ format: 'date', description: 'The last day of use, also one to come.' }),
  document: prose(500).meta({ description: 'Where it is taken from: the document with its number and day.' }),
  documentUrl: Address.nullable().default(null),
}).meta({
  id: 'AdoptionRequest', description: 'That an agency uses something of an enterprise.',
  examples: [{ agency: example.agency, supply: example.supply, demand: example.demand, contract: example.contract, valueVnd: example.valueVnd, usedFrom: example.usedFrom, document: example.document }],
})
export const AdoptionRevision = AdoptionRequest.extend({ version: Version }).meta({ id: 'AdoptionRevision', description: 'An adoption written anew.', examples: (AdoptionRequest.meta()!['examples'] as object[]).map((one) => ({ ...one, version: 1 })) })
export const TakeBackQuery = z.strictObject({ reason: prose(1000).meta({ description: 'Why it is taken back.', examples: ['Nhập nhầm cơ quan'] }) })

const count = z.int().min(0).max(1_000_000_000)
const figures = {
  adoptions: count, inUse: count.meta({ description: 'Of these, in use today.' }), agencies: count, enterprises: count,
  valueVnd: vnd.meta({ description: 'Of the contracts whose value is told, together.' }),
}
const counted = { adoptions: 1, inUse: 1, agencies: 1, enterprises: 1, valueVnd: 480_000_000 }
export const AdoptionCount = z.object({
  code: TaxonCode.nullable().meta({ description: 'A province of 2025 or a field; null for agencies of the centre.' }), name: text(200).nullable(), ...figures,
}).meta({ id: 'AdoptionCount', description: 'Adoptions of a locality or a field.', examples: [{ code: '48', name: 'Thành phố Đà Nẵng', ...counted }] })
export const AdoptionCounts = z.object({
  items: z.array(AdoptionCount).max(1000), total: z.object(figures).meta({ description: 'All together, each adoption once.' }), position: Position,
}).meta({ id: 'AdoptionCounts', description: 'Adoptions by locality or by field.', examples: [{ items: [{ code: '48', name: 'Thành phố Đà Nẵng', ...counted }], total: counted, position: 21_004 }] })
export const CountAdoptionsQuery = z.strictObject({
  by: z.enum(COUNTED_BY).default('province').meta({ description: 'By the province of the agency, or by field; an adoption of several fields stands under each.' }), format: ListFormat,
})
