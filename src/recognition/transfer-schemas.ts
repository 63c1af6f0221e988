import { z } from 'zod'
import { AgencyCode } from '../agencies/schemas.ts'
import { EnterpriseCode } from '../enterprises/schemas.ts'
import { prose } from '../http/query.ts'
import { KINDS, ROLES, STATES } from './collections.ts'
import { asked, common, Country, day, ENTERPRISE, EXAMPLE_CODES, exampleRequest, known, lastDay, since, text } from './item-schemas.ts'

const role = z.enum(ROLES).meta({ description: '`transferor` passes the technology on, `transferee` gets it.' })
const enterprise = EnterpriseCode.meta({ description: 'Its code; null where it is no enterprise that the feed told of.' }).nullable()
const agency = AgencyCode.meta({ description: 'Its code, as in `/agencies`; null where it is no body that the registry knows.' }).nullable()
const Party = z.object({
  role, name: text(300).meta({ description: 'Of the organisation, as the document has it; no person.' }), country: Country,
  enterprise, agency,
  enterpriseName: text(2000).nullable().meta({ description: 'As the register has it now.' }),
}).meta({ id: 'TransferParty', description: 'A side of a transfer of technology.', examples: [{ role: 'transferee' as const, name: 'Bên nhận thử nghiệm', country: 'VN', enterprise: ENTERPRISE, agency: null, enterpriseName: null }] })

const kind = z.enum(KINDS.transfers).meta({ description: '`assignment`: ownership passes; `licence`: a right of use is given.' })
const sides = [{ role: 'transferor' as const, name: 'Bên giao thử nghiệm', country: 'JP', enterprise: null, agency: null }, { role: 'transferee' as const, name: 'Bên nhận thử nghiệm', country: 'VN', enterprise: ENTERPRISE, agency: null }]
export const Transfer = z.object({
  ...common, recognisedBy: text(300).meta({ description: 'With whom it is registered, else who says that it was agreed.' }), document: text(500).meta({ description: 'The paper or the entry that says so.' }),
  kind, product: text(300).meta({ description: 'The technology, by name.' }), number: text(100).nullable().meta({ description: 'Of the contract or of its registration.' }), state: z.enum(STATES.transfers),
  since: day.meta({ description: 'First day of the transfer.' }), until: day.meta({ description: 'Last day; null where it has none.' }), parties: z.array(Party).max(20),
}).meta({
  id: 'Transfer', description: 'A transfer of technology with all of its parties.',
  examples: [{
    code: EXAMPLE_CODES.transfers, kind: 'licence' as const, ...known, name: 'Chuyển giao thử nghiệm', product: 'Công nghệ thử nghiệm', number: 'TEST-0002', state: 'registered' as const, since: '2026-01-01', until: '2030-12-31',
    parties: sides.map((one) => ({ ...one, enterpriseName: null })),
  }],
})

export const transfersQuery = {
  agency: AgencyCode.optional().meta({ description: 'Only those to which this body is a party.' }), country: Country.optional().meta({ description: 'Only those with a party of this country.' }),
}

const PartyRequest = z.strictObject({
  role, name: prose(300).meta({ description: 'Of the organisation; no person.' }), country: Country.meta({ description: 'Country: the two letters of ISO 3166-1; `VN` of whoever has a code here.' }),
  enterprise: enterprise.default(null), agency: agency.default(null),
})
export const TransferRequest = z.strictObject({
  ...asked, kind, state: z.enum(STATES.transfers), product: prose(300), number: prose(100).nullable().default(null), since, until: lastDay,
  parties: z.array(PartyRequest).min(2).max(20).refine((parties) => ROLES.every((one) => parties.some((party) => party.role === one)), 'must hold a transferor and a transferee')
    .meta({ description: 'At least one of each role; none of the codes twice.' }),
}).meta({ id: 'TransferRequest', description: 'A transfer of technology.', examples: [{ ...exampleRequest, kind: 'licence', state: 'registered', product: 'Công nghệ thử nghiệm', number: 'TEST-0002', since: '2026-01-01', until: '2030-12-31', parties: sides }] })
