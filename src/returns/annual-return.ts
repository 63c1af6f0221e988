/** Groups of skills, a proposal: no act has them. */
export const SKILLS = ['software', 'data-and-ai', 'hardware', 'semiconductors', 'networks-and-security', 'digital-content', 'management', 'other'] as const
/** What an enterprise may have abroad. */
export const PRESENCES = ['office', 'subsidiary', 'research', 'sales'] as const
/** For how many years ahead an enterprise says whom it will look for. */
export const YEARS_AHEAD = 10

type Skill = typeof SKILLS[number]
/** What an enterprise tells of a year: amounts in VND, null where it does not tell; countries by the two letters of ISO 3166-1. */
export interface Told {
  revenueVnd: number | null
  exportVnd: number | null
  researchVnd: number | null
  markets: string[]
  presence: { country: string, kind: typeof PRESENCES[number], since: string | null }[]
  staff: { skill: Skill, people: number }[]
  /** People looked for in a year to come, beside those who are there. */
  sought: { skill: Skill, year: number, people: number }[]
  results: string | null
}

interface Fault { path: string, message: string }
const HOME = 'VN'

/** Where a return says what cannot be. */
export function faultsOf (year: number, { revenueVnd, exportVnd, researchVnd, markets, presence, staff, sought, results }: Told): Fault[] {
  const twice = (path: string, keys: string[]) => keys.flatMap((key, i) => keys.indexOf(key) < i ? [{ path: `${path}.${i}`, message: 'is told twice' }] : [])
  const athome = (path: string, countries: string[]) => countries.flatMap((country, i) => country === HOME ? [{ path: `${path}.${i}`, message: 'is not abroad' }] : [])
  const isEmpty = [revenueVnd, exportVnd, researchVnd, results].every((one) => one === null) && markets.length + presence.length + staff.length + sought.length === 0
  return [
    ...isEmpty ? [{ path: 'revenueVnd', message: 'or anything else is needed' }] : [],
    ...revenueVnd !== null && exportVnd !== null && exportVnd > revenueVnd ? [{ path: 'exportVnd', message: 'is more than revenueVnd' }] : [],
    ...athome('markets', markets), ...athome('presence', presence.map(({ country }) => country)),
    ...twice('markets', markets), ...twice('presence', presence.map(({ country, kind }) => `${country} ${kind}`)),
    ...presence.flatMap(({ since }, i) => since !== null && since > `${year}-12-31` ? [{ path: `presence.${i}.since`, message: 'is behind the year' }] : []),
    ...twice('staff', staff.map(({ skill }) => skill)), ...twice('sought', sought.map(({ skill, year: ahead }) => `${skill} ${ahead}`)),
    ...sought.flatMap(({ year: ahead }, i) => ahead <= year || ahead > year + YEARS_AHEAD ? [{ path: `sought.${i}.year`, message: `must be from ${year + 1} to ${year + YEARS_AHEAD}` }] : []),
  ]
}
