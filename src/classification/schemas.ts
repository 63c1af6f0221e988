import { z } from 'zod'
import { Position } from '../http/page.ts'
import { ScopeChange } from '../industries/schemas.ts'

export { effectiveFrom, Evidence, IfMatch, note } from './decision-schemas.ts'
export { DRAFT_EXAMPLE } from './draft-schemas.ts'

export const CategoryItem = z.object({
  code: z.enum(['i', 'ii', 'iii', 'iv']),
  name: z.string().max(200),
  description: z.string().max(1000),
  source: z.string().max(200),
}).meta({
  id: 'Category',
  description: 'One of the four categories of Directive 01/CT-TTg.',
  examples: [{ code: 'iv', name: 'Doanh nghiệp khởi nghiệp đổi mới sáng tạo', description: 'Doanh nghiệp khởi nghiệp đổi mới sáng tạo trong chính lĩnh vực công nghệ số.', source: 'Chỉ thị 01/CT-TTg, 14/01/2020' }],
})
export const CategoryList = z.object({ items: z.array(CategoryItem).max(10), position: Position }).meta({ id: 'CategoryList', description: 'The four categories.' })

export const RuleSetItem = z.object({
  version: z.int().min(1).max(10_000),
  startUpYears: z.int().min(1).max(100).meta({ description: 'Until this anniversary of the first registration an enterprise is a start-up.' }),
  largeCapitalVnd: z.int().min(0).meta({ description: 'From this charter capital on, in VND, an enterprise with ICT beside its main activity is a candidate for category i.' }),
  scope: z.array(ScopeChange).max(200).meta({ description: 'Where it departs from the list at `GET /industries`.' }),
  inForceFrom: z.iso.date().nullable().meta({ description: 'What is valid on this day or later is classified by it; null of the first, which holds for all that is earlier.' }),
  draft: z.string().max(60).nullable().meta({ description: 'The draft that it was; null of the one that the registry came with.' }),
  summary: z.string().max(2000),
}).meta({
  id: 'RuleSet',
  description: 'A version of the rules that propose a category. The Directive gives no numeric test: a rule proposes, a competent officer decides.',
  examples: [{ version: 1, startUpYears: 5, largeCapitalVnd: 100_000_000_000, scope: [], inForceFrom: null, draft: null, summary: 'Ngành chính thuộc phạm vi ICT: doanh nghiệp công nghệ số …' }],
})
export const RuleSetList = z.object({ items: z.array(RuleSetItem).max(1000), inForce: z.int().min(1).max(10_000).meta({ description: 'The version in force today.' }), position: Position })
  .meta({ id: 'RuleSetList', description: 'All rule sets, and the one in force.' })
