export interface UnitGiven {
  code: string
  name?: string | null
  type?: string
  status?: string
  registered?: string | null
  amended?: string | null
  changes?: number
  ward?: string
  city?: string
}

/** A line of a dependent unit as the national service would write it, with the name of a person in it. */
export const unitLine = ({ code, name = 'CHI NHÁNH MỘT', type = 'Chi nhánh', status = '1', registered = '2020-02-03', amended = registered, changes = 0, ward = 'Phường Hải Châu', city = 'Thành phố Đà Nẵng' }: UnitGiven): string =>
  JSON.stringify({
    MainInformation: {
      ENTERPRISE_GDT_CODE: code, NAME: name, ENTERPRISE_TYPE_NAME: type, ENTERPRISE_STATUS: status, FOUNDING_DATE: registered, LAST_AMEND_DATE: amended, NUMBER_CHANGES: changes,
      LEGAL_NAMES: 'Người Đứng Đầu',
    },
    HOAdress: { CityName: city, WardName: ward, AddressFullText: `Số 9, ${ward}, ${city}` },
    Representatives: { FULL_NAME: 'Người Đứng Đầu' },
  })

/** A business location in the registry's own form, which alone has a place for the enterprise that it belongs to. */
export const locationLine = (code: string, parent: unknown, given: Record<string, unknown> = {}): string =>
  JSON.stringify({ code, parent, name: 'ĐỊA ĐIỂM KINH DOANH MỘT', registeredOn: '2021-05-06', amendedOn: '2021-05-06', address: { province: 'Thành phố Hà Nội', commune: 'Phường Ba Đình' }, ...given })
