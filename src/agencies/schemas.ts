import { z } from 'zod'
import { ListFormat } from '../http/list-file.ts'
import { Cursor, LimitOfFile, Page, Position } from '../http/page.ts'
import { Day, flag, keepable, momentParameters, prose, words } from '../http/query.ts'
import { Division, ProvinceCode } from '../localities/schemas.ts'

export const KINDS = ['ministry', 'ministry-agency', 'peoples-committee', 'department', 'association', 'collective', 'other'] as const
export const LEVELS = ['central', 'provincial', 'district'] as const

export const AgencyCode = z.string().max(80).regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'must be small letters, digits and hyphens').meta({ description: 'Code of a body: small letters, digits and hyphens.', examples: ['so-kh-cn-48'] })
export const Kind = z.enum(KINDS).meta({ description: '`ministry` or body of its rank, `ministry-agency` of a ministry, `peoples-committee`, `department` of a province, `association`, `collective` (bodies that acts name together), `other`.' })
export const Level = z.enum(LEVELS).meta({ description: 'Central, of a province, or of a district until they were abolished on 1 July 2025.' })
const all = flag('Those that have ended or are still to come as well.').optional()

const Link = z.object({
  code: AgencyCode, name: z.string().max(300),
  takesOverOn: z.iso.date(),
  extent: z.enum(['whole', 'part']).meta({ description: 'Whether it took over all or a part.' }),
  act: z.string().max(300), note: z.string().max(500).nullable(),
}).meta({ id: 'AgencySuccession', description: 'What a body came from, or went to.' })

export const Agency = z.object({
  code: AgencyCode,
  name: z.string().max(300).meta({ description: 'As it is called in this row\'s time, in the language asked for.' }),
  kind: Kind, level: Level,
  parent: AgencyCode.nullable().meta({ description: 'The body that it is part of.' }),
  province: ProvinceCode.nullable().meta({ description: 'Its locality in the division of 2025; null where it ended before.' }),
  oldProvince: ProvinceCode.nullable().meta({ description: 'Its locality in the division of 2004; null where it began later.' }),
  validFrom: z.iso.date().nullable().meta({ description: 'Under this name; null where it was there before what the registry is told of.' }),
  validTo: z.iso.date().nullable().meta({ description: 'Its last day under this name.' }),
  act: z.string().max(300).nullable(), note: z.string().max(500).nullable(),
  predecessors: z.array(Link).max(100), successors: z.array(Link).max(100),
  now: z.array(AgencyCode).max(100).meta({ description: 'The bodies in which it goes on, on the day asked for: itself while it is there, else who took over from it, step by step.' }),
}).meta({
  id: 'Agency', description: 'A public body or association.',
  examples: [{
    code: 'mic', name: 'Ministry of Information and Communications', kind: 'ministry', level: 'central', parent: null, province: null, oldProvince: null, validFrom: null, validTo: '2025-02-28', act: null, note: null, predecessors: [],
    successors: [{ code: 'most', name: 'Ministry of Science and Technology', takesOverOn: '2025-03-01', extent: 'whole', act: 'Nghị quyết 176/2025/QH15; Nghị định 55/2025/NĐ-CP', note: null }], now: ['most'],
  }],
})
export const AgencyPage = Page(Agency, 'AgencyPage')

const locality = {
  province: ProvinceCode.optional().meta({ description: 'Of this locality, in the division that `division` names.' }),
  division: Division.default('2025'),
}

export const ListAgenciesQuery = z.strictObject({
  q: words(100, 'Words of the name in either language; tone marks and case do not matter.').optional(),
  kind: Kind.optional(), level: Level.optional(), parent: AgencyCode.optional(), ...locality, all,
  ...momentParameters, format: ListFormat, cursor: Cursor.optional(), limit: LimitOfFile,
  total: flag('With the number of items on all pages.').optional(),
})
export const MomentQuery = z.strictObject(momentParameters)

export const AgencyRequest = z.strictObject({
  name: prose(300), nameEn: prose(300),
  kind: Kind.exclude(['collective']),
  level: Level.exclude(['district']),
  parent: AgencyCode.nullish(),
  province: ProvinceCode.nullish().meta({ description: 'Its locality in the division of 2025; needed at the level `provincial`.' }),
  validFrom: Day.nullish().meta({ format: 'date' }), validTo: Day.nullish().meta({ format: 'date' }),
  act: prose(300).nullish(), note: prose(500).nullish(),
}).meta({ id: 'AgencyRequest', description: 'A body that the registry does not ship, such as a further department.', examples: [{ name: 'Sở Y tế thành phố Đà Nẵng', nameEn: 'Department of Health of Da Nang City', kind: 'department', level: 'provincial', parent: 'ubnd-48', province: '48', validFrom: '2025-07-01' }] })

export const FocalPointCode = z.string().max(30).regex(/^(central|(2004-)?\d{2})-\d{4}-\d{2}-\d{2}$/, 'must be a locality and a day, such as 48-2025-07-01').meta({ description: 'Locality and first day: `48-2025-07-01`, `2004-45-2020-05-01`, `central-2020-03-30`.', examples: ['central-2020-03-30'] })

const text = (max: number) => prose(max).nullish()
export const Contact = z.object({ email: z.string().max(200).nullable(), phone: z.string().max(40).nullable(), address: z.string().max(300).nullable(), url: z.string().max(300).nullable() }).meta({ id: 'OrganisationContact', description: 'How the organisation is reached; no person.' })
const Email = keepable(z.string().max(200).regex(/^[^\s@]+@[^\s@]+\.[^\s@]+$/, 'must be an e-mail address'))
const Phone = z.string().max(40).regex(/^[+\d][\d ().-]{5,38}$/, 'must be a telephone number')
export const Url = keepable(z.url({ protocol: /^https?$/ }).max(300))
const ContactRequest = z.strictObject({ email: Email.nullish(), phone: Phone.nullish(), address: text(300), url: Url.nullish() }).meta({ id: 'OrganisationContactRequest', description: 'How the organisation is reached. It is public: no person.' })
export const DocumentRequest = z.strictObject({ number: prose(100), date: Day.meta({ format: 'date' }), url: Url.nullish() }).meta({ id: 'DocumentRequest', description: 'The document that says so.' })
const PersonRequest = z.strictObject({ name: prose(200), role: text(200), email: Email.nullish(), phone: Phone.nullish() })
  .meta({ id: 'PersonRequest', description: 'Who answers there. Not public, kept while the focal point is, and in no trail.' })

export const FocalPoint = z.object({
  code: FocalPointCode,
  level: z.enum(['central', 'provincial']),
  division: Division.nullable(), province: ProvinceCode.nullable(), provinceName: z.string().max(200).nullable(),
  agency: AgencyCode, agencyName: z.string().max(300).meta({ description: 'As it was called when it was appointed.' }),
  now: z.array(AgencyCode).max(100).meta({ description: 'The bodies in which the agency goes on, on the day asked for.' }),
  unit: z.string().max(300).nullable(), contact: Contact.nullable(),
  document: z.object({ number: z.string().max(100), date: z.iso.date(), url: z.string().max(300).nullable() }),
  validFrom: z.iso.date(), validTo: z.iso.date().nullable(), endNote: z.string().max(500).nullable(),
  isActive: z.boolean().meta({ description: 'On the day asked for.' }),
  recordedAt: Position.meta({ description: 'The position from which it is known in this form.' }),
}).meta({
  id: 'FocalPoint', description: 'Who is asked about digital technology enterprises, at the centre or in a locality.',
  examples: [{
    code: 'central-2020-03-30', level: 'central', division: null, province: null, provinceName: null, agency: 'mic-it', agencyName: 'Department of Information Technology, Ministry of Information and Communications', now: ['most-it-industry'],
    unit: null, contact: null, document: { number: '1080/TTTT-CNTT', date: '2020-03-30', url: null }, validFrom: '2020-03-30', validTo: null, endNote: null, isActive: true, recordedAt: 20,
  }],
})
export const FocalPointList = z.object({ items: z.array(FocalPoint).max(10_000), position: Position }).meta({ id: 'FocalPointList', description: 'Focal points, the central one first.' })

export const ListFocalPointsQuery = z.strictObject({
  level: z.enum(['central', 'provincial']).optional().meta({ description: 'At the centre, or in localities.' }),
  province: ProvinceCode.optional().meta({ description: 'Of this locality; of 2025 also those of the units that it was made of, of 2004 also those of the unit that it went to.' }),
  division: Division.default('2025'), agency: AgencyCode.optional(), all, ...momentParameters, format: ListFormat,
})

const changeable = {
  agency: AgencyCode, unit: text(300), contact: ContactRequest.nullish(), person: PersonRequest.nullish(), document: DocumentRequest,
  validTo: Day.nullish().meta({ format: 'date', description: 'Its last day; where absent it goes on.' }), endNote: text(500),
}
export const AppointRequest = z.strictObject({
  division: Division.default('2025'), province: ProvinceCode.nullish().meta({ description: 'The locality; none for the focal point at the centre.' }),
  validFrom: Day.meta({ format: 'date' }), ...changeable,
}).meta({ id: 'AppointRequest', description: 'Who is to be the focal point.', examples: [{ province: '48', agency: 'so-kh-cn-48', unit: 'Phòng Công nghiệp công nghệ số', contact: { email: 'cns@example.org' }, document: { number: '1234/QĐ-UBND', date: '2025-07-01' }, validFrom: '2025-07-01' }] })
export const ChangeRequest = z.strictObject(changeable).meta({ id: 'FocalPointChange', description: 'A focal point as it is to stand, and until when.', examples: [{ agency: 'so-kh-cn-48', document: { number: '1234/QĐ-UBND', date: '2025-07-01' }, validTo: '2026-10-31', endNote: 'Chuyển sang đơn vị khác' }] })

export const FocalPointPerson = z.object({
  code: FocalPointCode,
  person: z.object({ name: z.string().max(200), role: z.string().max(200).nullable(), email: z.string().max(200).nullable(), phone: z.string().max(40).nullable() }).nullable(),
}).meta({ id: 'FocalPointPerson', description: 'Who answers at a focal point. For officers of any province and of the ministry.', examples: [{ code: 'central-2020-03-30', person: null }] })
