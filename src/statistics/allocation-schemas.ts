import { z } from 'zod'
import { countFilters } from '../enterprises/schemas.ts'
import { ListFormat } from '../http/list-file.ts'
import { Position } from '../http/page.ts'
import { Day, momentParameters, prose } from '../http/query.ts'
import { ProvinceCode } from '../localities/schemas.ts'
import { METHODS } from './allocation.ts'
import { Base, count, LocalityProvenance } from './schemas.ts'

export const TableCode = z.string().max(60).regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'must be small letters, digits and hyphens').meta({ description: 'Code of a table.', examples: ['plan-2030'] })

export const AllocationQuery = z.strictObject({
  method: z.enum(METHODS).default('equal-density').meta({ description: '`equal-density`: by population; `proportional`: by the counts of `countedon`; `table`: as `table` says.' }),
  table: TableCode.optional().meta({ description: 'The table, with `method=table`.' }),
  base: Base.default('registered-2024'),
  countedon: Day.optional().meta({ format: 'date', description: 'With `method=proportional`, the day whose counts are the weights; where absent that of the figures.' }),
  ...countFilters,
  ...momentParameters,
  format: ListFormat,
})

const allocation = {
  count,
  yearAgo: count.meta({ description: 'The same count a year before.' }),
  allocated: count.nullable().meta({ description: 'How many of the target fall to it; null where `noAllocation` says why.' }),
  gap: z.int().min(-100_000_000).max(100_000_000).nullable().meta({ description: 'Allocated less count; below zero where there are more than allocated.' }),
  observedPerMonth: z.number().min(-100_000_000).max(100_000_000).meta({ description: 'A twelfth of the net growth since the same day a year before.' }),
  neededPerMonth: z.number().min(0).max(100_000_000).nullable().meta({ description: 'What would close the gap in the months left; null once the day has passed.' }),
  state: z.enum(['reached', 'on-course', 'behind']).nullable().meta({ description: '`reached`: as many as allocated; `on-course`: would be by the due day at the daily pace of the last year; `behind`: would not.' }),
}

export const LocalityAllocation = z.object({ code: ProvinceCode, name: z.string().max(200), type: z.enum(['thành phố', 'tỉnh']), ...allocation })
  .meta({ id: 'LocalityAllocation', description: 'A province, its part of the target and how far it is.' })

const example = { count: 6024, yearAgo: 5310, allocated: 2699, gap: -3325, observedPerMonth: 59.5, neededPerMonth: 0, state: 'reached' as const }
const tableExample = { code: 'plan-2030', title: 'Phân bổ theo kế hoạch', source: 'Kế hoạch …', setAt: '2026-11-22T01:12:00.000Z', position: 21004 }

export const AllocationTable = z.object({
  code: TableCode,
  title: z.string().max(300),
  source: z.string().max(300).meta({ description: 'The act or decision that it rests on.' }),
  setAt: z.iso.datetime({ offset: true }),
  position: Position.meta({ description: 'The position from which it is known.' }),
}).meta({ id: 'AllocationTable', description: 'A table by which the target is shared out.', examples: [tableExample] })

export const Allocation = z.object({
  method: z.enum(METHODS),
  table: AllocationTable.nullable(),
  countedOn: z.iso.date().nullable().meta({ description: 'Of `proportional`: the day of the weights.' }),
  noAllocation: z.enum(['not-all-units-have-a-population', 'nothing-counted']).nullable().meta({ description: 'Why nothing could be shared out.' }),
  target: count,
  dueOn: z.iso.date(),
  source: z.string().max(300),
  localities: z.array(LocalityAllocation).max(100),
  nation: z.object(allocation).meta({ id: 'NationAllocation', description: 'The nation against the whole target.' }),
  provenance: LocalityProvenance,
}).meta({
  id: 'Allocation',
  description: 'The target shared out among the provinces of 2025; the parts sum to it exactly.',
  examples: [{
    method: 'equal-density', table: null, countedOn: null, noAllocation: null, target: 100000, dueOn: '2030-12-31', source: 'Directive 01/CT-TTg of 14 January 2020',
    localities: [{ code: '48', name: 'Đà Nẵng', type: 'thành phố', ...example }],
    nation: { ...example, allocated: 100000, gap: 93976, neededPerMonth: 1906.2, state: 'behind' },
    provenance: {
      asOf: '2026-11-22', position: 21004, knownAt: '2026-11-22T01:12:00.000Z', sourceReadAt: '2026-11-22T01:11:00.000Z', basis: ['confirmed', 'derived'], status: ['active'], ownership: null, ruleSet: 1, division: '2025',
      populationBase: { code: 'registered-2024', name: 'Dân số theo Nghị quyết 202/2025/QH15', asOf: '2024-12-31', source: 'Nghị quyết 202/2025/QH15' },
    },
  }],
})

export const AllocationTableRequest = z.strictObject({
  title: prose(300),
  titleEn: prose(300),
  source: prose(300).meta({ description: 'The act or decision that it rests on.' }),
  rows: z.array(z.strictObject({ province: ProvinceCode, enterprises: count })).min(1).max(100).meta({ description: 'Every province of 2025 once; the sum is the target.' }),
}).meta({
  id: 'AllocationTableRequest',
  description: 'How the target is shared out.',
  examples: [{ title: 'Phân bổ theo kế hoạch', titleEn: 'Allocation by plan', source: 'Kế hoạch …', rows: [{ province: '01', enterprises: 100000 }] }],
})
export const AllocationTableList = z.object({ items: z.array(AllocationTable).max(1000), position: Position }).meta({ id: 'AllocationTableList', description: 'The tables that are set.' })
