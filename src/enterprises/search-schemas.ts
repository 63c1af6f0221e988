import { z } from 'zod'
import { fromText } from '../http/query.ts'
import { ProvinceCode } from '../localities/schemas.ts'
import { Matched, Score, SearchText, Tier } from './hit-schemas.ts'
import { EnterpriseCode } from './schemas.ts'

const MAX_SUGGESTIONS = 20
const limit = { type: 'integer', format: 'int32', minimum: 1, maximum: MAX_SUGGESTIONS, description: 'How many suggestions at most.' }

export const SuggestQuery = z.strictObject({
  q: SearchText.meta({ ...SearchText.meta(), examples: ['phần mềm'] }),
  limit: fromText(limit, `must be a whole number from 1 to ${MAX_SUGGESTIONS}`, (text) => /^([1-9]|1\d|20)$/.test(text) ? Number(text) : undefined).default(10).meta({ ...limit, default: 10 }),
})

export const Suggestion = z.object({
  code: EnterpriseCode,
  name: z.string().max(2000),
  province: ProvinceCode,
  tier: Tier,
  score: Score,
  matched: Matched,
}).meta({ id: 'Suggestion', description: 'An enterprise that may be meant.' })

export const Suggestions = z.object({
  items: z.array(Suggestion).max(MAX_SUGGESTIONS),
  position: z.int().min(0).meta({ description: 'The position of the register that the answer was read at.' }),
}).meta({
  id: 'Suggestions',
  description: 'Enterprises that may be meant, best first.',
  examples: [{ items: [{ code: '3750002081', name: 'CÔNG TY TNHH MỘT THÀNH VIÊN PHẦN MỀM LẪM GIÊNG NGOAN', province: '79', tier: 'prefix', score: 0.85, matched: 'name' }], position: 21_004 }],
})
