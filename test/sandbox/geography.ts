import type { Geography } from '../../src/sandbox/geography.ts'

const merged = '2025-07-01'
const former = '2004-07-08'

/** A country of three provinces, with a divided ward, two wards of one name, and a city that became one on a day. */
export const smallGeography: Geography = {
  provinces: [
    { division: '2004', code: '01', name: 'Hà Nội', type: 'thành phố', validFrom: former },
    { division: '2004', code: '75', name: 'Đồng Nai', type: 'tỉnh', validFrom: former },
    { division: '2004', code: '70', name: 'Bình Phước', type: 'tỉnh', validFrom: former },
    { division: '2004', code: '56', name: 'Khánh Hòa', type: 'tỉnh', validFrom: former },
    { division: '2025', code: '01', name: 'Hà Nội', type: 'thành phố', validFrom: merged },
    { division: '2025', code: '75', name: 'Đồng Nai', type: 'tỉnh', validFrom: merged },
    { division: '2025', code: '75', name: 'Đồng Nai', type: 'thành phố', validFrom: '2026-04-30' },
    { division: '2025', code: '56', name: 'Khánh Hoà', type: 'tỉnh', validFrom: merged },
  ],
  communes: [
    { code: '00004', provinceCode: '01', name: 'Ba Đình', type: 'phường', validFrom: merged },
    { code: '00008', provinceCode: '01', name: 'Ngọc Hà', type: 'phường', validFrom: merged },
    { code: '26041', provinceCode: '75', name: 'Trấn Biên', type: 'phường', validFrom: merged },
    { code: '25195', provinceCode: '75', name: 'Đồng Xoài', type: 'xã', validFrom: merged },
    { code: '22402', provinceCode: '56', name: 'Trường Sa', type: 'đặc khu', validFrom: merged },
  ],
  successions: [
    { oldLevel: 'ward', oldCode: '00001', oldName: 'Phường Trúc Bạch', oldDistrict: 'Quận Ba Đình', oldProvinceCode: '01', newCode: '00004' },
    { oldLevel: 'ward', oldCode: '00007', oldName: 'Phường Cống Vị', oldDistrict: 'Quận Ba Đình', oldProvinceCode: '01', newCode: '00004' },
    { oldLevel: 'ward', oldCode: '00007', oldName: 'Phường Cống Vị', oldDistrict: 'Quận Ba Đình', oldProvinceCode: '01', newCode: '00008' },
    { oldLevel: 'ward', oldCode: '26041', oldName: 'Xã Tân Tiến', oldDistrict: 'Huyện Vĩnh Cửu', oldProvinceCode: '75', newCode: '26041' },
    { oldLevel: 'ward', oldCode: '26042', oldName: 'Xã Tân Tiến', oldDistrict: 'Huyện Xuân Lộc', oldProvinceCode: '75', newCode: '26041' },
    { oldLevel: 'ward', oldCode: '25195', oldName: 'Phường Tân Phú', oldDistrict: 'Thành phố Đồng Xoài', oldProvinceCode: '70', newCode: '25195' },
    { oldLevel: 'district', oldCode: '576', oldName: 'Huyện Trường Sa', oldDistrict: 'Huyện Trường Sa', oldProvinceCode: '56', newCode: '22402' },
  ],
  populations: [{ provinceCode: '01', population: 8_807_523 }, { provinceCode: '75', population: 4_491_408 }, { provinceCode: '56', population: 2_243_554 }],
  industries: [
    { vsic: '2018', code: '62010', name: 'Lập trình máy vi tính', scope: 'yes' },
    { vsic: '2018', code: '62020', name: 'Tư vấn máy vi tính', scope: 'yes' },
    { vsic: '2018', code: '4651', name: 'Bán buôn máy vi tính', scope: 'yes' },
    { vsic: '2018', code: '4741', name: 'Bán lẻ máy vi tính', scope: 'no' },
    { vsic: '2025', code: '62190', name: 'Lập trình máy tính khác', scope: 'yes' },
    { vsic: '2025', code: '63901', name: 'Cổng tìm kiếm web', scope: 'yes' },
    { vsic: '2025', code: '63909', name: 'Dịch vụ thông tin khác', scope: 'review' },
  ],
}
