import { z } from 'zod'
import { AgencyCode, Url } from '../agencies/schemas.ts'
import { prose } from '../http/query.ts'
import { KINDS, STATES } from './collections.ts'
import { asked, Code, common, EXAMPLE_CODES, exampleRequest, known, lastDay, since, spanOf, text } from './item-schemas.ts'

const ZoneCode = Code.meta({ description: 'Code of a zone, as in `/zones`.', examples: ['sandbox-incubator'] })
const kind = z.enum(KINDS['support-services'])
const agency = AgencyCode.meta({ description: 'Code of the body that offers it, such as a research centre; null where only a zone does.' }).nullable()
const zone = ZoneCode.meta({ description: 'Code of the zone or incubator that offers it, as in `/zones`; null where only a body does.' }).nullable()

export const Service = z.object({
  ...common, recognisedBy: text(300).meta({ description: 'Who says that it is offered.' }), document: text(500).meta({ description: 'The decision, letter or page that says so.' }),
  kind, state: z.enum(STATES['support-services']), agency, zone, terms: text(2000).nullable().meta({ description: 'For whom, and on which terms.' }),
  url: text(300).nullable().meta({ description: 'Where the organisation tells of it.' }), email: text(200).nullable().meta({ description: 'Of the organisation; no person.' }), ...spanOf('service'),
}).meta({
  id: 'SupportService', description: 'What a research centre, an incubator or another support body offers to enterprises.',
  examples: [{
    code: EXAMPLE_CODES['support-services'], kind: 'incubation' as const, ...known, name: 'Ươm tạo thử nghiệm', state: 'offered' as const, agency: null, zone: 'sandbox-incubator', terms: 'Doanh nghiệp dưới 5 năm tuổi; miễn phí năm đầu',
    url: 'https://example.org', email: 'lienhe@example.org', since: '2026-01-01', until: null,
  }],
})

export const servicesQuery = {
  agency: AgencyCode.optional().meta({ description: 'Only those that this body offers.' }), zone: ZoneCode.optional().meta({ description: 'Only those of this zone or incubator.' }),
}

export const ServiceRequest = z.strictObject({
  ...asked, kind, state: z.enum(STATES['support-services']), agency: agency.default(null), zone: zone.default(null), terms: prose(2000).nullable().default(null),
  url: Url.nullable().default(null), email: z.email().max(200).nullable().default(null).meta({ description: 'Of the organisation; no person.' }), since, until: lastDay,
}).refine((one) => one.agency !== null || one.zone !== null, { path: ['agency'], message: 'is needed where no zone is named' })
  .meta({
    id: 'SupportServiceRequest', description: 'A service, of a body, of a zone or of both.',
    examples: [{ ...exampleRequest, kind: 'laboratory', state: 'offered', agency: 'most', terms: 'Doanh nghiệp công nghệ số', url: 'https://example.org', email: 'lienhe@example.org', since: '2026-01-01' }],
  })
