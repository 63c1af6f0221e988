import { z } from 'zod'
import { countFilters } from '../enterprises/schemas.ts'
import { momentParameters } from '../http/query.ts'
import { MONTHS_OBSERVED } from './projection.ts'
import { count, MAX_COUNT, Provenance } from './schemas.ts'

export const TargetQuery = z.strictObject({ ...countFilters, ...momentParameters })

export const PublishedFigure = z.object({
  period: z.string().max(50),
  asOf: z.iso.date(),
  enterprises: count,
  source: z.string().max(300),
  retrievedOn: z.iso.date(),
  note: z.string().max(500).nullable(),
}).meta({ id: 'PublishedFigure', description: 'A count that others published, by rules of their own.' })

const Pace = z.number().min(-MAX_COUNT).max(MAX_COUNT).nullable().meta({ description: 'Enterprises a month; null where the register does not reach so far back.' })
const reachedOn = (description: string) => z.iso.date().nullable().meta({ description: `${description}; null where that is not in sight.` })
export const Projection = z.object({
  months: z.int().min(1).max(MONTHS_OBSERVED).meta({ description: 'The last complete months that it rests on.' }),
  expected: count.meta({ description: 'On the day that the target is due, at the mean of their net growth.' }),
  low: count.meta({ description: 'The lower end of an interval of 80 %, from how much the months differ.' }),
  high: count.meta({ description: 'Its upper end.' }),
  expectedOn: reachedOn('When the target is reached at the mean'),
  earliestOn: reachedOn('When the upper end reaches it'),
  latestOn: reachedOn('When the lower end does'),
}).meta({ id: 'Projection', description: 'The observed growth, gone on with. The formula is in docs/figures.md.' })

export const TargetProgress = z.object({
  target: z.int().min(1).max(MAX_COUNT),
  dueOn: z.iso.date(),
  source: z.string().max(300),
  count,
  reachedShare: z.number().min(0).max(1000).meta({ description: 'Count divided by target.' }),
  missing: count,
  monthsLeft: z.number().min(0).max(10_000),
  neededPerMonth: z.number().min(0).max(MAX_COUNT).nullable().meta({ description: 'How many more are needed on average each month; null once the day has passed.' }),
  pace: z.object({ months12: Pace, months36: Pace }).meta({ description: 'Observed net growth per month, on average of the last complete months.' }),
  projection: Projection.nullable().meta({ description: 'Where the observed growth leads; null where the register reaches back less than 12 months.' }),
  published: z.array(PublishedFigure).max(1000).meta({ description: 'The published national series, to compare with; some of it contradicts itself. It is never mixed into the count.' }),
  provenance: Provenance,
}).meta({
  id: 'TargetProgress',
  description: 'The way to at least 100,000 enterprises by 2030.',
  examples: [{
    target: 100000, dueOn: '2030-12-31', source: 'Directive 01/CT-TTg of 14 January 2020', count: 80000, reachedShare: 0.8, missing: 20000, monthsLeft: 49.3, neededPerMonth: 405.7,
    pace: { months12: 402.1, months36: 377.8 },
    projection: { months: 36, expected: 98626, low: 97102, high: 100150, expectedOn: '2031-04-22', earliestOn: '2030-12-22', latestOn: '2031-08-22' },
    published: [{ period: '2025', asOf: '2025-12-31', enterprises: 80000, source: 'Thanh Niên, 30/12/2025', retrievedOn: '2026-11-22', note: null }],
    provenance: { asOf: '2026-11-22', position: 21004, knownAt: '2026-11-22T01:12:00.000Z', sourceReadAt: '2026-11-22T01:11:00.000Z', basis: ['confirmed', 'derived'], status: ['active'], ownership: null, ruleSet: 1 },
  }],
})
