import type { z } from 'zod'
import type { Day } from '../calendar.ts'
import { unavailable } from '../http/problem.ts'
import type { CountFilter, Grounds } from './queries.ts'
import type { Provenance } from './schemas.ts'

/** What a figure rests on, as its answer says it. */
export function provenanceOf (
  { position, day, ruleSet, recorded: { recordedAt, sourceReadAt } }: Grounds & { position: number, day: Day }, { status, basis, ownership }: CountFilter,
): z.output<typeof Provenance> {
  if (!ruleSet) throw unavailable(new Error('no rule set is loaded'))
  return {
    asOf: day, position, knownAt: recordedAt?.toISOString() ?? null, sourceReadAt: sourceReadAt?.toISOString() ?? null,
    basis: basis as z.output<typeof Provenance>['basis'], status: status as z.output<typeof Provenance>['status'],
    ownership: (ownership ?? null) as z.output<typeof Provenance>['ownership'], ruleSet: ruleSet.version,
  }
}
