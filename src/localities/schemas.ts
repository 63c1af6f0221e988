import { z } from 'zod'
import { Position } from '../http/page.ts'
import { ListFormat } from '../http/list-file.ts'
import { Day } from '../http/query.ts'

export const Division = z.enum(['2025', '2004']).meta({
  description: 'Which list the codes mean: `2025` has 34 units (in force since 1 July 2025), `2004` the 63 before them.',
})
export const ProvinceCode = z.string().max(2).regex(/^\d{2}$/, 'must be two digits').meta({ description: 'Code of a province or centrally-run city in the division.', examples: ['48'] })

const name = z.string().max(200)
const UnitType = z.enum(['thành phố', 'tỉnh']).meta({ description: 'Centrally-run city (thành phố) or province (tỉnh), on the day asked for.' })

export const GetLocalityQuery = z.strictObject({
  division: Division.default('2025'),
  on: Day.optional().meta({ format: 'date', description: 'Names and types as they were on that day; today where absent, the last day of its validity for the division of 2004.' }),
})
export const ListLocalitiesQuery = GetLocalityQuery.extend({ format: ListFormat })

const successors = z.array(ProvinceCode).max(10)

export const Locality = z.object({
  code: ProvinceCode,
  name, type: UnitType,
  fullName: name.meta({ description: 'With the word for its type.' }),
  division: Division,
  validFrom: z.iso.date(),
  validTo: z.iso.date().nullable().meta({ description: 'Last day of this name and type; null while in force.' }),
  act: z.string().max(300).meta({ description: 'The act that this state rests on.' }),
  predecessors: successors.meta({ description: 'Codes of 2004 that became this unit; empty for units of 2004.' }),
  successor: ProvinceCode.nullable().meta({ description: 'Code of 2025 that this unit went to; null for units of 2025.' }),
  communes: z.int().min(0).max(1000).nullable().meta({ description: 'How many communes, wards and special zones it has; null for units of 2004.' }),
}).meta({
  id: 'Locality',
  description: 'A province or centrally-run city.',
  examples: [{ code: '48', name: 'Đà Nẵng', type: 'thành phố', fullName: 'Thành phố Đà Nẵng', division: '2025', validFrom: '2025-07-01', validTo: null, act: 'Nghị quyết 202/2025/QH15', predecessors: ['48', '49'], successor: null, communes: 94 }],
})

export const LocalityList = z.object({
  division: Division,
  items: z.array(Locality).max(100),
  position: Position,
}).meta({ id: 'LocalityList', description: 'All units of a division.' })

export const RegionCode = z.string().max(40).regex(/^[a-z]+(-[a-z]+)*$/).meta({ description: 'Code of a socio-economic region.', examples: ['mekong-delta'] })
export const ListRegionsQuery = z.strictObject({
  on: Day.optional().meta({ format: 'date', description: 'The regions of that day; today where absent.' }),
  format: ListFormat,
})

export const Region = z.object({
  code: RegionCode,
  name,
  provinces: z.array(z.object({ code: ProvinceCode, name })).max(100).meta({ description: 'Its provinces of the division of 2025, under their names of the day.' }),
  validFrom: z.iso.date(),
  validTo: z.iso.date().nullable().meta({ description: 'Last day of this name and these provinces; null while in force.' }),
  act: z.string().max(300).meta({ description: 'The act that it rests on.' }),
}).meta({
  id: 'Region',
  description: 'A socio-economic region and its provinces.',
  examples: [{
    code: 'southeast', name: 'Đông Nam Bộ', provinces: [{ code: '75', name: 'Đồng Nai' }, { code: '79', name: 'Hồ Chí Minh' }, { code: '80', name: 'Tây Ninh' }],
    validFrom: '2025-10-05', validTo: null, act: 'Nghị quyết 306/NQ-CP (05/10/2025)',
  }],
})

export const RegionList = z.object({
  items: z.array(Region).max(100),
  position: Position,
}).meta({ id: 'RegionList', description: 'All socio-economic regions of a day.' })

export const Commune = z.object({
  code: z.string().max(5).regex(/^\d{5}$/),
  name, type: z.enum(['phường', 'xã', 'đặc khu']).meta({ description: 'Ward, commune or special zone.' }),
  fullName: name,
  validFrom: z.iso.date(),
  validTo: z.iso.date().nullable(),
}).meta({
  id: 'Commune',
  description: 'A commune, ward or special zone of the division of 2025.',
  examples: [{ code: '20194', name: 'Hải Châu', type: 'phường', fullName: 'Phường Hải Châu', validFrom: '2025-07-01', validTo: null }],
})

export const CommuneList = z.object({
  province: ProvinceCode,
  items: z.array(Commune).max(1000),
  position: Position,
}).meta({ id: 'CommuneList', description: 'The communes of a unit of 2025.' })
