import { z } from 'zod'
import { AgencyCode, Url } from '../agencies/schemas.ts'
import { EnterpriseCode } from '../enterprises/schemas.ts'
import { ListFormat } from '../http/list-file.ts'
import { Cursor, LimitOfFile, Page, Position } from '../http/page.ts'
import { Day, flag, fromText, keepable, prose } from '../http/query.ts'
import { ProvinceCode } from '../localities/schemas.ts'
import type { Collection } from './collections.ts'
import { KINDS, STATES } from './collections.ts'
import { asked, Code, common, Country, day, ENTERPRISE, EXAMPLE_CODES, exampleRequest, known, lastDay, since, spanOf, text } from './item-schemas.ts'
import { Service, ServiceRequest, servicesQuery } from './service-schemas.ts'
import { Transfer, TransferRequest, transfersQuery } from './transfer-schemas.ts'

export { Country } from './item-schemas.ts'

const year = z.int().min(2000).max(2099)
export const codeOf = (collection: Collection) => Code.meta({ description: 'A code: small letters, digits and hyphens.', examples: [EXAMPLE_CODES[collection]] })

const owner = EnterpriseCode.nullable().meta({ description: 'The enterprise that owns or earned it; null where none does.' })
const tenant = { enterprise: EnterpriseCode, from: day.meta({ description: 'First day; null where it is not known.' }), to: day.meta({ description: 'Last day; null while it is there.' }) }
export const Tenant = z.object({ ...tenant, enterpriseName: text(2000).nullable() }).meta({ id: 'Tenant', description: 'An enterprise in a zone.', examples: [{ enterprise: ENTERPRISE, from: '2020-01-01', to: null, enterpriseName: null }] })

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

const PlanCode = Code.meta({ description: 'Code of a plan, as in `/plans`.', examples: ['directive-01'] })
const credential = {
  recognisedBy: text(300).meta({ description: 'Who issued it; of an application, with whom it was filed.' }), document: text(500).meta({ description: 'The paper or the entry that says so.' }),
  kind: z.enum(KINDS.credentials).meta({ description: 'A right in intellectual property; `management-certificate` of how an enterprise works (ISO, CMMI); `security-assessment` of a product or a system.' }),
  enterprise: EnterpriseCode.meta({ description: 'The enterprise that holds it.' }), enterpriseName: text(2000).nullable(),
  product: text(300).nullable().meta({ description: 'Name or code of the product that it is about; null where it is about the enterprise.' }),
  number: text(100).nullable().meta({ description: 'Under which it was issued or filed.' }), standard: text(100).nullable().meta({ description: 'What it says is met, such as `ISO/IEC 27001`.' }),
  state: z.enum(STATES.credentials).meta({ description: 'As it was entered; whether it has expired since, `isValid` tells.' }),
  since: day.meta({ description: 'Issued, or filed, on.' }), until: day.meta({ description: 'The last day on which it is valid; null where it has none.' }),
  isValid: z.boolean().meta({ description: 'On the day that this was asked for: issued, neither revoked nor expired.' }),
}
export const Credential = z.object({ ...common, ...credential })
  .meta({ id: 'Credential', description: 'A right or certificate of an enterprise or of its product.', examples: [{ code: EXAMPLE_CODES.credentials, kind: 'management-certificate' as const, ...known, name: 'Chứng nhận thử nghiệm', ...exampleOwner, product: null, number: 'TEST-0001', standard: 'ISO/IEC 27001', state: 'valid' as const, since: '2026-01-01', until: '2028-12-31', isValid: true }] })

const participant = { ...tenant, kind: text(200).nullable().meta({ description: 'What kind of support it gets; null where nobody says, or it gets none.' }) }
export const Participant = z.object({ ...participant, enterpriseName: text(2000).nullable() })
  .meta({ id: 'Participant', description: 'An enterprise that takes part. What came of it officers alone are told.', examples: [{ enterprise: ENTERPRISE, from: '2026-01-01', to: null, kind: 'Tư vấn chuyển đổi số', enterpriseName: null }] })
export const Programme = z.object({
  ...common, kind: z.enum(KINDS.programmes).meta({ description: '`advice`: advice and support that a focal point gives; `association`: its members take part.' }), state: z.enum(STATES.programmes),
  agency: AgencyCode.meta({ description: 'The body that runs it.' }), plan: PlanCode.nullable().meta({ description: 'The plan that it carries out.' }), ...spanOf('programme'), participants: z.array(Participant).max(10_000),
}).meta({
  id: 'Programme', description: 'What enterprises take part in.',
  examples: [{ code: EXAMPLE_CODES.programmes, kind: 'advice' as const, ...known, name: 'Chương trình thử nghiệm', state: 'running' as const, agency: 'most', plan: 'directive-01', since: '2026-01-01', until: null, participants: Participant.meta()!['examples'] as [] }],
})
export const Outcome = z.object({ ...participant, outcome: text(2000).nullable().meta({ description: 'What came of it; null where nobody says.' }), enterpriseName: text(2000).nullable() })
  .meta({ id: 'ProgrammeOutcome', description: 'An enterprise that takes part, and what came of it.', examples: [{ enterprise: ENTERPRISE, from: '2026-01-01', to: null, kind: 'Tư vấn chuyển đổi số', outcome: 'Kết quả thử nghiệm', enterpriseName: null }] })
export const Outcomes = z.object({ items: z.array(Outcome).max(10_000), position: Position }).meta({ id: 'ProgrammeOutcomes', description: 'Those who take part in a programme, in the order in which they were entered.' })

const organiser = { name: text(300), agency: AgencyCode.nullable().meta({ description: 'Its code; null where it is no body that the registry knows.' }) }
const attending = z.object({ enterprise: EnterpriseCode, enterpriseName: text(2000).nullable() }).meta({ id: 'Attending', description: 'An enterprise at an event.', examples: [{ enterprise: ENTERPRISE, enterpriseName: null }] })
const EventDocument = z.object({ title: text(300), url: text(300).nullable() }).meta({ id: 'EventDocument', description: 'A document of an event.' })
export const Event = z.object({
  ...common, kind: z.enum(KINDS.events), state: z.enum(STATES.events), since: z.iso.date().meta({ description: 'Its first day.' }), until: z.iso.date().meta({ description: 'Its last day.' }), place: text(300), country: Country,
  organisers: z.array(z.object(organiser).meta({ id: 'Organiser', description: 'Who holds an event.' })).max(50), documents: z.array(EventDocument).max(100), participants: z.array(attending).max(10_000),
}).meta({
  id: 'Event', description: 'A forum, trade promotion or a fair, with the enterprises that were there.',
  examples: [{
    code: EXAMPLE_CODES.events, kind: 'forum' as const, ...known, name: 'Diễn đàn thử nghiệm', state: 'held' as const, since: '2026-03-02', until: '2026-03-03', place: 'Hà Nội', country: 'VN', organisers: [{ name: 'Bộ Khoa học và Công nghệ', agency: 'most' }],
    documents: [{ title: 'Chương trình thử nghiệm', url: null }], participants: attending.meta()!['examples'] as [],
  }],
})
export const ITEMS = { products: Product, platforms: Platform, honours: Honour, zones: Zone, credentials: Credential, programmes: Programme, events: Event, transfers: Transfer, 'support-services': Service } as const

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
export const LISTS = { products: list(Product, 'ProductList'), platforms: list(Platform, 'PlatformList'), honours: list(Honour, 'HonourList'), zones: list(Zone, 'ZoneList'), credentials: list(Credential, 'CredentialList'), programmes: list(Programme, 'ProgrammeList'), events: list(Event, 'EventList'), transfers: list(Transfer, 'TransferList'), 'support-services': list(Service, 'SupportServiceList') } as const

export const ListQuery = z.strictObject({
  province: ProvinceCode.optional().meta({ description: 'Only local ones of this province of 2025.' }), level: z.enum(['national', 'local']).optional().meta({ description: 'Only national or only local ones.' }),
  format: ListFormat, cursor: Cursor.optional(), limit: LimitOfFile, total: flag('With the number of items on all pages.').optional(),
})
const filters = (kinds: readonly string[]) => ({ kind: z.enum(kinds).optional().meta({ description: 'Only of this kind.' }), enterprise: EnterpriseCode.optional().meta({ description: 'Only of this enterprise, in which it takes part, or to which it is a party.' }) })
/** What each list can be asked for. */
export const QUERIES = {
  products: ListQuery, platforms: ListQuery, honours: ListQuery, zones: ListQuery,
  credentials: ListQuery.extend({
    ...filters(KINDS.credentials), valid: flag('Only those that are valid today, or only those that are not.').optional(),
    before: Day.optional().meta({ format: 'date', description: 'Only those whose last day is before this day; with `valid=true`, those that are about to expire.' }),
  }),
  programmes: ListQuery.extend({ ...filters(KINDS.programmes), agency: AgencyCode.optional().meta({ description: 'Only those that this body runs.' }), plan: PlanCode.optional().meta({ description: 'Only those that carry out this plan.' }) }),
  events: ListQuery.extend({ ...filters(KINDS.events), country: Country.optional().meta({ description: 'Only those in this country.' }) }),
  transfers: ListQuery.extend({ ...filters(KINDS.transfers), ...transfersQuery }),
  'support-services': ListQuery.extend({ kind: filters(KINDS['support-services']).kind, ...servicesQuery }),
} as const
export type Query = z.output<typeof ListQuery> & Partial<z.output<typeof QUERIES.credentials> & z.output<typeof QUERIES.programmes> & z.output<typeof QUERIES.events> & z.output<typeof QUERIES['support-services']>>

const ownedRequest = { ...asked, enterprise: owner.default(null) }
export const REQUESTS = {
  products: z.strictObject({ ...ownedRequest, kind: z.enum(KINDS.products), state: z.enum(STATES.products), since }).meta({ id: 'ProductRequest', description: 'A key product.', examples: [{ ...exampleRequest, kind: 'key-product', state: 'recognised' }] }),
  platforms: z.strictObject({ ...ownedRequest, kind: z.enum(KINDS.platforms), state: z.enum(STATES.platforms), since }).meta({ id: 'PlatformRequest', description: 'A shared platform.', examples: [{ ...exampleRequest, kind: 'shared-platform', state: 'in-use', since: '2026-01-01' }] }),
  honours: z.strictObject({ ...ownedRequest, kind: z.enum(KINDS.honours), state: z.enum(STATES.honours), year, award: prose(300) }).meta({ id: 'HonourRequest', description: 'An honour.', examples: [{ ...exampleRequest, kind: 'other', state: 'awarded', year: 2026, award: 'Giải thử nghiệm' }] }),
  zones: z.strictObject({
    ...asked, kind: z.enum(KINDS.zones), state: z.enum(STATES.zones), parent: Code.nullable().default(null),
    tenants: z.array(z.strictObject({ enterprise: EnterpriseCode, from: since, to: since })).max(5000).default([]),
  }).meta({ id: 'ZoneRequest', description: 'A zone with all of its tenants.', examples: [{ ...exampleRequest, kind: 'software-park', state: 'established', tenants: [{ enterprise: ENTERPRISE, from: '2020-01-01' }] }] }),
  credentials: z.strictObject({
    ...asked, kind: z.enum(KINDS.credentials), state: z.enum(STATES.credentials), enterprise: EnterpriseCode, product: prose(300).nullable().default(null),
    number: prose(100).nullable().default(null), standard: prose(100).nullable().default(null).meta({ description: 'Needed of a `management-certificate`.' }), since, until: lastDay,
  }).meta({ id: 'CredentialRequest', description: 'A right or certificate.', examples: [{ ...exampleRequest, kind: 'management-certificate', state: 'valid', enterprise: ENTERPRISE, number: 'TEST-0001', standard: 'ISO/IEC 27001', since: '2026-01-01', until: '2028-12-31' }] }),
  programmes: z.strictObject({
    ...asked, kind: z.enum(KINDS.programmes), state: z.enum(STATES.programmes), agency: AgencyCode, plan: PlanCode.nullable().default(null), since, until: lastDay,
    participants: z.array(z.strictObject({
      enterprise: EnterpriseCode, from: since, to: since, kind: prose(200).nullable().default(null), outcome: prose(2000).nullable().default(null).meta({ description: 'What came of it. Officers alone are told; no person.' }),
    })).max(5000).default([]),
  }).meta({ id: 'ProgrammeRequest', description: 'A programme with all who take part.', examples: [{ ...exampleRequest, kind: 'advice', state: 'running', agency: 'most', plan: 'directive-01', since: '2026-01-01', participants: [{ enterprise: ENTERPRISE, from: '2026-01-01', kind: 'Tư vấn chuyển đổi số', outcome: 'Kết quả thử nghiệm' }] }] }),
  events: z.strictObject({
    ...asked, kind: z.enum(KINDS.events), state: z.enum(STATES.events).meta({ description: '`held` from its first day on.' }), since: Day, until: Day, place: prose(300), country: Country,
    organisers: z.array(z.strictObject({ name: prose(300), agency: AgencyCode.nullable().default(null) })).min(1).max(50), documents: z.array(z.strictObject({ title: prose(300), url: Url.nullable().default(null) })).max(100).default([]),
    participants: z.array(z.strictObject({ enterprise: EnterpriseCode })).max(5000).default([]),
  }).meta({ id: 'EventRequest', description: 'An event with all who were there.', examples: [{ ...exampleRequest, kind: 'forum', state: 'held', since: '2026-03-02', until: '2026-03-03', place: 'Hà Nội', country: 'VN', organisers: [{ name: 'Bộ Khoa học và Công nghệ', agency: 'most' }], participants: [{ enterprise: ENTERPRISE }] }] }),
  transfers: TransferRequest, 'support-services': ServiceRequest,
} as const

const many = <T extends z.ZodType>(item: T) => z.array(item).max(10_000)
export const OfEnterprise = z.object({
  enterprise: EnterpriseCode, products: z.array(Product).max(1000), platforms: z.array(Platform).max(1000), honours: z.array(Honour).max(1000), zones: z.array(Zone).max(1000),
  credentials: many(Credential), programmes: many(Programme), events: many(Event), transfers: many(Transfer), position: Position,
}).meta({
  id: 'RecognitionOfEnterprise', description: 'All that an enterprise is recognised for, the zones, programmes and events that it is in, and the transfers of technology that it is a party to.',
  examples: [{ enterprise: ENTERPRISE, products: Product.meta()!['examples'] as [], platforms: [], honours: [], zones: [], credentials: Credential.meta()!['examples'] as [], programmes: [], events: [], transfers: [], position: 21004 }],
})

const software = { name: text(300), licence: text(100), use: text(1000), url: text(500).nullable(), tested: text(1000).nullable().meta({ description: 'How it was tested, by whom and with what result; null where nobody says.' }) }
export const Software = z.object(software).meta({ id: 'RecommendedSoftware', description: 'One piece of the list.', examples: [{ name: 'PostgreSQL', licence: 'PostgreSQL', use: 'Cơ sở dữ liệu', url: 'https://www.postgresql.org', tested: null }] })
export const ListVersion = fromText({ type: 'integer', format: 'int32', minimum: 1, maximum: 10_000, description: 'Number of a version.', examples: [1] }, 'must be a whole number from 1', (given) => /^([1-9]\d{0,3}|10000)$/.test(given) ? Number(given) : undefined)
const about = { version: z.int().min(1).max(10_000), title: text(300), recommendedBy: text(300), document: text(500), publishedAt: z.iso.datetime({ offset: true }), position: Position }
const aboutExample = { version: 1, title: 'Danh mục thử nghiệm', recommendedBy: 'Cơ quan thử nghiệm', document: 'Dữ liệu thử nghiệm', publishedAt: '2026-11-22T01:12:00.000Z', position: 21004 }
export const OpenSourceItem = z.object({ ...about, software: z.int().min(0).max(10_000).meta({ description: 'How many pieces it has.' }) }).meta({ id: 'OpenSourceItem', description: 'A version of the recommended list.', examples: [{ ...aboutExample, software: 1 }] })
export const OpenSourceLists = z.object({ items: z.array(OpenSourceItem).max(10_000), position: Position }).meta({ id: 'OpenSourceLists', description: 'The versions, the newest first.' })
export const OpenSourceList = z.object({ ...about, items: z.array(Software).max(1000) }).meta({ id: 'OpenSourceList', description: 'A version of the recommended list, which never changes.' })
export const OpenSourceRequest = z.strictObject({
  title: prose(300), recommendedBy: prose(300), document: prose(500),
  items: z.array(z.strictObject({
    name: prose(300), licence: prose(100), use: prose(1000), url: keepable(z.string().max(500).regex(/^https?:\/\/[^\s"<>]+$/, 'must be an address of the Web, http or https')).nullable().default(null),
    tested: prose(1000).nullable().default(null).meta({ description: 'How it was tested, by whom and with what result.' }),
  })).min(1).max(1000),
}).meta({ id: 'OpenSourceRequest', description: 'The next version of the list.', examples: [{ title: aboutExample.title, recommendedBy: aboutExample.recommendedBy, document: aboutExample.document, items: [{ name: 'PostgreSQL', licence: 'PostgreSQL', use: 'Cơ sở dữ liệu' }] }] })
