import { z } from 'zod'
import { ProvinceCode } from '../localities/schemas.ts'
import { Base, count, LocalityProvenance, people, PopulationBase } from './schemas.ts'

const density = {
  enterprises: count,
  population: people.nullable(),
  per1000: z.number().min(0).max(1000).nullable().meta({ description: 'Enterprises per 1,000 people, two decimals.' }),
  noDensity: z.enum(['no-population-in-this-division', 'no-population-on-this-base', 'not-all-units-have-a-population']).nullable().meta({ description: 'Why there is no density; null where there is one.' }),
  reachesGoal: z.boolean().nullable().meta({ description: 'Whether there are as many enterprises as the goal needs, judged on whole numbers; null without a density or a goal.' }),
  missingToGoal: count.nullable().meta({ description: 'How many enterprises are missing to the goal.' }),
}

export const LocalityDensity = z.object({ code: ProvinceCode, name: z.string().max(200), type: z.enum(['thành phố', 'tỉnh']), ...density })
  .meta({ id: 'LocalityDensity', description: 'A locality and its density.' })

const nation = { enterprises: 80000, population: 113571926, per1000: 0.7, noDensity: null, reachesGoal: false, missingToGoal: 33572 }

export const Densities = z.object({
  localities: z.array(LocalityDensity).max(100),
  nation: z.object(density).meta({ id: 'NationDensity', description: 'The density of the nation, where all units have a population.' }),
  goal: z.object({ per1000: z.number().min(0).max(1000), dueOn: z.iso.date(), source: z.string().max(300) }).nullable().meta({ description: 'The density to be reached; null where none was known yet.' }),
  bases: z.array(z.object({ ...PopulationBase.shape, code: Base, units: z.int().min(0).max(100).meta({ description: 'Units of this division that it has.' }) })).max(100)
    .meta({ description: 'All bases of population that are known. They do not compare with each other, and none is made up of another.' }),
  isInterpolated: z.literal(false).meta({ description: 'Populations are those of the day of their base, whatever day is asked about: nothing is interpolated or projected.' }),
  daysFromBase: z.int().min(-1_000_000).max(1_000_000).nullable().meta({ description: 'From the day of the base to the day of the counts; null where the base is not known.' }),
  provenance: LocalityProvenance,
}).meta({
  id: 'Densities',
  description: 'Enterprises per 1,000 people for every unit of a division.',
  examples: [{
    localities: [{ code: '48', name: 'Đà Nẵng', type: 'thành phố', enterprises: 6024, population: 3065628, per1000: 1.97, noDensity: null, reachesGoal: true, missingToGoal: 0 }],
    nation,
    goal: { per1000: 1, dueOn: '2030-12-31', source: 'Resolution 71/NQ-CP of 1 April 2025' },
    bases: [{ code: 'registered-2024', name: 'Dân số theo Nghị quyết 202/2025/QH15', asOf: '2024-12-31', source: 'Nghị quyết 202/2025/QH15', units: 34 }],
    isInterpolated: false, daysFromBase: 691,
    provenance: {
      asOf: '2026-11-22', position: 21004, knownAt: '2026-11-22T01:12:00.000Z', sourceReadAt: '2026-11-22T01:11:00.000Z', basis: ['confirmed', 'derived'], status: ['active'], ownership: null, ruleSet: 1, division: '2025',
      populationBase: { code: 'registered-2024', name: 'Dân số theo Nghị quyết 202/2025/QH15', asOf: '2024-12-31', source: 'Nghị quyết 202/2025/QH15' },
    },
  }],
})
