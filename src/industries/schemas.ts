import { z } from 'zod'
import { ListFormat } from '../http/list-file.ts'
import { Position } from '../http/page.ts'

export const VsicVersion = z.enum(['2018', '2025']).meta({
  description: 'Version of the Vietnam Standard Industrial Classification: `2018` (Decision 27/2018/QĐ-TTg) or `2025` (Decision 36/2025/QĐ-TTg, in force since 15 November 2025). The same code can mean different things in each.',
})
export const ScopeMark = z.enum(['yes', 'no', 'review', 'partly']).meta({ description: 'Whether the OECD list of the ICT sector has it; only `yes` makes an enterprise digital.' })

export const ScopeChange = z.strictObject({
  vsic: VsicVersion,
  code: z.string().max(5).regex(/^\d{4,5}$/, 'must be a class of four digits or a subclass of five').meta({ description: 'A class stands for all its subclasses.' }),
  isIn: z.boolean().meta({ description: 'Whether enterprises with this activity are looked at.' }),
}).meta({ id: 'ScopeChange', description: 'An activity that a rule set counts otherwise than the list of the ICT scope.', examples: [{ vsic: '2025', code: '9531', isIn: true }] })

export const ListIndustriesQuery = z.strictObject({
  vsic: VsicVersion.optional(),
  scope: ScopeMark.optional(),
  format: ListFormat,
})

export const Industry = z.object({
  vsic: VsicVersion,
  code: z.string().max(5),
  level: z.int().min(1).max(5),
  name: z.string().max(500),
  scope: ScopeMark,
  convertsTo: z.array(z.string().max(5)).max(20).meta({ description: 'Codes of VSIC 2025 that a code of 2018 became.' }),
  convertsFrom: z.array(z.string().max(5)).max(20).meta({ description: 'Codes of VSIC 2018 that a code of 2025 came from.' }),
  act: z.string().max(300),
}).meta({
  id: 'Industry',
  description: 'An industry code of the ICT sector.',
  examples: [{ vsic: '2018', code: '62010', level: 5, name: 'Lập trình máy vi tính', scope: 'yes', convertsTo: ['62110', '62190'], convertsFrom: [], act: 'Quyết định 27/2018/QĐ-TTg' }],
})

export const IndustryList = z.object({ items: z.array(Industry).max(1000), position: Position }).meta({ id: 'IndustryList', description: 'Industry codes of the ICT sector in both versions.' })
