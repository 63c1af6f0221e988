import { z } from 'zod'
import { ListFormat } from '../http/list-file.ts'
import { Position } from '../http/page.ts'
import { fromText, keepable, prose } from '../http/query.ts'
import { ProvinceCode } from '../localities/schemas.ts'
import { READINESS, STATES } from './entry.ts'

export const TaxonCode = z.string().max(60).regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'must be small letters, digits and hyphens').meta({ description: 'A code of the taxonomy, as `/catalogue/technologies` and `/catalogue/fields` list them.', examples: ['artificial-intelligence'] })
export const Taxon = z.object({
  code: TaxonCode, name: z.string().max(200), source: z.string().max(500).meta({ description: 'The act that names it, or that it is an addition of the registry.' }),
  position: Position.meta({ description: 'The position from which it is known in this form.' }),
}).meta({ id: 'Taxon', description: 'A digital technology, or a field in which they are used.', examples: [{ code: 'artificial-intelligence', name: 'Trí tuệ nhân tạo', source: 'Chỉ thị 01/CT-TTg', position: 18 }] })
export const TaxonList = z.object({ items: z.array(Taxon).max(1000), position: Position }).meta({ id: 'TaxonList', description: 'A taxonomy, in its order.' })
export const ListTaxaQuery = z.strictObject({ format: ListFormat })

export const EntryId = fromText({ type: 'integer', format: 'int64', minimum: 1, maximum: 999_999_999_999, description: 'Number of an entry.', examples: [1] }, 'must be a whole number from 1',
  (text) => /^[1-9]\d{0,11}$/.test(text) ? Number(text) : undefined)

export const ReadinessLevel = z.enum(READINESS).meta({ description: 'How near to use it is, after the technology readiness levels (TRL) of ISO 16290: `prototype` shown at work (5 and 6), `pilot` tried in use (7), `ready` complete and tested (8), `in-use` proven with at least one customer (9).' })
export const State = z.enum(STATES).meta({ description: 'Drafts are for those who may write them; what was withdrawn is public no more.' })
export const instant = z.iso.datetime({ offset: true })
export const text = (max: number) => z.string().max(max)
export const Address = keepable(z.string().max(500).regex(/^https?:\/\/[^\s"<>]+$/, 'must be an address of the Web, http or https'))

export const Contact = z.object({ unit: text(300), email: text(200).nullable(), phone: text(40).nullable(), url: text(500).nullable() }).meta({ id: 'Contact', description: 'How an organisation is reached; no person.', examples: [{ unit: 'Phòng Kinh doanh', email: 'lienhe@example.org', phone: null, url: 'https://example.org' }] })
const ContactRequest = z.strictObject({
  unit: prose(300).meta({ description: 'The part of the organisation, not a person.' }),
  email: z.email().max(200).nullable().default(null),
  phone: z.string().max(40).regex(/^\+?[0-9][0-9 .()-]{4,38}$/, 'must be a telephone number').nullable().default(null),
  url: Address.nullable().default(null),
}).meta({ description: 'How the organisation is reached; no person.' })

export const codes = z.array(TaxonCode).max(20).refine((values) => new Set(values).size === values.length, 'must not hold a code twice')
/** What both supply and demand are described by. */
export const described = {
  name: prose(300), nameEn: prose(300).nullable().default(null),
  description: prose(4000), descriptionEn: prose(4000).nullable().default(null),
  fields: codes.min(1).meta({ description: 'Codes of fields, at least one.' }),
  contact: ContactRequest,
}
export const technologies = codes.meta({ description: 'Codes of digital technologies.' })

export const version = z.int().min(1).max(2_147_483_647)
export const Version = version.meta({ description: 'The version that was read: a newer one is not overwritten but answered with 412.' })
export const province = ProvinceCode.nullable()
export const provinceName = text(200).nullable()
export const Codes = z.array(TaxonCode).max(20)

/** What officers see beside. */
export const forOffice = {
  state: State, reason: text(1000).nullable().meta({ description: 'Of its last change of state.' }), createdAt: instant, withdrawnAt: instant.nullable(),
}
export const officeExample = { state: 'draft' as const, reason: null, createdAt: '2026-11-22T01:12:00.000Z', withdrawnAt: null }

export const StateRequest = z.strictObject({
  state: z.enum(['published', 'withdrawn']),
  reason: prose(1000).nullable().default(null).meta({ description: 'For the trail, and for officers who come after.' }),
}).meta({ id: 'EntryStateRequest', description: 'How public an entry is to be.', examples: [{ state: 'published' }] })
