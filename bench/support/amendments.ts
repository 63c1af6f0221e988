import type { Day } from '../../src/calendar.ts'
import { addDays } from '../../src/calendar.ts'
import { feedDate } from '../../src/sandbox/clock.ts'
import { linesOf } from './lines.ts'

interface Main { ENTERPRISE_GDT_CODE: string, NAME: string, NUMBER_CHANGES: string | number, LAST_AMEND_DATE: string }
interface Wire { MainInformation?: Main, Data?: { MainInformation?: Main } }

export const RENAMED_EVERY = 100
const RENAMED = ' mới'

/** The sandbox gives codes from 70 on to bad records alone; branches and households have longer ones. */
const GOOD_CODE = /^[0-6]\d{9}$/

/** The same record under another name, one change later. Undefined for a line that is no enterprise's. */
function amend (line: Buffer, on: Day): { code: string, line: Buffer } | undefined {
  const wire = parse(line)
  const main = wire?.MainInformation ?? wire?.Data?.MainInformation
  if (!main || !GOOD_CODE.test(main.ENTERPRISE_GDT_CODE)) return undefined
  main.NAME = `${main.NAME.trim()}${RENAMED}`
  main.NUMBER_CHANGES = Number(main.NUMBER_CHANGES) + 1
  main.LAST_AMEND_DATE = feedDate(on)
  return { code: main.ENTERPRISE_GDT_CODE, line: Buffer.from(`${JSON.stringify(wire)}\n`) }
}

function parse (line: Buffer): Wire | undefined {
  try {
    return JSON.parse(line.toString()) as Wire
  } catch {
    return undefined
  }
}

/** The whole file with every hundredth line replaced by a later state of its enterprise. */
export async function * withRenamed (path: string, cutoff: Day): AsyncGenerator<Buffer[]> {
  const on = addDays(cutoff, -1)
  let since = 0
  for await (const lines of linesOf(path)) {
    yield lines.map((line) => {
      if (++since < RENAMED_EVERY) return line
      const renamed = amend(line, on)
      if (!renamed) return line
      since = 0
      return renamed.line
    })
  }
}

/** One later state each for so many enterprises, spread over the file. */
export async function * amendmentsOf (path: string, cutoff: Day, count: number, records: number): AsyncGenerator<Buffer[]> {
  // Twice as dense as even: a chosen line may turn out to be no enterprise's, or of one that was chosen before.
  const step = Math.max(1, Math.floor(records / count / 2))
  const codes = new Set<string>()
  let since = 0
  for await (const lines of linesOf(path)) {
    for (const line of lines) {
      if (++since < step || codes.size === count) continue
      const amended = amend(line, cutoff)
      if (!amended || codes.has(amended.code)) continue
      codes.add(amended.code)
      since = 0
      yield [amended.line]
    }
    if (codes.size === count) return
  }
}

/** The code that a line tells of. */
export const codeOf = (line: Buffer): string | undefined => {
  const wire = parse(line)
  return (wire?.MainInformation ?? wire?.Data?.MainInformation)?.ENTERPRISE_GDT_CODE
}

/** The first so many lines. */
export async function * headOf (path: string, count: number): AsyncGenerator<Buffer[]> {
  let left = count
  for await (const lines of linesOf(path)) {
    yield lines.slice(0, left)
    left -= lines.length
    if (left <= 0) return
  }
}
