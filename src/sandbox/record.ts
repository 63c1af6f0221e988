import { feedDate } from './clock.ts'
import type { Clock } from './clock.ts'
import { mix, STREAM } from './dice.ts'
import type { LegalType } from './names.ts'
import { membersOf, representativesOf } from './people.ts'
import type { Member, Representative } from './people.ts'
import { nameOn } from './places.ts'
import type { AddressForm } from './places.ts'
import type { State } from './state.ts'

type Text = string | null
type Amount = number | string

export interface MainInformation {
  ENTERPRISE_ID: Amount
  ENTERPRISE_GDT_CODE: string
  IMP_BUSINESS_CODE?: Text
  ENTERPRISE_TYPE_ID: Amount
  ENTERPRISE_TYPE_NAME: string
  NAME?: Text
  SHORT_NAME?: Text
  NAME_F?: Text
  FOUNDING_DATE: string
  LAST_AMEND_DATE: string
  NUMBER_CHANGES: Amount
  ENTERPRISE_STATUS: Amount
  LEGAL_NAMES: string
  CAPITAL_AMOUNT: Amount
}

export interface HeadOffice {
  CityID: Amount
  CityName: string
  DistrictID?: Text
  DistrictName?: Text
  WardID?: Amount | null
  WardName?: Text
  StreetNumber: string
  AddressFullText: string
}

export interface BusinessActivity { CODE: Amount, NAME: string, IS_MAIN: 'Y' | 'N' }

/** A detail record in the clean form of the contract; the field names, `HOAdress` included, are the service's. */
export interface DetailRecord {
  Status: string
  Message: string
  DataCount: number
  MainInformation: MainInformation
  HOAdress: HeadOffice
  BusinessActivity: BusinessActivity[]
  Member: Member[]
  Representatives: Representative[]
}

const FIRST_ID = 10_000_000
const MERGER = '2025-07-01'
const KEEPS_OLD_ADDRESS_PERCENT = 20

/** The service's own numbers for the types are not public: these are the sandbox's. */
const TYPES: Readonly<Record<LegalType, readonly [id: string, name: string]>> = {
  TNHH1: ['11', 'Công ty trách nhiệm hữu hạn một thành viên'],
  TNHH2: ['12', 'Công ty trách nhiệm hữu hạn hai thành viên trở lên'],
  CTCP: ['13', 'Công ty cổ phần'],
  DNTN: ['14', 'Doanh nghiệp tư nhân'],
  CTHD: ['15', 'Công ty hợp danh'],
}

export const enterpriseId = (index: number): number => FIRST_ID + index

export const legalTypeId = (state: State): string => TYPES[state.legalType][0]

/** What the service says of an enterprise in one of its states. */
export function detailRecord (state: State, clock: Clock, seed: number): DetailRecord {
  const [typeId, typeName] = TYPES[state.legalType]
  const representatives = representativesOf(state)
  return {
    Status: '1',
    Message: '',
    DataCount: 1,
    MainInformation: {
      ENTERPRISE_ID: enterpriseId(state.index),
      ENTERPRISE_GDT_CODE: state.code,
      IMP_BUSINESS_CODE: '',
      ENTERPRISE_TYPE_ID: typeId,
      ENTERPRISE_TYPE_NAME: typeName,
      NAME: state.name,
      SHORT_NAME: state.shortName,
      NAME_F: state.foreignName,
      FOUNDING_DATE: feedDate(clock.dayOf(state.foundedAt)),
      LAST_AMEND_DATE: feedDate(clock.dayOf(state.minute)),
      NUMBER_CHANGES: state.changes,
      ENTERPRISE_STATUS: state.status,
      LEGAL_NAMES: representatives.map((person) => person.FULL_NAME).join(';'),
      CAPITAL_AMOUNT: state.capitalVnd,
    },
    HOAdress: headOffice(state, clock, seed),
    BusinessActivity: state.activities.map(({ code, name }, at) => ({ CODE: code, NAME: name, IS_MAIN: at === 0 ? 'Y' : 'N' })),
    Member: membersOf(state),
    Representatives: representatives,
  }
}

/** Until the merger an address has ward, district and former province; since then commune and province, yet some stay as they were. */
function headOffice (state: State, clock: Clock, seed: number): HeadOffice {
  const { place, street } = state
  const day = clock.dayOf(state.minute)
  const keeps = mix(seed, STREAM.address, state.index, state.changes) % 100 < KEEPS_OLD_ADDRESS_PERCENT
  const form: AddressForm = place.before && (day < MERGER || keeps) ? place.before : place.now
  const ward = nameOn(form.ward, day)
  const city = nameOn(form.city, day)
  return {
    CityID: form.cityId,
    CityName: city,
    DistrictID: form.districtId,
    DistrictName: form.district,
    WardID: form.wardId,
    WardName: ward,
    StreetNumber: street,
    AddressFullText: `${street}, ${ward && `${ward}, `}${form.district && `${form.district}, `}${city}, Việt Nam`,
  }
}
