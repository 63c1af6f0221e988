import { Weighted } from './dice.ts'
import type { Dice } from './dice.ts'
import type { IndustryRow } from './geography.ts'
import type { Field } from './names.ts'

export interface Activity { code: string, name: string }

/** Trades outside the digital scope: VSIC class, its name, and the words a company of the trade carries. */
const ORDINARY: readonly (readonly [code: string, name: string, vietnamese: string, english: string])[] = [
  ['0118', 'Trồng rau, đậu các loại và trồng hoa', 'Nông sản', 'Farming'],
  ['0145', 'Chăn nuôi lợn và sản xuất giống lợn', 'Chăn nuôi', 'Livestock'],
  ['1075', 'Sản xuất món ăn, thức ăn chế biến sẵn', 'Thực phẩm', 'Foods'],
  ['1410', 'May trang phục', 'May mặc', 'Garment'],
  ['1621', 'Sản xuất gỗ dán, gỗ lạng, ván ép và ván mỏng khác', 'Gỗ', 'Wood'],
  ['1811', 'In ấn', 'In ấn', 'Printing'],
  ['2220', 'Sản xuất sản phẩm từ plastic', 'Nhựa', 'Plastics'],
  ['2511', 'Sản xuất các cấu kiện kim loại', 'Kết cấu thép', 'Steel Structures'],
  ['2592', 'Gia công cơ khí; xử lý và tráng phủ kim loại', 'Cơ khí', 'Mechanics'],
  ['3100', 'Sản xuất giường, tủ, bàn, ghế', 'Nội thất', 'Furniture'],
  ['3320', 'Lắp đặt máy móc và thiết bị công nghiệp', 'Thiết bị công nghiệp', 'Industrial Equipment'],
  ['3811', 'Thu gom rác thải không độc hại', 'Môi trường', 'Environment'],
  ['4101', 'Xây dựng nhà để ở', 'Xây dựng', 'Construction'],
  ['4102', 'Xây dựng nhà không để ở', 'Xây dựng', 'Construction'],
  ['4212', 'Xây dựng công trình đường bộ', 'Cầu đường', 'Roads'],
  ['4321', 'Lắp đặt hệ thống điện', 'Cơ điện', 'Electrical'],
  ['4330', 'Hoàn thiện công trình xây dựng', 'Trang trí nội thất', 'Interior'],
  ['4610', 'Đại lý, môi giới, đấu giá', 'Thương mại', 'Trading'],
  ['4632', 'Bán buôn thực phẩm', 'Thực phẩm', 'Foods'],
  ['4641', 'Bán buôn vải, hàng may sẵn, giày dép', 'Thời trang', 'Fashion'],
  ['4649', 'Bán buôn đồ dùng khác cho gia đình', 'Gia dụng', 'Household Goods'],
  ['4659', 'Bán buôn máy móc, thiết bị và phụ tùng máy khác', 'Máy và thiết bị', 'Machinery'],
  ['4662', 'Bán buôn kim loại và quặng kim loại', 'Kim khí', 'Metals'],
  ['4663', 'Bán buôn vật liệu, thiết bị lắp đặt khác trong xây dựng', 'Vật liệu xây dựng', 'Building Materials'],
  ['4669', 'Bán buôn chuyên doanh khác chưa được phân vào đâu', 'Thương mại', 'Trading'],
  ['4711', 'Bán lẻ lương thực, thực phẩm, đồ uống trong các cửa hàng kinh doanh tổng hợp', 'Bán lẻ', 'Retail'],
  ['4771', 'Bán lẻ hàng may mặc, giày dép, hàng da và giả da trong các cửa hàng chuyên doanh', 'Thời trang', 'Fashion'],
  ['4933', 'Vận tải hàng hóa bằng đường bộ', 'Vận tải', 'Transport'],
  ['5210', 'Kho bãi và lưu giữ hàng hóa', 'Kho vận', 'Warehousing'],
  ['5229', 'Hoạt động dịch vụ hỗ trợ khác liên quan đến vận tải', 'Giao nhận', 'Forwarding'],
  ['5510', 'Dịch vụ lưu trú ngắn ngày', 'Khách sạn', 'Hotels'],
  ['5610', 'Nhà hàng và các dịch vụ ăn uống phục vụ lưu động', 'Ẩm thực', 'Catering'],
  ['6810', 'Kinh doanh bất động sản, quyền sử dụng đất', 'Bất động sản', 'Real Estate'],
  ['6920', 'Hoạt động liên quan đến kế toán, kiểm toán và tư vấn về thuế', 'Kế toán', 'Accounting'],
  ['7020', 'Hoạt động tư vấn quản lý', 'Tư vấn', 'Consulting'],
  ['7110', 'Hoạt động kiến trúc và tư vấn kỹ thuật có liên quan', 'Thiết kế', 'Design'],
  ['7310', 'Quảng cáo', 'Quảng cáo', 'Advertising'],
  ['7730', 'Cho thuê máy móc, thiết bị và đồ dùng hữu hình khác', 'Cho thuê thiết bị', 'Rental'],
  ['7912', 'Điều hành tua du lịch', 'Du lịch', 'Travel'],
  ['8121', 'Vệ sinh chung nhà cửa', 'Vệ sinh', 'Cleaning'],
  ['8299', 'Hoạt động dịch vụ hỗ trợ kinh doanh khác còn lại', 'Dịch vụ', 'Services'],
  ['8559', 'Giáo dục khác chưa được phân vào đâu', 'Giáo dục', 'Education'],
  ['8620', 'Hoạt động của các phòng khám đa khoa, chuyên khoa và nha khoa', 'Y khoa', 'Clinics'],
]

const TRADES = ORDINARY.map(([code, name, vietnamese, english]) => ({ activity: { code, name }, field: [vietnamese.toUpperCase(), english.toUpperCase()] as Field }))

/** How often each part of the scope is somebody's main activity: mostly programming and computer services. */
const WEIGHTS: readonly (readonly [prefix: string, weight: number])[] = [
  ['6201', 400], ['6202', 190], ['6209', 150], ['6211', 60], ['6219', 340], ['6220', 190], ['6290', 150],
  ['631', 40], ['63', 25], ['58', 12], ['465', 60], ['951', 35], ['61', 8],
]

const FULL_LENGTH = 0.1

export interface Trades {
  throwOrdinary (dice: Dice): { activity: Activity, field: Field }
  throwDigital (dice: Dice): Activity
}

/** Activities in the version of VSIC that the feed speaks; a digital one is a class of four digits where its whole class is in scope. */
export function createTrades (industries: readonly IndustryRow[], vsic: string): Trades {
  const own = industries.filter((row) => row.vsic === vsic && row.code.length >= 4)
  const isWhole = (code: string): boolean => own.every((row) => !row.code.startsWith(code) || row.scope === 'yes')
  const choices = own.filter((row) => row.scope === 'yes').map((row) => {
    const short = row.code.slice(0, 4)
    const weight = WEIGHTS.find(([prefix]) => row.code.startsWith(prefix))?.[1] ?? 4
    return [{ long: row.code, short: isWhole(short) ? short : row.code, name: row.name }, weight] as const
  })
  const digital = new Weighted(choices)
  return {
    throwOrdinary: (dice) => dice.pick(TRADES),
    throwDigital: (dice) => {
      const { long, short, name } = digital.throw(dice)
      return { code: dice.chance(FULL_LENGTH) ? long : short, name }
    },
  }
}
