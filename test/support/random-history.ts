import { addDays, addYears } from '../../src/calendar.ts'
import type { FeedRecord } from '../../src/sync/feed-record.ts'
import { codeOf, feedRecord } from './feed.ts'
import type { testRegister } from './register.ts'

/** Numbers of chance that are the same in each run (mulberry32). */
function chance (seed: number) {
  let state = seed
  const next = () => {
    state = state + 0x6d2b79f5 | 0
    let mixed = Math.imul(state ^ state >>> 15, 1 | state)
    mixed = mixed + Math.imul(mixed ^ mixed >>> 7, 61 | mixed) ^ mixed
    return ((mixed ^ mixed >>> 14) >>> 0) / 4294967296
  }
  const below = (n: number) => Math.floor(next() * n)
  return { below, pick: <T>(values: readonly T[]): T => values[below(values.length)]! }
}

// Places whose old province is beyond doubt, and one whose is not: written after July 2025 in a province of several.
const PLACES = [
  { city: 'Thành phố Hà Nội', province: '01', old: '01' }, { city: 'Tỉnh Bình Dương', province: '79', old: '74' },
  { city: 'Tỉnh Bà Rịa - Vũng Tàu', province: '79', old: '77' }, { city: 'Tỉnh Tây Ninh', province: '80', old: null },
] as const
const LAST_OLD_DAY = '2025-06-30'
export const ENTERPRISES = 40
export const RUNS = 6
export const FIRST = '2016-01-01'
export const DAYS = 3900

export type Told = FeedRecord & { place: typeof PLACES[number], run: number }

/** What a feed told of some enterprises over ten years, in runs that do not keep to the order of days. */
export function makeHistory (seed: number) {
  const dice = chance(seed)
  const founded = Array.from({ length: ENTERPRISES }, () => addDays(FIRST, dice.below(3000)))
  const told: Told[] = Array.from({ length: 240 }, (_, i): Told => {
    const n = i < ENTERPRISES ? i : dice.below(ENTERPRISES)
    const registeredOn = founded[n]!
    const amendedOn = addDays(registeredOn, i < ENTERPRISES ? 0 : 1 + dice.below(DAYS - 3000))
    // A place of the old division is written before it ended, the doubtful one after.
    const place = dice.pick(PLACES.filter(({ old }) => (old === null) === (amendedOn > LAST_OLD_DAY && n % 4 === 0)))
    return {
      ...feedRecord({
        code: codeOf(n), name: `CÔNG TY PHẦN MỀM ${i}`, registeredOn, amendedOn, changes: i < ENTERPRISES ? 0 : i,
        status: { value: dice.below(5) === 0 ? '7' : '1', name: null }, ownership: dice.pick(['domestic', 'foreign', 'mixed'] as const),
        industries: [dice.pick(['6201', '6202'])], address: { full: '', city: place.city, district: '', ward: '' },
      }),
      place, run: i < ENTERPRISES ? 0 : dice.below(RUNS),
    }
  })
  return { dice, told }
}

/** The history in a register, run by run; answers the position after each of them. */
export async function loadHistory ({ get, load }: Pick<Awaited<ReturnType<typeof testRegister>>, 'get' | 'load'>, told: Told[]): Promise<number[]> {
  const positions: number[] = []
  for (let run = 0; run < RUNS; run++) {
    await load(told.filter((record) => record.run === run).map(({ place: _place, run: _run, ...record }) => record))
    positions.push((await get('/v1/status')).body.position)
  }
  return positions
}

/** Of what was told up to a run: the state of each enterprise on a day. */
export function statesOn (told: Told[], day: string, run: number): Told[] {
  const known = told.filter((record) => record.run <= run && record.amendedOn! <= day)
  const last = new Map<string, Told>()
  for (const record of known) {
    const other = last.get(record.code)
    const isLater = !other || record.amendedOn! > other.amendedOn! || (record.amendedOn === other.amendedOn && record.changes > other.changes)
    if (isLater) last.set(record.code, record)
  }
  return [...last.values()]
}

/** What the brute force reads of a record; the province is null where the old one is in doubt. */
export const readers: Record<string, (record: Told, day: string, division: string) => string | null> = {
  province: ({ place }, _day, division) => division === '2025' ? place.province : place.old,
  category: ({ registeredOn }, day) => addYears(registeredOn, 5) > day ? 'iv' : 'ii',
  status: ({ status }) => status.value === '1' ? 'active' : 'other',
  ownership: ({ ownership }) => ownership,
  registrationyear: ({ registeredOn }) => registeredOn.slice(0, 4),
  ageband: ({ registeredOn }, day) => addYears(registeredOn, 10) <= day ? '10+' : addYears(registeredOn, 5) <= day ? '5-9' : addYears(registeredOn, 1) <= day ? '1-4' : '0',
  industrygroup: ({ industries }) => industries[0]!.slice(0, 3),
}
