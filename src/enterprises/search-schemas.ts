import { z } from 'zod'
import { fromText, words } from '../http/query.ts'
import { ProvinceCode } from '../localities/schemas.ts'
import { EnterpriseCode } from './schemas.ts'
import { MATCHED_FIELDS, TIERS } from './search-hit.ts'

export const Score = z.number().min(0).max(1).meta({ description: 'Tells of the kind of hit: 1 the code itself; from 0.9 a name that is the question; from 0.8 a name or code that begins with it; from 0.6 all its words; from 0.4 a part of a name or address; below that words with a letter wrong, which are looked for only where nothing else is found.' })
export const Tier = z.enum(TIERS).meta({ description: 'Kind of hit, best first: `exact`, `prefix`, `words`, `contains`, `fuzzy`.' })
export const Matched = z.enum(MATCHED_FIELDS).meta({ description: 'The field in which it was found; where the words lie in several, the one that has most of them. `formerName` is a name of an earlier version.' })

export const SearchText = words(200, 'A code or its beginning, or words of a name (Vietnamese, foreign, short or a former one) or an address, in any order; the last one may be a beginning. Case, tone marks, đ, punctuation, spacing and Unicode form do not matter, so words may be written together.')

const MAX_SUGGESTIONS = 20
const limit = { type: 'integer', format: 'int32', minimum: 1, maximum: MAX_SUGGESTIONS, description: 'How many suggestions at most.' }

export const SuggestQuery = z.strictObject({
  q: SearchText,
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
