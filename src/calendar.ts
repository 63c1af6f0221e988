/** A calendar day, `YYYY-MM-DD`, always meant in Asia/Ho_Chi_Minh (UTC+7, no daylight saving). */
export type Day = string

const OFFSET_MS = 7 * 3_600_000
const DAY_MS = 86_400_000

// Every request asks for the day, and nearly always it is the same.
let latest = { number: Number.NaN, day: '' }

/** The day that a clock on a wall in Vietnam shows at this instant. */
export function dayOf (instant: Date): Day {
  const number = Math.floor((instant.getTime() + OFFSET_MS) / DAY_MS)
  if (number !== latest.number) latest = { number, day: new Date(number * DAY_MS).toISOString().slice(0, 10) }
  return latest.day
}

/** Hours and minutes, `HH:mm`, that a clock on a wall in Vietnam shows at this instant. */
export const timeOf = (instant: Date): string => new Date(instant.getTime() + OFFSET_MS).toISOString().slice(11, 16)

/** The instant at which a day begins in Vietnam. */
export const startOf = (day: Day): Date => new Date(`${day}T00:00:00+07:00`)

export const addDays = (day: Day, days: number): Day =>
  new Date(Date.parse(`${day}T00:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10)

export const daysBetween = (from: Day, to: Day): number =>
  Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / DAY_MS)

/** The same day years later; 29 February falls on 28 February in a common year. */
export function addYears (day: Day, years: number): Day {
  const year = String(Number(day.slice(0, 4)) + years).padStart(4, '0')
  const wanted = `${year}${day.slice(4)}`
  return isDay(wanted) ? wanted : `${year}-02-28`
}

/** Whether the text is a day that exists: `2025-02-31` does not, nor a year 0. */
export function isDay (text: string): boolean {
  if (!/^(?!0000)\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/.test(text)) return false
  const [year, month, day] = [Number(text.slice(0, 4)), Number(text.slice(5, 7)), Number(text.slice(8))]
  const isLeap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0)
  return day <= (month === 2 ? isLeap ? 29 : 28 : [4, 6, 9, 11].includes(month) ? 30 : 31)
}
