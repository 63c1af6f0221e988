import { z } from 'zod'
import { AgencyCode } from '../agencies/schemas.ts'
import { Category } from '../enterprises/schemas.ts'
import { ListFormat } from '../http/list-file.ts'
import { LimitOfFile, Page } from '../http/page.ts'
import { Day, flag, prose } from '../http/query.ts'
import { ProvinceCode } from '../localities/schemas.ts'
import { Codes, Contact, described, forOffice, instant, officeExample, province, provinceName, ReadinessLevel, technologies, text, Version, version } from './schemas.ts'
import { ListSuppliesQuery } from './supply-schemas.ts'

const vnd = z.int().min(0).max(Number.MAX_SAFE_INTEGER).nullable()
const example = {
  id: 1, agency: 'Sở Nông nghiệp và Môi trường thành phố Đà Nẵng', agencyCode: null, province: '48', provinceName: 'Thành phố Đà Nẵng', name: 'Quan trắc vùng nuôi', nameEn: null,
  technologies: ['internet-of-things'], fields: ['agriculture', 'environment'], readiness: 'ready' as const, categories: [], periodFrom: '2027-01-01', periodTo: '2027-12-31', budgetFromVnd: 500_000_000, budgetToVnd: 900_000_000, adoptions: [1],
  contact: { unit: 'Phòng Kế hoạch', email: 'kehoach@example.org', phone: null, url: null }, description: 'Cảm biến và phần mềm theo dõi chất lượng nước.', descriptionEn: null,
  publishedAt: '2026-11-22T01:12:00.000Z', updatedAt: '2026-11-22T01:12:00.000Z', version: 2,
}
const categories = z.array(Category).max(4).meta({ description: 'Categories of enterprises that are looked for; any where empty.' })
const wanted = ReadinessLevel.nullable().meta({ description: 'The least readiness that will do; null where nothing is said.' })
const agencyCode = AgencyCode.nullable().meta({ description: 'Code of the agency, as `/agencies` lists it; null where it has none.' })

export const Demand = z.object({
  id: z.int().min(1).max(Number.MAX_SAFE_INTEGER), agency: text(300), agencyCode,
  province: province.meta({ description: 'The locality; null for an agency of the whole country.' }), provinceName, name: text(300), nameEn: text(300).nullable(),
  technologies: Codes, fields: Codes, readiness: wanted, categories, periodFrom: z.iso.date(), periodTo: z.iso.date(), budgetFromVnd: vnd, budgetToVnd: vnd,
  adoptions: z.array(z.int().min(1).max(Number.MAX_SAFE_INTEGER)).max(100).meta({ description: 'What was taken in answer to it: numbers of `/catalogue/adoptions`, the newest first, a hundred at most. Empty while it is not met.' }),
  contact: Contact, description: text(4000), descriptionEn: text(4000).nullable(), publishedAt: instant.nullable(), updatedAt: instant, version,
}).meta({ id: 'Demand', description: 'What an agency needs.', examples: [example] })
export const DemandPage = Page(Demand, 'DemandPage')
export const OfficeDemand = Demand.extend(forOffice).meta({ id: 'OfficeDemand', description: 'A demand as officers see it.', examples: [{ ...example, ...officeExample, publishedAt: null }] })
export const OfficeDemandPage = Page(OfficeDemand, 'OfficeDemandPage')

const { province: ofProvince, technology, field, q, total, cursor } = ListSuppliesQuery.shape
export const ListDemandsQuery = z.strictObject({
  province: ofProvince, technology, field, q, open: flag('Only those whose period has not ended, or only those whose period has.').optional(), total, cursor, limit: LimitOfFile, format: ListFormat,
})

export const DemandRequest = z.strictObject({
  agency: prose(300).meta({ description: 'The agency, by its name.' }), agencyCode: agencyCode.default(null),
  province: ProvinceCode.nullable().meta({ description: 'The province of 2025; null for an agency of the whole country, which needs `catalogue:*`.' }),
  ...described, technologies: technologies.default([]), categories: categories.default([]), readiness: wanted.default(null),
  periodFrom: Day.meta({ format: 'date' }), periodTo: Day.meta({ format: 'date', description: 'Its last day.' }),
  budgetFromVnd: vnd.default(null).meta({ description: 'At least, in VND.' }), budgetToVnd: vnd.default(null).meta({ description: 'At most, in VND.' }),
}).meta({
  id: 'DemandRequest', description: 'What an agency needs, for the catalogue.',
  examples: [{
    agency: example.agency, province: example.province, name: example.name, technologies: example.technologies, fields: example.fields, readiness: example.readiness,
    periodFrom: example.periodFrom, periodTo: example.periodTo, budgetFromVnd: example.budgetFromVnd, budgetToVnd: example.budgetToVnd, contact: example.contact, description: example.description,
  }],
})
export const DemandRevision = DemandRequest.extend({ version: Version }).meta({ id: 'DemandRevision', description: 'A demand written anew.', examples: (DemandRequest.meta()!['examples'] as object[]).map((one) => ({ ...one, version: 1 })) })
