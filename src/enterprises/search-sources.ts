import type { SQL } from 'drizzle-orm'
import { sql } from 'drizzle-orm'
import type { Question, WordCount } from './search-question.ts'
import { begunWords, END, hasParts, holdsAll, holdsAnywhere, joinedAddress, joinedNames, KEY_LETTERS, RANK, rarestPart, usesOf, wordQuery } from './search-question.ts'

/** Where the rows of one rank are looked for: an index gives candidates, the rank of each of them decides. */
export interface IndexSource {
  rank: number
  kind: 'ordered'
  /** `code` and `key` of the candidates, in the order of `by`. */
  candidates: SQL
  by: SQL
  /** Of a candidate `x`: the same enterprise comes before it. */
  isRepeated?: SQL
}

export interface TextSource {
  rank: number
  kind: 'texts'
  /** A condition on texts `t` that an index answers. */
  fits: SQL
  /** The same for a row at hand, cheaper to tell. */
  test: SQL
  /** Whether enough fit that they may be met by reading on in the order of codes. */
  isCommon: boolean
  /** Ways to write each word, where one has a letter wrong. */
  written?: string[][]
}

export type Source = IndexSource | TextSource

/** Codes that begin with the digits, whatever the collation. */
const codeRange = (code: SQL, digits: string) => sql`${code} between ${digits.padEnd(10, '0')} and ${digits.padEnd(10, '9')}`

function names (question: Question, rank: number, isFormer: boolean, isWhole: boolean): IndexSource {
  const key = [...question.joined].slice(0, KEY_LETTERS).join('')
  const range = isWhole ? sql`n.key = ${key}` : sql`n.key >= ${key} and n.key < ${key + END}`
  return {
    rank, kind: 'ordered', by: isWhole ? sql`code` : sql`key, code`,
    candidates: sql`select n.code, ${isWhole ? sql`''` : sql`n.key`} as key from search_names n where n.is_former = ${isFormer} and ${range}`,
    // Of the names of one enterprise the first one stands for it.
    ...!isWhole && { isRepeated: sql`exists (select from search_names o where o.code = x.code and o.is_former = ${isFormer} and o.key >= ${key} and o.key < x.key)` },
  }
}

const codes = (rank: number, digits: string): IndexSource =>
  ({ rank, kind: 'ordered', by: sql`code`, candidates: sql`select c.code, '' as key from search_texts c where ${codeRange(sql`c.code`, digits)}` })

/** Rows that cost less to read than several questions. */
const RARE = 1000

/** Words that go together are that much more often together than chance would have it; else a page is looked for in vain. */
const TOGETHER = 3

/** No more rows hold all words than hold the rarest one; how many, if they were spread by chance. */
function rows ({ served }: Question, counts: WordCount[], count: (of: WordCount) => number) {
  const most = Math.min(...counts.map(count))
  return { most, expected: counts.reduce((left, of) => left * Math.min(1, TOGETHER ** (1 / counts.length) * count(of) / Math.max(served, 1)), served) }
}

/** Rows that are read on to find a page of one in so many: as many as would be sorted else. */
export const commonFrom = ({ served }: Question, limit: number) => Math.sqrt(served * limit)

export const lexemes = sql`search_lexemes(t.names, t.address)`

/** What may hold hits, best first; what cannot is left out. */
export function sourcesOf (question: Question, limit: number): Source[] {
  const { counts, beginning, digits, joined, isName, isFormerName, beginsName, beginsFormerName, beginsCode } = question
  const begun = begunWords(question)
  const common = commonFrom(question, limit)
  const ofWords = (rank: number, { most, expected }: ReturnType<typeof rows>, fits: SQL, test: SQL): Source[] => most === 0 ? [] : [{ rank, kind: 'texts', fits, test, isCommon: expected > common }]
  const ofNames = ({ inNames }: WordCount) => inNames
  const anywhere = rows(question, begun, usesOf)
  // A part of words that are words themselves is rare.
  const part = rarestPart(question)
  const ofParts = (rank: number, text: SQL): Source => ({ rank, kind: 'texts', fits: sql`${text} like ${`%${part}%`}`, test: sql`strpos(${text}, ${joined}) > 0`, isCommon: anywhere.most === 0 })
  const hasLongerWords = beginning !== null && beginning.inNames > counts.find(({ word }) => word === beginning.word)!.inNames
  return [
    ...digits !== null && beginsCode ? [codes(RANK.code, digits)] : [],
    ...isName ? [names(question, RANK.name, false, true)] : [],
    ...isFormerName ? [names(question, RANK.formerName, true, true)] : [],
    ...digits !== null && beginsCode ? [codes(RANK.codeBeginning, digits)] : [],
    ...beginsName ? [names(question, RANK.nameBeginning, false, false)] : [],
    ...beginsFormerName ? [names(question, RANK.formerNameBeginning, true, false)] : [],
    ...ofWords(RANK.words, rows(question, counts, ofNames), sql`${lexemes} @@ ${wordQuery(question, 'names', 'whole')}::tsquery`, holdsAll(question, 'whole')),
    ...hasLongerWords ? ofWords(RANK.wordBeginning, rows(question, begun, ofNames), sql`${lexemes} @@ ${wordQuery(question, 'names', 'beginning')}::tsquery`, holdsAll(question, 'beginning')) : [],
    ...ofWords(RANK.wordsAnywhere, anywhere, sql`${lexemes} @@ ${wordQuery(question, 'anywhere', 'beginning')}::tsquery`, holdsAnywhere(question)),
    ...hasParts(question) ? [ofParts(RANK.partOfName, joinedNames), ofParts(RANK.partOfAddress, joinedAddress)] : [],
  ]
}

/** Whether so few rows hold all words that they may all be read at once. */
export const isRare = (question: Question): boolean => question.digits === null && rows(question, begunWords(question), usesOf).expected <= RARE

/** Rows with all words, wherever they stand. */
export const wordsFit = (question: Question): SQL => sql`(${lexemes} @@ ${wordQuery(question, 'anywhere', 'beginning')}::tsquery and ${holdsAnywhere(question)})`

/** Rows with the question as a part, its words written together. */
export function partsFit (question: Question): SQL {
  const part = `%${rarestPart(question)}%`
  const holdsPart = (text: SQL) => sql`(${text} like ${part} and strpos(${text}, ${question.joined}) > 0)`
  return sql`(${holdsPart(joinedNames)} or ${holdsPart(joinedAddress)})`
}

/** Every row that has a rank, for counting. */
export function anyFits (question: Question): SQL {
  const { digits, joined } = question
  const parts = hasParts(question) ? partsFit(question) : sql`${joinedNames} like ${`%|${joined}%`}`
  return sql`(${wordsFit(question)} or ${parts}${digits === null ? sql`` : sql` or ${codeRange(sql`t.code`, digits)}`})`
}
