import { z } from 'zod'
import { Position } from '../http/page.ts'
import { Day, prose } from '../http/query.ts'
import { ProvinceCode } from '../localities/schemas.ts'
import { isCountry } from './countries.ts'

export const text = (max: number) => z.string().max(max)
export const day = z.iso.date().nullable()
export const spanOf = (what: string) => ({ since: day.meta({ description: `First day of the ${what}.` }), until: day.meta({ description: `Last day of the ${what}; null where it is open.` }) })

export const EXAMPLE_CODES = { products: 'sandbox-product', platforms: 'sandbox-platform', honours: 'sandbox-honour', zones: 'qtsc-chain', credentials: 'sandbox-credential', programmes: 'sandbox-programme', events: 'sandbox-event', transfers: 'sandbox-transfer', 'support-services': 'sandbox-service' } as const
export const ENTERPRISE = '3750002081'

export const Code = z.string().max(80).regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'must be small letters, digits and hyphens')
export const Country = z.string().max(2).regex(/^[A-Z]{2}$/, 'must be two capital letters').refine(isCountry, 'is no country of ISO 3166-1').meta({ description: 'Country: the two letters of ISO 3166-1.', examples: ['VN'] })

/** What items of all collections have. */
export const common = {
  code: Code, name: text(300), nameEn: text(300).nullable(),
  level: z.enum(['national', 'local']), province: ProvinceCode.nullable().meta({ description: 'The province of 2025 that recognises or holds it; null for the country.' }),
  recognisedBy: text(300), document: text(500).meta({ description: 'The act or decision that says so.' }), note: text(1000).nullable(),
  origin: z.enum(['act', 'officers']).meta({ description: 'Whether it is shipped as an act names it, or was entered by officers.' }),
  position: Position.meta({ description: 'The position from which it is known in this form.' }),
}
export const known = { name: 'Sản phẩm thử nghiệm', nameEn: null, level: 'national' as const, province: null, recognisedBy: 'Cơ quan thử nghiệm', document: 'Dữ liệu thử nghiệm', note: null, origin: 'officers' as const, position: 21004 }

/** What all of them are entered with. */
export const asked = {
  name: prose(300), nameEn: prose(300).nullable().default(null), recognisedBy: prose(300), document: prose(500), note: prose(1000).nullable().default(null),
}
export const since = Day.nullable().default(null).meta({ format: 'date' })
export const lastDay = Day.nullable().default(null).meta({ format: 'date', description: 'Last day; not before the first.' })
export const exampleRequest = { name: known.name, recognisedBy: known.recognisedBy, document: known.document }
