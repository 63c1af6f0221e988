import { z } from 'zod'
import { RELATION_KINDS } from '../enterprises/queries.ts'
import { MAX_RELATIONS } from './sources/relations.ts'

/** The two forms of a record in the words of OpenAPI. They describe: what a record is worth is judged by the reader in `sources/`. */

const MAX_LIST = 999
const words = (description: string, max = 1000) => z.string().max(max).meta({ description })
const number = (description: string) => z.number().min(0).max(1e21).meta({ description })
const decimal = (description: string) => z.union([number(description), z.string().max(40).regex(/^\d{1,24}(\.\d{1,10})?$/)]).meta({ description })
const whole = (description: string) => z.union([z.int().min(0).max(1_000_000), z.string().max(7).regex(/^\d{1,7}$/)]).meta({ description })
const value = (description: string) => z.union([z.int().min(0).max(2_147_483_647), z.string().max(1000)]).meta({ description })

const code = z.string().max(14).regex(/^\d{10}$/, 'must be 10 digits')
  .meta({ description: 'Enterprise code, which is the tax code. Records with the code of a branch (`NNNNNNNNNN-NNN`) or business location (five digits) are skipped as enterprises and kept as dependent units; those of households are skipped.' })
const DAY = /^(\d{2}\/\d{2}\/\d{4}|\d{8}|\d{4}-\d{2}-\d{2})$/
const feedDay = (description: string) => z.string().max(10).regex(DAY).meta({ description: `${description} \`dd/MM/yyyy\`, \`ddMMyyyy\` or \`yyyy-MM-dd\`, in Asia/Ho_Chi_Minh.` })
const ownDay = (description: string) => z.string().max(10).regex(/^(\d{4}-\d{2}-\d{2}|\d{2}\/\d{2}\/\d{4})$/).meta({ description: `${description} \`YYYY-MM-DD\`, in Asia/Ho_Chi_Minh.` })

const MainInformation = z.object({
  ENTERPRISE_GDT_CODE: code,
  NAME: words('Name in Vietnamese.'),
  FOUNDING_DATE: feedDay('First registration.'),
  NAME_F: words('Name in a foreign language.').nullish(),
  SHORT_NAME: words('Short name.').nullish(),
  LAST_AMEND_DATE: feedDay('The amendment that made this state.').nullish(),
  NUMBER_CHANGES: whole('Number of amendments.').nullish(),
  ENTERPRISE_STATUS: value('Legal status in the source\'s own values; what they mean is a table.').nullish(),
  ENTERPRISE_STATUS_NAME: words('Name of the legal status.').nullish(),
  ENTERPRISE_TYPE_ID: value('Legal type in the source\'s own values.').nullish(),
  ENTERPRISE_TYPE_NAME: words('Name of the legal type.').nullish(),
  CAPITAL_AMOUNT: decimal('Charter capital, VND.').nullish(),
})

const HeadOffice = z.object({
  CityName: words('Province, by name; where it is absent the full text has to end in one.').nullish(),
  DistrictName: words('District; blank in the division of 2025.').nullish(),
  WardName: words('Commune or ward.').nullish(),
  AddressFullText: words('The address in one line.').nullish(),
}).meta({ description: 'Head office; the contract spells it so.' })

const Activity = z.object({
  CODE: value('VSIC code of four or five digits, with or without the letter of its section.'),
  IS_MAIN: z.enum(['Y', 'N']).meta({ description: '`Y` for the main activity.' }).nullish(),
})

const Owner = z.object({
  COUNTRY: words('The member\'s country; by it the ownership is told.').nullish(),
  RATIO_PERCENT: decimal('Share, per cent.').nullish(),
  AMOUNT: decimal('Contribution, VND.').nullish(),
})

export const ContractRecord = z.object({
  MainInformation,
  HOAdress: HeadOffice,
  BusinessActivity: z.array(Activity).max(MAX_LIST).meta({ description: 'Activities; one alone may come as an object.' }).nullish(),
  Member: z.array(Owner).max(10_000).meta({ description: 'Members; their names and papers are dropped.' }).nullish(),
}).meta({
  id: 'ContractRecord',
  description: 'The detail record of the national business registration service, in its envelope or without. Personal data in it is dropped before anything is stored.',
  examples: [{
    MainInformation: { ENTERPRISE_GDT_CODE: '0100047516', NAME: 'CÔNG TY CỔ PHẦN PHẦN MỀM THÍ DỤ', FOUNDING_DATE: '13/07/2010', LAST_AMEND_DATE: '20/11/2024', NUMBER_CHANGES: 3, ENTERPRISE_STATUS: '1', ENTERPRISE_TYPE_NAME: 'Công ty cổ phần', CAPITAL_AMOUNT: 2_500_000_000 },
    HOAdress: { CityName: 'Thành phố Hà Nội', WardName: 'Phường Ba Đình', AddressFullText: 'Số 1, Phường Ba Đình, Thành phố Hà Nội, Việt Nam' },
    BusinessActivity: [{ CODE: '6201', IS_MAIN: 'Y' }, { CODE: '6202', IS_MAIN: 'N' }],
    Member: [{ COUNTRY: 'Việt Nam', RATIO_PERCENT: 60 }, { COUNTRY: 'Singapore', RATIO_PERCENT: 40 }],
  }],
})

const industryCode = z.string().max(6).regex(/^[A-Z]?\d{4,5}$/)

export const CanonicalRecord = z.object({
  code,
  name: words('Name in Vietnamese.'),
  registeredOn: ownDay('First registration.'),
  address: z.object({
    province: words('Province, by name.').nullish(),
    district: words('District; none in the division of 2025.').nullish(),
    commune: words('Commune or ward, by name.').nullish(),
    full: words('The address in one line.').nullish(),
    communeCode: z.string().max(5).regex(/^\d{5}$/).meta({ description: 'Official code of the commune or ward.' }).nullish(),
    division: z.enum(['2025', '2004']).meta({ description: 'The division that the code is of; needed beside a code.' }).nullish(),
  }).meta({ description: 'Head office: with a province, a full text that ends in one, or a code.' }),
  foreignName: words('Name in a foreign language.').nullish(),
  shortName: words('Short name.').nullish(),
  amendedOn: ownDay('The amendment that made this state.').nullish(),
  changes: whole('Number of amendments.').nullish(),
  status: value('Legal status in the source\'s own values; what they mean is a table.').nullish(),
  statusName: words('Name of the legal status.').nullish(),
  legalType: value('Legal type in the source\'s own values.').nullish(),
  legalTypeName: words('Name of the legal type.').nullish(),
  charterCapitalVnd: decimal('Charter capital, VND.').nullish(),
  industries: z.array(z.union([industryCode, z.object({ code: industryCode, main: z.boolean() })])).max(MAX_LIST)
    .meta({ description: 'VSIC codes, the main one first, or with the main one marked.' }).nullish(),
  relations: z.array(z.object({
    kind: z.enum(RELATION_KINDS).meta({ description: 'What the record\'s enterprise is to the other one (Law on Enterprises 59/2020/QH14 Art. 198–201).' }),
    code: z.string().max(10).regex(/^\d{10}$/, 'must be 10 digits').meta({ description: 'The other enterprise.' }),
  })).max(MAX_RELATIONS).meta({ description: 'Predecessors and successors. Absent says nothing of them, an empty list that there are none.' }).nullish(),
  parent: z.string().max(10).regex(/^\d{10}$/, 'must be 10 digits').meta({ description: 'Of a dependent unit: the code of its enterprise. A business location without it is skipped.' }).nullish(),
  members: z.array(z.object({
    country: words('The member\'s country; by it the ownership is told.').nullish(),
    sharePercent: decimal('Share, per cent.').nullish(),
    amountVnd: decimal('Contribution, VND.').nullish(),
  })).max(10_000).meta({ description: 'Owners, without their names.' }).nullish(),
}).meta({
  id: 'CanonicalRecord',
  description: 'The registry\'s own form of a record: flat, in its own terms, without personal data.',
  examples: [{
    code: '0100047516', name: 'CÔNG TY CỔ PHẦN PHẦN MỀM THÍ DỤ', registeredOn: '2010-07-13', amendedOn: '2024-11-20', changes: 3, status: '1', legalTypeName: 'Công ty cổ phần',
    charterCapitalVnd: 2_500_000_000, address: { province: 'Thành phố Hà Nội', commune: 'Phường Ba Đình', full: 'Số 1, Phường Ba Đình, Thành phố Hà Nội, Việt Nam' },
    industries: ['6201', '6202'], members: [{ country: 'Việt Nam', sharePercent: 60 }, { country: 'Singapore', sharePercent: 40 }],
  }],
})
