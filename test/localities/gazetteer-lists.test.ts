import t from 'tap'
import type { GazetteerRows, Place } from '../../src/localities/gazetteer.ts'
import { createGazetteer, LEFT_OPEN } from '../../src/localities/gazetteer.ts'
import { placeKey } from '../../src/localities/place-name.ts'
import { asWritten, remember } from '../../src/localities/spelling-memory.ts'
import { seedRows } from '../support/seed-rows.ts'

const rowsOf = <T>(file: string) => seedRows(file).map((row) => Object.fromEntries(
  Object.entries(row).map(([key, value]) => [key.replace(/_(\w)/g, (_, c: string) => c.toUpperCase()), value]))) as T[]
const rows: GazetteerRows = {
  provinces: rowsOf('01-provinces.csv'),
  provinceSuccessions: rowsOf('03-province-successions.csv'),
  communes: rowsOf('02-communes.csv'),
  communeSuccessions: rowsOf('04-commune-successions.csv'),
}
const find = createGazetteer(rows)
const cities = { 2004: new Map<string, string>(), 2025: new Map<string, string>() }
for (const { division, code, name } of rows.provinces) cities[division === '2004' ? 2004 : 2025].set(code, name)
const newProvince = new Map(rows.provinceSuccessions.map((s) => [s.oldCode, s.newCode]))

interface Ward { code: string, name: string, district: string, province: string, successors: string[] }
const units = new Map<string, Ward>()
for (const s of rows.communeSuccessions) {
  const known = units.get(`${s.oldLevel} ${s.oldCode}`)
  if (known) known.successors.push(s.newCode)
  else units.set(`${s.oldLevel} ${s.oldCode}`, { code: s.oldCode, name: s.oldName, district: s.oldDistrict || s.oldName, province: s.oldProvinceCode, successors: [s.newCode] })
}
const wards = [...units].filter(([key]) => key.startsWith('ward')).map(([, ward]) => ward)
const namesakes = new Map(rows.communes.map((c) => [`${c.provinceCode} ${placeKey(`${c.type} ${c.name}`)}`, c.code]))
const namesakeOf = (ward: Ward) => namesakes.get(`${newProvince.get(ward.province)} ${placeKey(ward.name)}`)
const readOld = ({ name, district, province }: Ward, writtenOn: string) => find({ city: cities[2004].get(province)!, district, ward: name, writtenOn })
const isOpen = (place: Place | null) => place?.communeCode === null && (LEFT_OPEN as readonly string[]).includes(place.placedBy)

t.test('every commune is found by its name and by its code', async (t) => {
  const lost: string[] = []
  for (const { code, provinceCode, name, type } of rows.communes) {
    const city = cities[2025].get(provinceCode)!
    const named = find({ city, district: '', ward: `${type} ${name}`, writtenOn: '2026-06-01' })
    const coded = find({ city, district: '', ward: '', writtenOn: '2026-06-01', communeCode: code, division: '2025' })
    if (named?.communeCode !== code || named.placedBy !== 'name' || coded?.communeCode !== code || coded.placedBy !== 'code') lost.push(`${code} ${name}`)
  }
  t.strictSame(lost, [])
  t.equal(new Set(rows.communes.map(({ code }) => code)).size, 3321)
})

t.test('every old ward, in its old form, goes where it went or stays open with all its successors', async (t) => {
  const wrong: string[] = []
  const counts = { wards: 0, resolved: 0, divided: 0, rows: 0, resolvedRows: 0 }
  for (const ward of units.values()) {
    const place = readOld(ward, '2020-01-01')
    const isResolved = place !== null && place.communeCode !== null
    const expected = ward.successors.length === 1 ? ward.successors[0]! : ward.successors.find((code) => code === namesakeOf(ward)) ?? null
    const isRight = place?.communeCode === expected && place.oldProvinceCode === ward.province && place.provinceCode === newProvince.get(ward.province)
    const isOpenRight = isResolved || (place?.placedBy === 'divided' && String(place.candidates) === String([...ward.successors].sort()))
    if (!isRight || !isOpenRight) wrong.push(`${ward.code} ${ward.name}`)
    counts.wards++
    counts.rows += ward.successors.length
    if (isResolved) counts.resolved++
    else counts.divided++
    if (isResolved) counts.resolvedRows += ward.successors.length
  }
  t.strictSame(wrong, [])
  t.strictSame(counts, { wards: 10_040, resolved: 9_649, divided: 391, rows: 10_602, resolvedRows: 9_757 })
})

t.test('every code of 2004 goes where its ward went, whatever stands beside it', async (t) => {
  const wrong: string[] = []
  for (const { code, province, successors } of wards) {
    const place = find({ city: cities[2004].get(province)!, district: '', ward: '', writtenOn: '2026-06-01', communeCode: code, division: '2004' })
    const isRight = successors.length === 1 ? place?.communeCode === successors[0] : place?.placedBy === 'divided' && place.candidates.length === successors.length
    if (!isRight) wrong.push(code)
  }
  t.strictSame(wrong, [])
})

t.test('a code of an unknown list is never taken for the other list\'s unit', async (t) => {
  const communes = new Map(rows.communes.map((c) => [c.code, c]))
  const differing = wards.filter(({ code, name }) => communes.has(code) && placeKey(`${communes.get(code)!.type} ${communes.get(code)!.name}`) !== placeKey(name))
  const wrong: string[] = []
  for (const ward of differing) {
    const { provinceCode, name, type } = communes.get(ward.code)!
    const code = { communeCode: ward.code, writtenOn: '2026-06-01' }
    const old = find({ city: cities[2004].get(ward.province)!, district: ward.district, ward: ward.name, ...code })
    const today = find({ city: cities[2025].get(provinceCode)!, district: '', ward: `${type} ${name}`, ...code })
    if (!isOpen(old) && !ward.successors.includes(old!.communeCode!)) wrong.push(`${ward.code} ${ward.name}`)
    if (today?.communeCode !== ward.code) wrong.push(`${ward.code} ${name}`)
  }
  t.ok(differing.length > 1797, 'the kinds differ as well as the names')
  t.strictSame(wrong, [])
})

t.test('a name of both lists resolves to a successor, or by the day', async (t) => {
  const both = wards.filter((ward) => namesakeOf(ward) !== undefined)
  const strangers = both.filter((ward) => !ward.successors.includes(namesakeOf(ward)!))
  t.strictSame([both.length, strangers.length], [1_955, 157])
  for (const ward of both) {
    const later = readOld(ward, '2026-06-01')
    if (later?.communeCode && !ward.successors.includes(later.communeCode)) t.fail(`${ward.code} ${ward.name} went elsewhere`)
  }
  const today = new Set([...cities[2025].values()].map(placeKey))
  for (const ward of strangers) {
    const later = readOld(ward, '2026-06-01')
    const commune = rows.communes.find(({ code }) => code === namesakeOf(ward))!
    const isFarAway = !today.has(placeKey(cities[2004].get(ward.province)!)) && !rows.communeSuccessions.some((s) => s.newCode === commune.code && s.oldProvinceCode === ward.province)
    if (isFarAway) t.equal(later?.placedBy, ward.successors.length === 1 ? 'succession' : 'divided', `${ward.name}: its namesake lies in another former province`)
    else t.strictSame([later?.placedBy, later?.candidates], ['ambiguous', [commune.code, ...ward.successors].sort()], ward.name)
  }
})

t.test('communes that differ by a mark alone stay apart', async (t) => {
  const plain = (text: string) => text.normalize('NFD').replace(/\p{M}/gu, '').replaceAll('đ', 'd')
  const alike = new Map<string, Set<string>>()
  for (const [key, code] of namesakes) alike.set(plain(key), (alike.get(plain(key)) ?? new Set()).add(code))
  const collisions = [...alike.values()].filter((codes) => codes.size > 1)
  t.equal(collisions.length, 8)
  for (const code of collisions.flatMap((codes) => [...codes])) {
    const { provinceCode, type, name } = rows.communes.find((c) => c.code === code)!
    t.equal(find({ city: cities[2025].get(provinceCode)!, district: '', ward: `${type} ${name}`.normalize('NFD').toUpperCase(), writtenOn: '2026-06-01' })?.communeCode, code)
  }
})

t.test('what is asked for again is remembered, however many names occur once', async (t) => {
  const asked: string[] = []
  const number = remember((text: string) => String(asked.push(text)), 2, asWritten)
  for (const text of ['often', 'a', 'often', 'b', 'often', 'c', 'often']) number(text)
  t.strictSame(asked, ['often', 'a', 'b', 'c'])
  for (const text of ['d', 'e', 'f', 'g', 'often']) number(text)
  t.equal(asked.at(-1), 'often', 'and what is not asked for is forgotten')
})
