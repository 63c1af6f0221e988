import t from 'tap'
import { addDays } from '../../src/calendar.ts'
import { Dossiers } from '../../src/sandbox/dossiers.ts'
import { readGeography } from '../../src/sandbox/geography.ts'
import { hasPersonalData, PERSONAL_CANARIES } from '../../src/sandbox/people.ts'
import type { State } from '../../src/sandbox/state.ts'
import { createWorld, wireOf } from '../../src/sandbox/world.ts'
import { bodyOf, factsOf } from './facts.ts'
import { smallGeography } from './geography.ts'

const ANCHOR = '2026-11-22'
const small = { geography: smallGeography, seed: 1, size: 1000, anchorOn: ANCHOR }
const geography = await readGeography()
const country = createWorld({ geography, seed: 1, size: 20_000, anchorOn: ANCHOR })
const current = Array.from({ length: country.size }, (_, index) => country.states(index, -1).at(-1)!)
const share = (states: State[], is: (state: State) => boolean): number => states.filter(is).length / states.length
const near = (t: Tap, found: number, wanted: number, tolerance: number, what: string) =>
  t.ok(Math.abs(found - wanted) <= tolerance, `${what}: ${found.toFixed(3)} is near ${wanted}`)
type Tap = Pick<typeof t, 'ok'>

t.test('the same seed makes the same enterprises, another seed others', (t) => {
  const tell = (seed: number): string => {
    const world = createWorld({ ...small, seed, flaws: 'all' })
    return JSON.stringify(Array.from({ length: 50 }, (_, index) => world.states(index * 17, 50_000).map((state) => wireOf(world, state))))
  }
  t.equal(tell(1), tell(1))
  t.not(tell(1), tell(2))
  t.end()
})

t.test('a code finds its enterprise, and only a code that was given out does', (t) => {
  const codes = current.map((state) => state.code)
  t.equal(new Set(codes).size, codes.length, 'codes are unique')
  t.ok(current.every((state) => country.codeOf(state.index) === state.code && country.enterpriseByCode(state.code) === state.index))
  const other = `${codes[0]!.slice(0, 2) === '01' ? '03' : '01'}${codes[0]!.slice(2)}`
  t.equal(country.enterpriseByCode(other), undefined)
  t.end()
})

t.test('shares follow the published figures', (t) => {
  const digital = current.filter((state) => state.profile === 'digital')
  near(t, digital.length / current.length, 0.085, 0.01, 'digital by main activity')
  const side = current.filter((state) => state.profile === 'side')
  near(t, side.length / current.length, 0.05, 0.01, 'digital at the side')
  near(t, share(side, (state) => state.capitalVnd >= 1e11), 0.12, 0.05, 'large among those')
  near(t, share(digital, (state) => ['79', '01', '48', '24'].includes(state.place.provinceCode)), 0.74, 0.04, 'four dense provinces')
  near(t, share(digital, (state) => state.activities[0]!.code.startsWith('62')), 0.75, 0.08, 'programming and computer services')
  near(t, share(current, (state) => state.status === '1'), 0.8, 0.03, 'active')
  near(t, share(current, (state) => state.ownership !== 'domestic'), 0.04, 0.01, 'foreign members')
  const people = geography.populations.find((row) => row.provinceCode === '38')!.population / 113_571_926
  near(t, share(current.filter((state) => state.profile === 'ordinary'), (state) => state.place.provinceCode === '38'), people, 0.006, 'Thanh Hoá by its people')
  t.strictSame([...new Set(current.map((state) => state.status))].sort(), ['1', '2', '3', '4', '5', '6', '7'])
  t.equal(new Set(current.map((state) => state.place.provinceCode)).size, 34)
  t.end()
})

t.test('ordinary enterprises have no activity of the digital scope, digital ones a main one', (t) => {
  for (const vsic of ['2018', '2025'] as const) {
    const world = createWorld({ geography, seed: 2, size: 3000, anchorOn: ANCHOR, vsic })
    const scope = geography.industries.filter((row) => row.vsic === vsic && row.scope === 'yes' && row.code.length >= 4)
    const isDigital = (code: string): boolean => scope.some((row) => row.code.startsWith(code) || code.startsWith(row.code))
    let wrong = 0
    for (let index = 0; index < 3000; index++) {
      for (const { profile, activities } of world.states(index, 100_000)) {
        const [main, ...others] = activities.map(({ code }) => isDigital(code))
        if (main !== (profile === 'digital') || (profile !== 'digital' && others.some(Boolean) !== (profile === 'side'))) wrong++
      }
    }
    t.equal(wrong, 0, `VSIC ${vsic}`)
  }
  const short = createWorld({ ...small, vsic: '2025' })
  const codes = new Set(Array.from({ length: 1000 }, (_, index) => short.states(index, -1)[0]!).flatMap((state) => state.activities.map(({ code }) => code)))
  t.notOk(codes.has('6390'), 'a class that is not wholly in scope is never shortened')
  t.end()
})

t.test('states follow one another and end with the end', (t) => {
  const wrong = current.filter(({ index }) => country.states(index, 1_000_000).some((state, at, states) => {
    const before = states[at - 1]
    return state.changes !== at || (before && (state.minute <= before.minute || before.status === '7'))
  }))
  t.equal(wrong.length, 0)
  t.end()
})

t.test('addresses bear the names of their day', (t) => {
  const world = createWorld(small)
  const offices = Array.from({ length: 1000 }, (_, index) => world.states(index, 0)).flat()
    .map((state) => ({ day: world.clock.dayOf(state.minute), state, office: bodyOf(wireOf(world, state)).HOAdress }))
  const before = offices.filter(({ day }) => day < '2025-07-01')
  const after = offices.filter(({ day }) => day >= '2025-07-01')
  t.ok(before.every(({ office }) => office.DistrictName !== ''), 'a former address has a district')
  t.ok(after.some(({ office }) => office.DistrictName !== ''), 'some later ones still have')
  t.ok(after.some(({ office }) => office.DistrictName === ''), 'most have none')
  t.ok(after.some(({ office, day }) => office.CityName === 'Thành phố Đồng Nai' && day >= '2026-04-30'))
  t.notOk(offices.some(({ office, day }) => office.CityName === 'Thành phố Đồng Nai' && day < '2026-04-30'))
  t.ok(before.some(({ office }) => office.CityName === 'Tỉnh Khánh Hòa' && office.DistrictName === 'Huyện Trường Sa' && office.WardName === ''))
  const ids = new Map(offices.map(({ office }) => [office.CityName, office.CityID]))
  t.equal(ids.get('Thành phố Hà Nội'), '81')
  t.equal(ids.get('Tỉnh Khánh Hoà'), ids.get('Tỉnh Khánh Hòa'), 'the service keeps its ids')
  t.end()
})

t.test('a flawed world says the same in other words', (t) => {
  const clean = createWorld({ ...small, size: 1500 })
  const flawed = createWorld({ ...small, size: 1500, flaws: 'all' })
  const forms = { compact: 0, single: 0, decomposed: 0, asText: 0, bare: 0, nested: 0, blank: 0 }
  for (let index = 0; index < 1500; index++) {
    for (const state of clean.states(index, 0)) {
      const [said, again] = [wireOf(clean, state), wireOf(flawed, state)]
      if (JSON.stringify(factsOf(said)) !== JSON.stringify(factsOf(again))) return t.same(factsOf(again), factsOf(said))
      const { MainInformation: main, HOAdress: office, BusinessActivity: activities } = bodyOf(again)
      forms.compact += Number(/^\d{8}$/.test(String(main.FOUNDING_DATE)))
      forms.single += Number(!Array.isArray(activities))
      forms.decomposed += Number(String(main.NAME) !== String(main.NAME).normalize('NFC'))
      forms.asText += Number(typeof main.CAPITAL_AMOUNT === 'string')
      forms.bare += Number(!('Status' in again))
      forms.nested += Number('Data' in again)
      const isBlanked = bodyOf(said).HOAdress.DistrictName !== '' && !office.DistrictName
      forms.blank += Number(isBlanked)
      if (isBlanked && !state.place.isClearWithoutDistrict) t.fail('a district is blank that is needed')
      if (Boolean(bodyOf(wireOf(flawed, state, 1)).HOAdress.DistrictName) !== Boolean(office.DistrictName)) t.fail('two copies of a state disagree')
    }
  }
  for (const [form, count] of Object.entries(forms)) t.ok(count > 20, `${form}: ${count}`)
  t.end()
})

t.test('every record carries personal data that can be found again, and only in the fields for it', (t) => {
  for (const state of current.slice(0, 500)) {
    const { LEGAL_NAMES, ...main } = bodyOf(wireOf(country, state)).MainInformation
    const { HOAdress, BusinessActivity } = bodyOf(wireOf(country, state))
    if (!hasPersonalData(String(LEGAL_NAMES))) t.fail('no person')
    if (hasPersonalData(JSON.stringify([main, HOAdress, BusinessActivity]))) t.fail(JSON.stringify([main, HOAdress]))
  }
  for (const text of [...PERSONAL_CANARIES, 'Trần Nhân Mẫu An'.normalize('NFD'), '099912345678', '+84000123456', '15/03/1975', '1975-03-15']) {
    t.ok(hasPersonalData(text), text)
  }
  t.notOk(hasPersonalData('CÔNG TY TNHH PHẦN MỀM TRIÊU VƠM NHẠC, 5000099990, 25/01/2000'))
  t.end()
})

t.test('every later day brings news, and what it brings is in the states', (t) => {
  const world = createWorld({ ...small })
  const dossiers = new Dossiers(world)
  let total = 0
  for (let day = 0; day < 60; day++) {
    for (const { state } of dossiers.on(addDays(ANCHOR, day))) {
      total++
      const same = world.states(state.index, state.minute).at(-1)
      if (JSON.stringify(same) !== JSON.stringify(state)) t.fail(`enterprise ${state.index} on day ${day}`)
    }
  }
  t.ok(total / 60 >= 4.5, `${total / 60} dossiers a day`)
  const hours = new Set(dossiers.on(addDays(ANCHOR, 3)).map(({ minute }) => Math.floor(minute / 60) % 24))
  t.ok(hours.size >= 3, 'spread over the day')
  t.end()
})
