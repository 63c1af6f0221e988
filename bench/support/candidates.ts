import { join } from 'node:path'
import { addDays } from '../../src/calendar.ts'
import { readGeography } from '../../src/sandbox/geography.ts'
import type { DetailRecord } from '../../src/sandbox/record.ts'
import { createWorld, wireOf } from '../../src/sandbox/world.ts'
import { writeLines } from './lines.ts'
import { runProgram } from './program.ts'
import type { Register } from './register.ts'
import { note, number, seconds } from './screen.ts'

const SEED = 20_261_123
const ANCHOR = '2026-11-01'
/** Whoever is younger is a candidate of iii until his fifth anniversary, whoever is older one of i for his capital. */
const YOUNG_SINCE = '2022-06-01'
const LARGE_VND = '150000000000'
const ACTIVITIES = [{ CODE: '4711', NAME: 'Bán lẻ trong siêu thị', IS_MAIN: 'Y' }, { CODE: '6201', NAME: 'Lập trình máy vi tính', IS_MAIN: 'N' }]
const AT_ONCE = 500

const dayOf = (text: string) => text.split('/').reverse().join('-')

/** The record of a made-up enterprise, at work, with a digital trade beside its main one. */
function asCandidate (record: DetailRecord): object {
  const main = record.MainInformation
  const capital = dayOf(main.FOUNDING_DATE) < YOUNG_SINCE ? LARGE_VND : main.CAPITAL_AMOUNT
  return { ...record, MainInformation: { ...main, ENTERPRISE_STATUS: '1', CAPITAL_AMOUNT: capital }, BusinessActivity: ACTIVITIES }
}

/** So many candidates with all their states, by the front door: written as a hand-over file and loaded as an operator would. */
export async function fillCandidates (register: Register, size: number): Promise<void> {
  const world = createWorld({ geography: await readGeography(), size, seed: SEED, anchorOn: ANCHOR })
  async function * lines (): AsyncGenerator<Buffer[]> {
    for (let index = 0; index < size; index += AT_ONCE) {
      register.signal.throwIfAborted()
      yield Array.from({ length: Math.min(AT_ONCE, size - index) }, (_, i) => world.states(index + i, -1).map((state) => `${JSON.stringify(asCandidate(wireOf(world, state) as DetailRecord))}\n`).join('')).map((text) => Buffer.from(text))
    }
  }
  const path = join(register.folder, 'candidates.ndjson.gz')
  note(`${number(size)} candidates …`)
  await writeLines(path, lines(), register.signal)
  const { seconds: took } = await runProgram('cli/sync.js', ['--file', path, '--cutoff', addDays(ANCHOR, -1)], register)
  note(`Loaded in ${seconds(took)}`)
}
