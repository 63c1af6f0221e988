import { z } from 'zod'
import { EnterpriseCode } from '../enterprises/schemas.ts'
import { ListFormat } from '../http/list-file.ts'
import { Cursor, LimitOfFile, Page, Position } from '../http/page.ts'
import { Day, flag, fromText, prose } from '../http/query.ts'
import { ProvinceCode } from '../localities/schemas.ts'
import type { Collection } from './collections.ts'
import { KINDS, STATES } from './collections.ts'

const text = (max: number) => z.string().max(max)
const day = z.iso.date().nullable()
const year = z.int().min(2000).max(2099)
const EXAMPLE_CODES = { products: 'sandbox-product', platforms: 'sandbox-platform', honours: 'sandbox-honour', zones: 'qtsc-chain' } as const
const ENTERPRISE = '3750002081'

const Code = z.string().max(80).regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'must be small letters, digits and hyphens')
export const codeOf = (collection: Collection) => Code.meta({ description: 'A code: small letters, digits and hyphens.', examples: [EXAMPLE_CODES[collection]] })

const owner = EnterpriseCode.nullable().meta({ description: 'The enterprise that owns or earned it; null where none does.' })
const tenant = { enterprise: EnterpriseCode, from: day.meta({ description: 'First day; null where it is not known.' }), to: day.meta({ description: 'Last day; null while it is there.' }) }
export const Tenant = z.object({ ...tenant, enterpriseName: text(2000).nullable() }).meta({ id: 'Tenant', description: 'An enterprise in a zone.', examples: [{ enterprise: ENTERPRISE, from: '2020-01-01', to: null, enterpriseName: null }] })

const common = {
  code: Code, name: text(300), nameEn: text(300).nullable(),
  level: z.enum(['national', 'local']), province: ProvinceCode.nullable().meta({ description: 'The province of 2025 that recognises it; null for the country.' }),
  recognisedBy: text(300), document: text(500).meta({ description: 'The act or decision that says so.' }), note: text(1000).nullable(),
  origin: z.enum(['act', 'officers']).meta({ description: 'Whether it is shipped as an act names it, or was entered by officers.' }),
  position: Position.meta({ description: 'The position from which it is known in this form.' }),
}
const known = { name: 'Sản phẩm thử nghiệm', nameEn: null, level: 'national' as const, province: null, recognisedBy: 'Cơ quan thử nghiệm', document: 'Dữ liệu thử nghiệm', note: null, origin: 'officers' as const, position: 21004 }
const owned = { enterprise: owner, enterpriseName: text(2000).nullable() }
const exampleOwner = { enterprise: ENTERPRISE, enterpriseName: null }

export const Product = z.object({ ...common, kind: z.enum(KINDS.products), ...owned, state: z.enum(STATES.products), since: day.meta({ description: 'In use since.' }) })
  .meta({ id: 'Product', description: 'A key digital product.', examples: [{ code: EXAMPLE_CODES.products, kind: 'key-product' as const, ...known, ...exampleOwner, state: 'recognised' as const, since: null }] })
export const Platform = z.object({ ...common, kind: z.enum(KINDS.platforms), ...owned, state: z.enum(STATES.platforms), since: day.meta({ description: 'In use since.' }) })
  .meta({ id: 'Platform', description: 'A shared digital platform.', examples: [{ code: EXAMPLE_CODES.platforms, kind: 'shared-platform' as const, ...known, ...exampleOwner, state: 'in-use' as const, since: '2026-01-01' }] })
export const Honour = z.object({ ...common, kind: z.enum(KINDS.honours), ...owned, year: year.nullable(), award: text(300).nullable(), state: z.enum(STATES.honours) })
  .meta({ id: 'Honour', description: 'An honour of an enterprise or of its product.', examples: [{ code: EXAMPLE_CODES.honours, kind: 'other' as const, ...known, ...exampleOwner, year: 2026, award: 'Giải thử nghiệm', state: 'awarded' as const }] })
const zoneExample = { code: EXAMPLE_CODES.zones, kind: 'chain' as const, ...known, name: 'Chuỗi Công viên phần mềm Quang Trung', recognisedBy: 'Thủ tướng Chính phủ', document: 'Quyết định 333/QĐ-TTg (03/03/2016)', origin: 'act' as const, state: 'established' as const, parent: null, tenants: [] }
export const Zone = z.object({ ...common, kind: z.enum(KINDS.zones), state: z.enum(STATES.zones), parent: Code.nullable().meta({ description: 'The zone or chain that it belongs to.' }), tenants: z.array(Tenant).max(10_000) })
  .meta({ id: 'Zone', description: 'A concentrated zone, a software park, a chain of them or an incubator, with its tenants.', examples: [zoneExample] })
export const ITEMS = { products: Product, platforms: Platform, honours: Honour, zones: Zone } as const

export const Goal = z.object({
  minimum: z.int().min(0).max(1000), maximum: z.int().min(0).max(1000), before: z.iso.date(), source: text(300), counts: text(40).meta({ description: 'The state that counts.' }),
  national: z.int().min(0).max(100_000).meta({ description: 'National ones of that state in the register now.' }),
  state: z.enum(['below', 'within', 'above']).meta({ description: 'How that number stands to the range; whether it was reached in time is another question.' }),
}).meta({ id: 'RecognitionGoal', description: 'How many there ought to be.', examples: [{ minimum: 5, maximum: 10, before: '2025-01-01', source: 'Chỉ thị 01/CT-TTg (14/01/2020), I.9', counts: 'recognised', national: 1, state: 'below' }] })

const list = <T extends z.ZodType>(item: T, id: string) => {
  const page = Page(item, id)
  const [example] = page.meta()!['examples'] as object[]
  return page.extend({ goal: Goal.nullable() }).meta({ id, description: 'One page of those that meet the question, by code.', ...example && { examples: [{ ...example, goal: null }] as never[] } })
}
export const LISTS = { products: list(Product, 'ProductList'), platforms: list(Platform, 'PlatformList'), honours: list(Honour, 'HonourList'), zones: list(Zone, 'ZoneList') } as const

export const ListQuery = z.strictObject({
  province: ProvinceCode.optional().meta({ description: 'Only local ones of this province of 2025.' }), level: z.enum(['national', 'local']).optional().meta({ description: 'Only national or only local ones.' }),
  format: ListFormat, cursor: Cursor.optional(), limit: LimitOfFile, total: flag('With the number of items on all pages.').optional(),
})

const asked = {
  name: prose(300), nameEn: prose(300).nullable().default(null), recognisedBy: prose(300), document: prose(500), note: prose(1000).nullable().default(null),
}
const ownedRequest = { ...asked, enterprise: owner.default(null) }
const since = Day.nullable().default(null).meta({ format: 'date' })
const exampleRequest = { name: known.name, recognisedBy: known.recognisedBy, document: known.document }
export const REQUESTS = {
  products: z.strictObject({ ...ownedRequest, kind: z.enum(KINDS.products), state: z.enum(STATES.products), since }).meta({ id: 'ProductRequest', description: 'A key product.', examples: [{ ...exampleRequest, kind: 'key-product', state: 'recognised' }] }),
  platforms: z.strictObject({ ...ownedRequest, kind: z.enum(KINDS.platforms), state: z.enum(STATES.platforms), since }).meta({ id: 'PlatformRequest', description: 'A shared platform.', examples: [{ ...exampleRequest, kind: 'shared-platform', state: 'in-use', since: '2026-01-01' }] }),
  honours: z.strictObject({ ...ownedRequest, kind: z.enum(KINDS.honours), state: z.enum(STATES.honours), year, award: prose(300) }).meta({ id: 'HonourRequest', description: 'An honour.', examples: [{ ...exampleRequest, kind: 'other', state: 'awarded', year: 2026, award: 'Giải thử nghiệm' }] }),
  zones: z.strictObject({
    ...asked, kind: z.enum(KINDS.zones), state: z.enum(STATES.zones), parent: Code.nullable().default(null),
    tenants: z.array(z.strictObject({ enterprise: EnterpriseCode, from: since, to: since })).max(5000).default([]),
  }).meta({ id: 'ZoneRequest', description: 'A zone with all of its tenants.', examples: [{ ...exampleRequest, kind: 'software-park', state: 'established', tenants: [{ enterprise: ENTERPRISE, from: '2020-01-01' }] }] }),
} as const

export const OfEnterprise = z.object({ enterprise: EnterpriseCode, products: z.array(Product).max(1000), platforms: z.array(Platform).max(1000), honours: z.array(Honour).max(1000), zones: z.array(Zone).max(1000), position: Position })
  .meta({ id: 'RecognitionOfEnterprise', description: 'All that an enterprise is recognised for, and the zones that it is a tenant of.', examples: [{ enterprise: ENTERPRISE, products: Product.meta()!['examples'] as [], platforms: [], honours: [], zones: [], position: 21004 }] })

const software = { name: text(300), licence: text(100), use: text(1000), url: text(500).nullable(), tested: text(1000).nullable().meta({ description: 'How it was tested, by whom and with what result; null where nobody says.' }) }
export const Software = z.object(software).meta({ id: 'RecommendedSoftware', description: 'One piece of the list.', examples: [{ name: 'PostgreSQL', licence: 'PostgreSQL', use: 'Cơ sở dữ liệu', url: 'https://www.postgresql.org', tested: null }] })
export const ListVersion = fromText({ type: 'integer', format: 'int32', minimum: 1, maximum: 10_000, description: 'Number of a version.', examples: [1] }, 'must be a whole number from 1', (given) => /^[1-9]\d{0,3}$/.test(given) ? Number(given) : undefined)
const about = { version: z.int().min(1).max(10_000), title: text(300), recommendedBy: text(300), document: text(500), publishedAt: z.iso.datetime({ offset: true }), position: Position }
const aboutExample = { version: 1, title: 'Danh mục thử nghiệm', recommendedBy: 'Cơ quan thử nghiệm', document: 'Dữ liệu thử nghiệm', publishedAt: '2026-11-22T01:12:00.000Z', position: 21004 }
export const OpenSourceItem = z.object({ ...about, software: z.int().min(0).max(10_000).meta({ description: 'How many pieces it has.' }) }).meta({ id: 'OpenSourceItem', description: 'A version of the recommended list.', examples: [{ ...aboutExample, software: 1 }] })
export const OpenSourceLists = z.object({ items: z.array(OpenSourceItem).max(10_000), position: Position }).meta({ id: 'OpenSourceLists', description: 'The versions, the newest first.' })
export const OpenSourceList = z.object({ ...about, items: z.array(Software).max(1000) }).meta({ id: 'OpenSourceList', description: 'A version of the recommended list, which never changes.' })
export const OpenSourceRequest = z.strictObject({
  title: prose(300), recommendedBy: prose(300), document: prose(500),
  items: z.array(z.strictObject({
    name: prose(300), licence: prose(100), use: prose(1000), url: z.string().max(500).regex(/^https?:\/\/[^\s"<>]+$/, 'must be an address of the Web, http or https').nullable().default(null),
    tested: prose(1000).nullable().default(null).meta({ description: 'How it was tested, by whom and with what result.' }),
  })).min(1).max(1000),
}).meta({ id: 'OpenSourceRequest', description: 'The next version of the list.', examples: [{ title: aboutExample.title, recommendedBy: aboutExample.recommendedBy, document: aboutExample.document, items: [{ name: 'PostgreSQL', licence: 'PostgreSQL', use: 'Cơ sở dữ liệu' }] }] })
