import type { z } from 'zod'
import type { Day } from '../calendar.ts'
import type { Language } from '../http/language.ts'
import type { MomentAsked } from '../http/moment.ts'
import type { HttpProblem } from '../http/problem.ts'
import { badRequest, unavailable } from '../http/problem.ts'
import type { CountFilter, Cube, Grounds } from './queries.ts'
import type { PopulationBase, Provenance } from './schemas.ts'

/** For what every figure needs: it was not recorded yet at the position asked about, or the seeds are not loaded. */
export const notKnownYet = (what: string, knownat: MomentAsked['knownat']): HttpProblem =>
  knownat === undefined ? unavailable(new Error(`no ${what} is loaded`)) : badRequest('knownat', `is of before the first ${what} was recorded`)

/** What a figure rests on, as its answer says it. */
export function provenanceOf (
  { position, day, ruleSet, recorded: { recordedAt, sourceReadAt } }: Grounds & { position: number, day: Day }, { status, basis, ownership }: CountFilter, { knownat }: MomentAsked,
): z.output<typeof Provenance> {
  if (!ruleSet) throw notKnownYet('rule set', knownat)
  return {
    asOf: day, position, knownAt: recordedAt?.toISOString() ?? null, sourceReadAt: sourceReadAt?.toISOString() ?? null,
    basis: basis as z.output<typeof Provenance>['basis'], status: status as z.output<typeof Provenance>['status'],
    ownership: (ownership ?? null) as z.output<typeof Provenance>['ownership'], ruleSet: ruleSet.version,
  }
}

/** A base of population as answers name it. */
export const describeBase = ({ code, name, nameEn, asOf, source }: Cube['bases'][number], language: Language): z.output<typeof PopulationBase> =>
  ({ code: code as z.output<typeof PopulationBase>['code'], name: language === 'vi' ? name : nameEn, asOf, source })
