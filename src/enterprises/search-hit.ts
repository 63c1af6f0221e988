import type { SQL } from 'drizzle-orm'
import { sql } from 'drizzle-orm'
import type { Question } from './search-question.ts'
import { asTexts, holdsAll, isOneWord, joinedNames, patterns } from './search-question.ts'
import { RANK } from './search-rank.ts'

export const TIERS = ['exact', 'prefix', 'words', 'contains', 'fuzzy'] as const
export type Tier = typeof TIERS[number]
export const MATCHED_FIELDS = ['code', 'name', 'shortName', 'foreignName', 'formerName', 'address'] as const
export type MatchedField = typeof MATCHED_FIELDS[number]

/** Where a page of hits goes on: behind this hit. */
export interface SearchPosition { rank: number, key: string, code: string }

export interface Hit {
  code: string
  tier: Tier
  /** From 0 to 1, falling in the order of the hits; it tells of the kind of hit and of nothing else. */
  score: number
  /** The field in which it was found; where the words lie in several, the one that has most of them. */
  matched: MatchedField
  position: SearchPosition
}

const KINDS: Readonly<Record<number, readonly [Tier, score: number]>> = {
  [RANK.code]: ['exact', 1], [RANK.name]: ['exact', 0.98], [RANK.formerName]: ['exact', 0.9],
  [RANK.codeBeginning]: ['prefix', 0.88], [RANK.nameBeginning]: ['prefix', 0.85], [RANK.formerNameBeginning]: ['prefix', 0.8],
  [RANK.words]: ['words', 0.7], [RANK.wordBeginning]: ['words', 0.65], [RANK.wordsAnywhere]: ['words', 0.6],
  [RANK.partOfName]: ['contains', 0.5], [RANK.partOfNames]: ['contains', 0.45], [RANK.partOfAddress]: ['contains', 0.4],
  [RANK.likeNames]: ['fuzzy', 0.3], [RANK.likeAnywhere]: ['fuzzy', 0.2],
}

const MARKS: Readonly<Record<string, MatchedField>> = { '#': 'code', '=': 'name', '-': 'name', '/': 'shortName', '+': 'foreignName', '~': 'formerName', '@': 'address' }

/** A hit as the database tells of it. */
export interface RankedRow extends Record<string, unknown> { code: string, rank: number, key: string, mark: string }

export function hitOf ({ code, rank, key, mark }: RankedRow): Hit {
  const [tier, score] = KINDS[rank]!
  return { code, tier, score, matched: MARKS[mark]!, position: { rank, key, code } }
}

/** The part of texts `t`, by its mark, that holds most of the words; the first of several. */
const partWithMost = (words: string[], operator: SQL) => sql`(
  select left(p.part, 1) from string_to_table(t.names || '@|' || t.address, '.') with ordinality p (part, n)
  order by (select count(*) from unnest(${asTexts(words)}::text[]) w where p.part ${operator} w) desc, p.n limit 1)`

/** The mark of the field of texts `t` in which a hit of that rank was found. `alternatives` are those of words with a letter wrong. */
export function markOf (question: Question, rank: number, alternatives: string[][] = []): SQL {
  const before = (text: string) => sql`substr(${joinedNames}, strpos(${joinedNames}, ${text}) - 1, 1)`
  const lastBefore = (names: SQL) => sql`substring(left(${names}, strpos(${names}, ${question.joined})) from '.*([=/+~-])[|]')`
  switch (rank) {
    case RANK.code:
    case RANK.codeBeginning: return sql`'#'`
    case RANK.name: return before(`|${question.joined}.`)
    case RANK.nameBeginning: return before(`|${question.joined}`)
    case RANK.formerName:
    case RANK.formerNameBeginning: return sql`'~'`
    case RANK.partOfName: return lastBefore(isOneWord(question) ? joinedNames : sql`t.names`)
    case RANK.partOfNames: return lastBefore(joinedNames)
    case RANK.partOfAddress: return sql`'@'`
    case RANK.likeNames:
    case RANK.likeAnywhere: return partWithMost(alternatives.map((words) => ` (${words.join('|')}) `), sql`~`)
    default: return sql`case when ${holdsAll(question, 'beginning', sql`split_part(t.names, '.', 1)`)} then left(t.names, 1) else ${partWithMost(patterns(question, 'beginning'), sql`like`)} end`
  }
}
