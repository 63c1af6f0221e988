interface Body { MainInformation: Record<string, unknown>, HOAdress: Record<string, unknown>, BusinessActivity?: unknown, Member?: unknown }

const text = (value: unknown): string => String(value ?? '').normalize('NFC').replace(/\s+/g, ' ').trim()
const list = (value: unknown): Record<string, unknown>[] => (Array.isArray(value) ? value : value ? [value as Record<string, unknown>] : [])
const date = (value: unknown): string => text(value).replace(/^(\d\d)\/?(\d\d)\/?(\d{4})$/, '$3-$2-$1')

/** The inside of a record, whatever envelope it came in. */
export const bodyOf = (record: unknown): Body => {
  const outer = record as Body & { Data?: Body }
  return outer.Data ?? outer
}

/** What a record says, whatever form it says it in: the least that a careful reader gets out of it. */
export function factsOf (record: unknown): object {
  const { MainInformation: main, HOAdress: office, BusinessActivity: activities, Member: members } = bodyOf(record)
  return {
    id: Number(main.ENTERPRISE_ID),
    code: text(main.ENTERPRISE_GDT_CODE),
    type: text(main.ENTERPRISE_TYPE_NAME),
    names: [main.NAME, main.SHORT_NAME, main.NAME_F].map(text),
    days: [date(main.FOUNDING_DATE), date(main.LAST_AMEND_DATE)],
    changes: Number(main.NUMBER_CHANGES),
    status: text(main.ENTERPRISE_STATUS),
    capital: Number(main.CAPITAL_AMOUNT),
    city: text(office.CityName),
    ward: text(office.WardName),
    address: text(office.AddressFullText),
    activities: list(activities).map((activity) => [text(activity.CODE), activity.IS_MAIN]),
    members: list(members).map((member) => [text(member.COUNTRY), Number(member.RATIO_PERCENT)]),
  }
}
