import t from 'tap'
import type { GazetteerRows } from '../../src/localities/gazetteer.ts'
import { createGazetteer } from '../../src/localities/gazetteer.ts'
import { placeKey, provinceKey } from '../../src/localities/place-name.ts'
import { seedRows } from '../support/seed-rows.ts'

const camel = (rows: Record<string, string>[]) => rows.map((row) => Object.fromEntries(Object.entries(row).map(([key, value]) => [key.replace(/_(\w)/g, (_, c: string) => c.toUpperCase()), value])))
const successions = camel(seedRows('04-commune-successions.csv')) as unknown as (GazetteerRows['communeSuccessions'][number] & { isDivided: string })[]
const find = createGazetteer({
  provinces: camel(seedRows('01-provinces.csv')) as unknown as GazetteerRows['provinces'],
  provinceSuccessions: camel(seedRows('03-province-successions.csv')) as unknown as GazetteerRows['provinceSuccessions'],
  communes: camel(seedRows('02-communes.csv')) as unknown as GazetteerRows['communes'],
  communeSuccessions: successions,
})
function groupBy<T> (items: T[], keyOf: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>()
  for (const item of items) groups.set(keyOf(item), [...groups.get(keyOf(item)) ?? [], item])
  return groups
}
const at = (city: string, district = '', ward = '', writtenOn = '2026-01-01') => find({ city, district, ward, writtenOn })

t.test('folds the placement of tone marks and nothing more', async (t) => {
  t.equal(placeKey('Phường Hoà Bình'), placeKey('phường  HÒA BÌNH'))
  t.equal(placeKey('Thuỷ'), placeKey('Thủy'.normalize('NFD')))
  t.not(placeKey('Xã Tân Hoà'), placeKey('Xã Tân Hoa'))
  t.equal(placeKey('P. 01'), placeKey('Phường 1'))
  t.equal(provinceKey('TP. Hồ Chí Minh'), provinceKey('Thành phố Hồ Chí Minh'))
  t.equal(provinceKey('Tỉnh Bà Rịa – Vũng Tàu'), provinceKey('Bà Rịa-Vũng Tàu'))
})

t.test('finds the province of an address of either division', async (t) => {
  t.match(at('Thành phố Hà Nội'), { provinceCode: '01', oldProvinceCode: '01' })
  t.match(at('Tỉnh Bình Dương'), { provinceCode: '79', oldProvinceCode: '74' })
  t.match(at('Thừa Thiên Huế'), { provinceCode: '46' })
  t.equal(at('Sài Gòn Cũ'), null)
})

t.test('finds the commune of a new address', async (t) => {
  t.strictSame(at('Thành phố Hà Nội', '', 'Phường Ba Đình'), { provinceCode: '01', communeCode: '00004', oldProvinceCode: '01' })
  t.equal(at('Thành phố Hà Nội', '', 'Phường Không Có')?.communeCode, null)
})

t.test('finds the commune of an old address by its one successor', async (t) => {
  t.equal(at('Thành phố Hà Nội', 'Quận Ba Đình', 'Phường Trúc Bạch', '2019-05-01')?.communeCode, '00004')
  t.equal(at('Thành phố Hà Nội', 'Quận Ba Đình', 'Phường Trúc Bạch', '2026-05-01')?.communeCode, '00004', 'old forms are still written')
})

t.test('an address before July 2025 is read in the old division', async (t) => {
  const before = at('Thành phố Hà Nội', '', 'Phường Trúc Bạch', '2019-05-01')
  t.equal(before?.communeCode, '00004')
  t.equal(at('Thành phố Hà Nội', '', 'Phường Trúc Bạch', '2026-05-01')?.communeCode, null, 'no commune of that name any more')
})

t.test('a divided ward resolves only to a successor of its own name', async (t) => {
  const names = new Map(seedRows('02-communes.csv').map((c) => [c['code']!, placeKey(`${c['type']} ${c['name']}`)]))
  const provinces = new Map(seedRows('01-provinces.csv').filter((p) => p['division'] === '2004').map((p) => [p['code']!, p['name']!]))
  const divided = groupBy(successions.filter((s) => s.oldLevel === 'ward' && s.isDivided === 'true'), (s) => `${s.oldProvinceCode}|${s.oldDistrict}|${s.oldName}`)
  t.ok(divided.size > 450)
  for (const [key, rows] of divided) {
    const [province, district, ward] = key.split('|') as [string, string, string]
    const found = find({ city: provinces.get(province)!, district, ward, writtenOn: '2020-01-01' })
    const sameName = rows.filter((s) => names.get(s.newCode) === placeKey(ward)).map((s) => s.newCode)
    if (found?.communeCode !== (sameName[0] ?? null)) t.equal(found?.communeCode, sameName[0] ?? null, key)
  }
})

t.test('a district that was abolished before 2025 resolves to no commune', async (t) => {
  t.match(at('Thành phố Hồ Chí Minh', 'Quận 9', 'Phường Tân Phú', '2019-01-01'), { provinceCode: '79', communeCode: null, oldProvinceCode: '79' })
})

t.test('island districts stand for their wards', async (t) => {
  t.equal(at('Tỉnh Bà Rịa - Vũng Tàu', 'Huyện Côn Đảo', '', '2020-01-01')?.communeCode, '26732')
})

t.test('the old province stays open where a commune lay in two', async (t) => {
  const origins = groupBy(successions, (s) => s.newCode)
  const mixed = [...origins].find(([, rows]) => new Set(rows.map((s) => s.oldProvinceCode)).size === 2)![0]
  const commune = seedRows('02-communes.csv').find((c) => c['code'] === mixed)!
  const province = seedRows('01-provinces.csv').find((p) => p['division'] === '2025' && p['code'] === commune['province_code'])!
  t.match(at(province['name']!, '', `${commune['type']} ${commune['name']}`), { communeCode: mixed, oldProvinceCode: null })
})

t.test('blanks, nonsense and other alphabets find nothing and break nothing', async (t) => {
  for (const city of ['', ' ', '()', '東京', '\u0301', 'a'.repeat(5000)]) t.equal(at(city), null)
})
