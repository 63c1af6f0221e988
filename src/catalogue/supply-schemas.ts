import { z } from 'zod'
import { Basis, Category, EnterpriseCode } from '../enterprises/schemas.ts'
import { ListFormat } from '../http/list-file.ts'
import { Cursor, Limit, LimitOfFile, Page } from '../http/page.ts'
import { flag, list, prose, words } from '../http/query.ts'
import { ProvinceCode } from '../localities/schemas.ts'
import { KINDS } from './entry.ts'
import { Codes, Contact, described, forOffice, instant, officeExample, provinceName, ReadinessLevel, State, TaxonCode, technologies, text, Version, version } from './schemas.ts'

const Kind = z.enum(KINDS).meta({ description: 'A product, a service, or a technology itself.' })
export const searched = words(200, 'Words to find, in any order, the last one as a beginning; case, tone marks, đ/d, punctuation and spacing do not matter.')

const example = {
  id: 1, enterprise: '3750002081', enterpriseName: 'CÔNG TY TNHH MỘT THÀNH VIÊN PHẦN MỀM LẪM GIÊNG NGOAN', province: '79', provinceName: 'Thành phố Hồ Chí Minh', category: 'ii' as const, basis: 'derived' as const,
  kind: 'product' as const, name: 'Phần mềm quan trắc ao nuôi', nameEn: 'Pond monitoring', technologies: ['internet-of-things', 'big-data'], fields: ['agriculture'], readiness: 'in-use' as const, evidence: 'Đang vận hành tại ba hợp tác xã', adoptingAgencies: 1,
  contact: { unit: 'Phòng Kinh doanh', email: 'lienhe@example.org', phone: null, url: 'https://example.org' }, description: 'Đo chất lượng nước và cảnh báo.', descriptionEn: null,
  publishedAt: '2026-11-22T01:12:00.000Z', updatedAt: '2026-11-22T01:12:00.000Z', version: 2,
}

const evidence = text(1000).nullable().meta({ description: 'What the readiness rests on.' })
export const Supply = z.object({
  id: z.int().min(1).max(Number.MAX_SAFE_INTEGER), enterprise: EnterpriseCode, enterpriseName: text(2000),
  province: ProvinceCode.meta({ description: 'The province of 2025 in which the enterprise is now.' }), provinceName, category: Category.nullable(), basis: Basis.nullable(),
  kind: Kind, name: text(300), nameEn: text(300).nullable(), technologies: Codes, fields: Codes, readiness: ReadinessLevel, evidence,
  adoptingAgencies: z.int().min(0).max(1_000_000).meta({ description: 'How many agencies use it today, as `/catalogue/adoptions` lists them.' }),
  contact: Contact, description: text(4000), descriptionEn: text(4000).nullable(), publishedAt: instant.nullable(), updatedAt: instant, version,
}).meta({ id: 'Supply', description: 'What an enterprise can supply.', examples: [example] })
export const SupplyPage = Page(Supply, 'SupplyPage')

export const OfficeSupply = Supply.extend({
  ...forOffice,
  standing: text(20).meta({ description: 'How the enterprise stands: a legal status, or `gone`, `withdrawn` or `not-digital` where the register does not show it.' }),
  isShown: z.boolean().meta({ description: 'Whether the public sees it: published, and the enterprise active.' }),
}).meta({ id: 'OfficeSupply', description: 'A supply as officers see it.', examples: [{ ...example, ...officeExample, publishedAt: null, standing: 'active', isShown: false }] })
export const OfficeSupplyPage = Page(OfficeSupply, 'OfficeSupplyPage')

const filters = {
  province: ProvinceCode.optional().meta({ description: 'A province of 2025.' }),
  technology: list(TaxonCode, { description: 'Digital technologies, parted by commas: any of them.' }).optional(),
  field: list(TaxonCode, { description: 'Fields, parted by commas: any of them.' }).optional(),
  q: searched.optional(),
}
const paging = { total: flag('Whether to count all entries of the question.').default(false), cursor: Cursor.optional() }

export const ListSuppliesQuery = z.strictObject({
  ...filters,
  readiness: ReadinessLevel.optional().meta({ description: 'At least so near to use.' }),
  category: list(Category, { description: 'Categories of the enterprises, parted by commas.' }).optional(),
  enterprise: EnterpriseCode.optional().meta({ description: 'What this enterprise supplies.', examples: [] }),
  ...paging, limit: LimitOfFile, format: ListFormat,
})

export const ListOfficeQuery = z.strictObject({
  province: ProvinceCode.optional().meta({ description: 'Only this province of 2025; where absent all that the caller may write for.' }),
  state: list(State, { description: 'States, parted by commas; all where absent.' }).optional(),
  q: searched.optional(), ...paging, limit: Limit,
})
export const ListOfficeSuppliesQuery = ListOfficeQuery.extend({ shown: flag('Only what the public sees, or only what it does not see.').optional() })

export const SupplyRequest = z.strictObject({
  enterprise: EnterpriseCode, kind: Kind, ...described, technologies: technologies.min(1), readiness: ReadinessLevel, evidence: prose(1000).nullable().default(null),
}).meta({
  id: 'SupplyRequest', description: 'What an enterprise can supply, for the catalogue.',
  examples: [{
    enterprise: example.enterprise, kind: example.kind, name: example.name, nameEn: example.nameEn, technologies: example.technologies, fields: example.fields, readiness: example.readiness, evidence: example.evidence,
    contact: example.contact, description: example.description,
  }],
})
export const SupplyRevision = SupplyRequest.extend({ version: Version }).meta({ id: 'SupplyRevision', description: 'A supply written anew.', examples: (SupplyRequest.meta()!['examples'] as object[]).map((one) => ({ ...one, version: 1 })) })
