import { z } from 'zod'
import { Cursor, Limit, Page } from '../../http/page.ts'
import { momentParameters } from '../../http/query.ts'
import { Division, ProvinceCode } from '../../localities/schemas.ts'
import { CommuneCode, Status } from '../schemas.ts'
import { UNIT_KINDS } from './kinds.ts'

export const ListUnitsQuery = z.strictObject({ division: Division.default('2025'), ...momentParameters, cursor: Cursor.optional(), limit: Limit })

export const Unit = z.object({
  code: z.string().max(14).regex(/^(\d{10}-\d{3}|\d{5})$/).meta({ description: 'Code of the unit, `NNNNNNNNNN-NNN` (Decree 168/2025/NĐ-CP Art. 8 cl. 5), or the five digits of a business location (cl. 6), which are unique within its enterprise alone.' }),
  kind: z.enum(UNIT_KINDS).meta({ description: 'Branch, representative office or business location; `unknown` where the feed does not tell.' }),
  name: z.string().max(2000).nullable(),
  status: Status,
  statusName: z.string().max(200),
  division: Division,
  province: ProvinceCode.nullable().meta({ description: 'Null where the address does not tell it.' }),
  provinceName: z.string().max(200).nullable(),
  commune: CommuneCode.nullable().meta({ description: 'Null where the address leaves it open, and in the division of 2004.' }),
  communeName: z.string().max(200).nullable(),
  address: z.string().max(2000).nullable(),
  registeredOn: z.iso.date().nullable(),
  validFrom: z.iso.date().meta({ description: 'The day from which this state holds in the world.' }),
  position: z.int().min(1).meta({ description: 'Position of the register at which this state was recorded.' }),
}).meta({
  id: 'Unit',
  description: 'A dependent unit of an enterprise as the feed told of it. It is no enterprise and is in no count.',
  examples: [{
    code: '3750002081-003', kind: 'branch', name: 'CHI NHÁNH CÔNG TY TNHH MỘT THÀNH VIÊN PHẦN MỀM LẪM GIÊNG NGOAN', status: 'active', statusName: 'Đang hoạt động',
    division: '2025', province: '79', provinceName: 'Thành phố Hồ Chí Minh', commune: '26890', communeName: 'Phường Hạnh Thông',
    address: 'Số nhà 357, tổ 10, Phường 1, Quận Gò Vấp, Thành phố Hồ Chí Minh, Việt Nam', registeredOn: '2001-03-17', validFrom: '2020-11-26', position: 3604,
  }],
})
export type Unit = z.output<typeof Unit>

export const UnitPage = Page(Unit, 'UnitPage')
