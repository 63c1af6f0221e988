import { z } from 'zod'
import { words } from '../http/query.ts'
import { MATCHED_FIELDS, TIERS } from './search-hit.ts'

export const Score = z.number().min(0).max(1).meta({ description: 'Tells of the kind of hit: 1 the code itself; from 0.9 a name that is the question; from 0.8 a name or code that begins with it; from 0.6 all its words; 0.5 a part of a name; from 0.4 a part of an address, or several words cut off, which is looked for only where nothing better is found; below that words with a letter wrong, which are looked for only where nothing else is found.' })
export const Tier = z.enum(TIERS).meta({ description: 'Kind of hit, best first: `exact`, `prefix`, `words`, `contains`, `fuzzy`.' })
export const Matched = z.enum(MATCHED_FIELDS).meta({ description: 'The field in which it was found; where the words lie in several, the one that has most of them. `formerName` is a name of an earlier version.' })

export const SearchText = words(200, 'A code or its beginning, or words of a name (Vietnamese, foreign, short or a former one) or an address, in any order; the last one may be a beginning. Case, tone marks, đ, punctuation, spacing and Unicode form do not matter, so words may be written together.')
