import { addDays } from '../calendar.ts'
import type { Day } from '../calendar.ts'
import { Dossiers } from './dossiers.ts'
import { extraOf, isReject } from './extras.ts'
import type { Extra, Reject, Skip } from './extras.ts'
import type { World } from './world.ts'

/** What a reader that makes no mistake reports of a world's hand-over file, or of its dossiers. */
export interface Expectation {
  /** Lines of the file, or rows of the lists, good and bad. */
  records: number
  /** Different enterprises among them, the bad ones left out. */
  enterprises: number
  rejects: { code: string, reason: Reject }[]
  skips: Record<Skip, number>
}

export function expectHandover (world: World): Expectation {
  const expectation = nothing()
  for (let index = 0; index < world.size; index++) {
    const states = world.states(index, -1)
    expectation.records += states.length
    expectation.enterprises += 1
    for (const state of states) count(expectation, extraOf(world, state))
  }
  return expectation
}

/** Of whole days, both included. A day's later dossiers of an enterprise are no duplicates, a row that comes twice is one. */
export function expectDossiers (world: World, from: Day, to: Day): Expectation {
  const expectation = nothing()
  const dossiers = new Dossiers(world)
  const seen = new Set<number>()
  for (let day = from; day <= to; day = addDays(day, 1)) {
    const journals = new Set<string>()
    for (const { journal, state, extra } of dossiers.on(day)) {
      seen.add(state.index)
      if (extra) count(expectation, extra)
      else if (journals.has(journal)) count(expectation, { kind: 'duplicate', code: state.code, host: state })
      else expectation.records += 1
      journals.add(journal)
    }
  }
  return { ...expectation, enterprises: seen.size }
}

const nothing = (): Expectation =>
  ({ records: 0, enterprises: 0, rejects: [], skips: { branch: 0, 'business-location': 0, household: 0, duplicate: 0 } })

function count (expectation: Expectation, extra: Extra | undefined): void {
  if (!extra) return
  expectation.records += 1
  const { kind, code } = extra
  if (isReject(kind)) expectation.rejects.push({ code, reason: kind })
  else expectation.skips[kind] += 1
}
