import t from 'tap'
import type { Address, GazetteerRows, Place } from '../../src/localities/gazetteer.ts'
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
const HANOI = 'Thành phố Hà Nội'
const HCMC = 'Thành phố Hồ Chí Minh'
const at = (city: string, district = '', ward = '', writtenOn = '2026-01-01', code: Pick<Address, 'communeCode' | 'division'> = {}) => find({ city, district, ward, writtenOn, ...code })
const open = (placedBy: Place['placedBy'], ...candidates: string[]) => ({ communeCode: null, placedBy, candidates })

t.test('folds the placement of tone marks and nothing more', async (t) => {
  t.equal(placeKey('Phường Hoà Bình'), placeKey('phường  HÒA BÌNH'))
  t.equal(placeKey('Thuỷ'), placeKey('Thủy'.normalize('NFD')))
  t.not(placeKey('Xã Tân Hoà'), placeKey('Xã Tân Hoa'))
  t.equal(placeKey('P. 01'), placeKey('Phường 1'))
  t.equal(placeKey('P1'), placeKey('Phường 1'))
  t.equal(placeKey('Xã Ea H’leo'), placeKey("Xã Ea H'leo"))
  t.equal(provinceKey('tỉnh  Thừa Thiên - Huế'), provinceKey('Tỉnh Thừa Thiên Huế'))
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
  t.strictSame(at('Thành phố Hà Nội', '', 'Phường Ba Đình'), { provinceCode: '01', communeCode: '00004', oldProvinceCode: '01', placedBy: 'name', candidates: [] })
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
  t.match(at(HCMC, 'Quận 9', 'Phường Tân Phú', '2019-01-01'), { provinceCode: '79', oldProvinceCode: '79', ...open('abolished', '26842', '27031', '27487') })
  t.match(at(HCMC, 'Quận 2', 'Phường An Khánh', '2019-01-01'), open('abolished', '27094'))
  t.match(at(HCMC, 'Quận Thủ Đức', 'Phường Linh Trung', '2026-05-01'), open('abolished', '26800'))
})

t.test('a ward that its district no longer had in 2025 resolves to no commune', async (t) => {
  t.match(at(HCMC, 'Quận 3', 'Phường 6', '2019-01-01'), open('abolished', '26876', '26995', '27169', '27424'))
  t.match(at(HCMC, 'Quận 1', 'Phường Sài Gòn', '2019-01-01'), open('abolished', '26740'), 'a name of 2025 on an older day')
  t.match(at(HCMC, 'Quận 1', 'Phường Sài Gòn'), { communeCode: '26740', placedBy: 'name' }, 'a habitual district beside a new commune drawn from it')
  t.match(at(HCMC, 'Quận 3', 'Phường Sài Gòn Cũ', '2019-01-01'), open('abolished'))
})

t.test('a divided ward is left open with its successors', async (t) => {
  t.match(at(HANOI, 'Quận Ba Đình', 'Phường Điện Biên', '2020-01-01'), open('divided', '00004', '00070', '00190', '00226'))
  t.match(at(HANOI, '', 'Phường Điện Biên', '2020-01-01'), open('divided', '00004', '00070', '00190', '00226'))
})

t.test('a name that is an old ward\'s and another commune\'s needs its day or list', async (t) => {
  const uncertain = [HANOI, 'Huyện Ứng Hòa', 'Xã Hòa Phú'] as const
  t.match(at(...uncertain, '2020-01-01'), { communeCode: '10417', placedBy: 'succession' })
  t.match(at(...uncertain), open('ambiguous', '10096', '10417'))
  t.match(at(HANOI, '', 'Xã Hòa Phú'), { communeCode: '10096', placedBy: 'name' })
  t.match(at(HANOI, '', 'Xã Hòa Phú', '2020-01-01'), open('ambiguous', '10096', '10417'), 'two old wards bore it')
  const { oldCode } = successions.find((s) => s.oldName === 'Xã Hòa Phú' && s.oldDistrict === 'Huyện Ứng Hòa')!
  t.match(at(...uncertain, '2026-01-01', { communeCode: oldCode, division: '2004' }), { communeCode: '10417', placedBy: 'succession' })
  t.match(at(...uncertain, '2026-01-01', { communeCode: '10096', division: '2025' }), { communeCode: '10096', placedBy: 'code' })
})

t.test('an old district of a neighbour that is now part of the city is understood', async (t) => {
  t.match(at(HCMC, 'Thành phố Thủ Dầu Một', 'Phường Phú Cường'), { communeCode: '25747', oldProvinceCode: '74', placedBy: 'succession' })
  t.equal(at(HCMC, 'Thành phố Thủ Dầu Một', 'Phường Phú Cường', '2020-01-01')?.communeCode, null, 'not before it was')
})

t.test('a province that has ended is read in the old division on any day', async (t) => {
  t.match(at('Tỉnh Bình Dương', '', 'Phường Phú Cường'), { communeCode: '25747', oldProvinceCode: '74', placedBy: 'succession' })
  t.match(at('Tỉnh Bình Dương', '', 'Phường Thủ Dầu Một'), { communeCode: '25747', oldProvinceCode: '74', placedBy: 'name' })
  t.match(at('Tỉnh Bình Dương', '', 'Phường Sài Gòn'), { provinceCode: '79', communeCode: null }, 'it has no part of Bình Dương')
})

t.test('names that could be several or none are told apart', async (t) => {
  t.equal(at(HCMC, '', 'Phường 1', '2020-01-01')?.candidates.length, 10)
  t.equal(at(HCMC, '', 'Phường 1', '2020-01-01')?.placedBy, 'ambiguous')
  t.match(at(HANOI, '', 'Phường Trúc Bạch'), open('unreadable', '00004'))
  t.match(at(HCMC, 'Quận Bình Tân', 'Bình Trị Đông', '2020-01-01'), open('unreadable', '27448'), 'the word for the kind is missing')
  t.match(at(HCMC, '', 'chưa rõ'), { provinceCode: '79', ...open('unreadable') })
  t.equal(at(HCMC, 'Quận Bình Tân', '')?.candidates.length, 7, 'what its district went to')
})

t.test('a code decides in the list that it belongs to', async (t) => {
  t.match(at(HANOI, '', 'Phường Không Có', '2019-01-01', { communeCode: '00004', division: '2025' }), { communeCode: '00004', oldProvinceCode: '01', placedBy: 'code' })
  t.match(at(HANOI, '', '', '2026-01-01', { communeCode: '00001', division: '2004' }), { communeCode: '00097', placedBy: 'succession' })
  t.match(at(HANOI, '', '', '2026-01-01', { communeCode: '00007', division: '2004' }), open('divided', '00008', '00025'))
  t.match(at(HANOI, '', 'Phường Láng', '2026-01-01', { communeCode: '99999', division: '2004' }), open('abolished', '00199'), 'a code that the list had lost by 2025')
  t.match(at(HANOI, '', 'Phường Ba Đình', '2026-01-01', { communeCode: '4', division: '2025' }), { communeCode: '00004', placedBy: 'name' }, 'no code at all')
})

t.test('a code without a list decides where the name agrees in one list', async (t) => {
  const code = { communeCode: '00004' }
  t.match(at(HANOI, '', 'Phường Trúc Bạch', '2026-01-01', code), { communeCode: '00004', placedBy: 'succession' })
  t.match(at(HANOI, '', 'Phường Ba Đình', '2019-01-01', code), { communeCode: '00004', placedBy: 'code' })
  t.match(at(HANOI, '', 'Phường Giảng Võ', '2026-01-01', code), { communeCode: '00025', placedBy: 'name' }, 'it agrees in neither')
  t.match(at(HANOI, '', '', '2026-01-01', { communeCode: '10096' }), { communeCode: '10096', placedBy: 'code' }, 'both lists lead to one')
  t.match(at(HANOI, '', '', '2026-01-01', { communeCode: '00091' }), open('ambiguous', '00091', '00097', '00103'))
  t.match(at(HANOI, '', '', '2026-01-01', { communeCode: '00001' }), { communeCode: '00097', placedBy: 'succession' }, 'only one list has it')
})

t.test('a code is believed in the province that is written, and tells it where none is', async (t) => {
  const code = { communeCode: '00004', division: '2025' } as const
  t.match(at(HCMC, '', 'Phường Sài Gòn', '2026-01-01', code), { provinceCode: '79', communeCode: '26740', placedBy: 'name' })
  t.match(at('Tỉnh Bình Dương', '', '', '2026-01-01', { communeCode: '26740', division: '2025' }), { provinceCode: '79', communeCode: null })
  t.match(at('', '', '', '2026-01-01', code), { provinceCode: '01', communeCode: '00004', oldProvinceCode: '01', placedBy: 'code' })
  t.match(at('', '', '', '2026-01-01', { communeCode: '00001', division: '2004' }), { provinceCode: '01', communeCode: '00097' })
  t.equal(at('', '', '', '2026-01-01', { communeCode: '00004' }), null, 'either list could be meant')
  t.match(at('', '', 'Phường Ba Đình', '2026-01-01', { communeCode: '00004' }), { provinceCode: '01', communeCode: '00004' })
  t.equal(at('Hà Nọi', '', '', '2026-01-01', code), null)
  t.match(at('Hà Nọi', '', 'Phường Ba Đình', '2026-01-01', code), { communeCode: '00004' }, 'the ward\'s name confirms it')
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
