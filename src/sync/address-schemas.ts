import { z } from 'zod'
import { EnterpriseCode } from '../enterprises/schemas.ts'
import { Cursor, Limit, Page } from '../http/page.ts'
import type { Place } from '../localities/queries.ts'
import { Commune, ProvinceCode } from '../localities/schemas.ts'

const REASONS = ['divided', 'abolished', 'ambiguous', 'unreadable'] as const satisfies readonly Place['placedBy'][]

const OpenReason = z.enum(REASONS).meta({
  description: 'Why the commune is open: the old ward was `divided` between several; the district or ward was `abolished` before 2025; the name is that of several (`ambiguous`); or nothing bears it (`unreadable`).',
})

export const ListAddressesQuery = z.strictObject({
  province: ProvinceCode.meta({ description: 'Code of a province of the division of 2025.' }).optional(),
  reason: OpenReason.optional(),
  cursor: Cursor.optional(),
  limit: Limit,
})

export const OpenAddress = z.object({
  code: EnterpriseCode,
  name: z.string().max(1000),
  address: z.string().max(2000).meta({ description: 'The head office as the feed writes it.' }),
  addressParts: z.array(z.string().max(1000)).max(3).meta({ description: 'City, district and ward as the feed has them; empty where it says nothing.' }),
  province: ProvinceCode.meta({ description: 'Where it counts: a province of the division of 2025.' }),
  reason: OpenReason,
  candidates: z.array(Commune.pick({ code: true, name: true, type: true })).max(100).meta({ description: 'The communes that it can be, in the order of their codes; none where too many would do or nothing is known.' }),
  validFrom: z.iso.date().meta({ description: 'The day from which it stands at this address or in this state.' }),
}).meta({
  id: 'OpenAddress',
  description: 'An enterprise of the feed, whatever its trade, that stands in its province without a commune.',
  examples: [{
    code: '0100047516', name: 'CÔNG TY CỔ PHẦN PHẦN MỀM THÍ DỤ', address: 'Số 1, Phường Cống Vị, Quận Ba Đình, Thành phố Hà Nội',
    addressParts: ['Thành phố Hà Nội', 'Quận Ba Đình', 'Phường Cống Vị'], province: '01', reason: 'divided',
    candidates: [{ code: '00008', name: 'Ngọc Hà', type: 'phường' }, { code: '00025', name: 'Giảng Võ', type: 'phường' }], validFrom: '2024-11-20',
  }],
})
export const OpenAddressPage = Page(OpenAddress, 'OpenAddressPage')
