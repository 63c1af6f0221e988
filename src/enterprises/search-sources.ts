import type { SQL } from 'drizzle-orm'
import { sql } from 'drizzle-orm'
import type { Question, WordCount } from './search-question.ts'
import { begunWords, END, hasParts, holdsAll, holdsAnywhere, isOneWord, joinedAddress, joinedNames, KEY_LETTERS, rarestPart, usesOf } from './search-question.ts'
import { wordQuery } from './search-lexemes.ts'
import { holdsPart, RANK, rankOf } from './search-rank.ts'

/** Where the rows of one rank are looked for: an index gives candidates, the rank of each of them decides. */
export interface IndexSource {
  rank: number
  kind: 'ordered'
  /** `code`, `key` and `rank` of the candidates, in the order of `by`. */
  candidates: SQL
  by: SQL
  /** Of a candidate `x` with texts `t`: it has this rank and no better one. */
  isOfRank: SQL
  /** Of a candidate `x`, where one enterprise may be several: whether another one came before it, on this page or an earlier one. */
  isRepeated?: SQL
}

export interface TextSource {
  rank: number
  kind: 'texts'
  /** A condition on texts `t` that an index answers. */
  fits: SQL
  /** The same for a row at hand, cheaper to tell. */
  test: SQL
  /** Whether what fits needs no such test. */
  isExact?: boolean
  /** Whether enough fit that they may be met by reading on in the order of codes. */
  isCommon: boolean
  /** The next rank, for those that are not quite of this one. */
  lower?: { rank: number, when: SQL }
  /** Ways to write each word, where one has a letter wrong. */
  written?: string[][]
}

export type Source = IndexSource | TextSource

/** Whether hits behind this rank may be among its rows. */
export const mayHold = (source: Source, after: { rank: number } | undefined): boolean =>
  after === undefined || (source.kind === 'texts' && source.lower ? source.lower.rank : source.rank) >= after.rank

/** Codes that begin with the digits, whatever the collation. */
const codeRange = (code: SQL, digits: string) => sql`${code} between ${digits.padEnd(10, '0')} and ${digits.padEnd(10, '9')}`

const keyOf = ({ joined }: Question): string => [...joined].slice(0, KEY_LETTERS).join('')
const begins = (key: SQL, beginning: string) => sql`${key} >= ${beginning} and ${key} < ${beginning + END}`

const isRepeated = (question: Question, isFormer: boolean): SQL =>
  sql`exists (select from search_names o where o.code = x.code and o.is_former = ${isFormer} and o.key >= ${keyOf(question)} and o.key < x.key)`

/** Names that are the question, or that begin with it. */
function names (question: Question, rank: number, isFormer: boolean, isWhole: boolean): IndexSource {
  const { digits, joined, isName, isFormerName } = question
  const key = keyOf(question)
  const has = (former: boolean, fits: SQL) => sql`exists (select from search_names o where o.code = x.code and o.is_former = ${former} and ${fits})`
  const better = [
    ...digits === null ? [] : [isWhole ? sql`x.code = ${digits}` : sql`starts_with(x.code, ${digits})`],
    ...isFormer ? [has(false, isWhole ? sql`o.key = ${key}` : begins(sql`o.key`, key))] : [],
    ...!isWhole && isName && !isFormer ? [has(false, sql`o.key = ${key}`)] : [],
    ...!isWhole && isFormerName ? [has(true, sql`o.key = ${key}`)] : [],
  ]
  // A key does not hold all of a long name.
  const isLong = [...joined].length >= KEY_LETTERS
  return {
    rank, kind: 'ordered', by: isWhole ? sql`code` : sql`key, code`, ...!isWhole && { isRepeated: isRepeated(question, isFormer) },
    candidates: sql`select n.code, ${isWhole ? sql`''` : sql`n.key`} as key, ${rank}::int as rank from search_names n where n.is_former = ${isFormer} and ${isWhole ? sql`n.key = ${key}` : begins(sql`n.key`, key)}`,
    isOfRank: isLong ? sql`(${rankOf(question)}) = ${rank}` : better.length === 0 ? sql`true` : sql`not (${sql.join(better, sql` or `)})`,
  }
}

const codes = (question: Question, rank: number, digits: string): IndexSource => ({
  rank, kind: 'ordered', by: sql`code`, isOfRank: sql`(${rankOf(question)}) = ${rank}`,
  candidates: sql`select c.code, '' as key, ${rank}::int as rank from search_texts c where ${codeRange(sql`c.code`, digits)}`,
})

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
  const { counts, beginning, digits, isName, isFormerName, beginsName, beginsFormerName, beginsCode } = question
  const begun = begunWords(question)
  const common = commonFrom(question, limit)
  const ofWords = (rank: number, { most, expected }: ReturnType<typeof rows>, fits: SQL, test: SQL): TextSource[] => most === 0 ? [] : [{ rank, kind: 'texts', fits, test, isCommon: expected > common }]
  const ofNames = ({ inNames }: WordCount) => inNames
  const anywhere = rows(question, begun, usesOf)
  const inNames = rows(question, begun, ofNames)
  // Where names alone do not fill a page.
  const isRare = anywhere.expected <= common && inNames.expected < limit * 2
  const hasAddress = begun.some(({ inAddresses }) => inAddresses > 0)
  const hasLongerWords = beginning !== null && beginning.inNames > counts.find(({ word }) => word === beginning.word)!.inNames
  return [
    ...digits !== null && beginsCode ? [codes(question, RANK.code, digits)] : [],
    ...isName ? [names(question, RANK.name, false, true)] : [],
    ...isFormerName ? [names(question, RANK.formerName, true, true)] : [],
    ...digits !== null && beginsCode ? [codes(question, RANK.codeBeginning, digits)] : [],
    ...beginsName ? [names(question, RANK.nameBeginning, false, false)] : [],
    ...beginsFormerName ? [names(question, RANK.formerNameBeginning, true, false)] : [],
    ...ofWords(RANK.words, rows(question, counts, ofNames), sql`${lexemes} @@ ${wordQuery(question, 'names', 'whole')}::tsquery`, holdsAll(question, 'whole')),
    ...hasLongerWords && !(isRare && hasAddress) ? ofWords(RANK.wordBeginning, inNames, sql`${lexemes} @@ ${wordQuery(question, 'names', 'beginning')}::tsquery`, holdsAll(question, 'beginning')) : [],
    // Rare ones at once, as they are found by the same lists.
    ...hasAddress ? ofWords(RANK.wordsAnywhere, anywhere, sql`${lexemes} @@ ${wordQuery(question, 'anywhere', 'beginning')}::tsquery`, holdsAnywhere(question))
      .map((source) => isRare && hasLongerWords ? { ...source, rank: RANK.wordBeginning, lower: { rank: RANK.wordsAnywhere, when: sql`not ${holdsAll(question, 'beginning')}` } } : source) : [],
    // A part of words that are words themselves is rare.
    ...hasParts(question) ? [{ rank: RANK.partOfName, kind: 'texts', fits: partFits(question), test: holdsPart(question), isExact: isOneWord(question), isCommon: isOneWord(question) && anywhere.most === 0 } satisfies Source] : [],
  ]
}

/** What is looked for where none of the others holds a hit: the question across words of the names, and in the address. */
export function lowerSources (question: Question): TextSource[] {
  if (!hasParts(question)) return []
  const source = (rank: number, text: SQL): TextSource => ({ rank, kind: 'texts', fits: partOf(question, text), test: sql`strpos(${text}, ${question.joined}) > 0`, isExact: true, isCommon: false })
  return [...isOneWord(question) ? [] : [source(RANK.partOfNames, joinedNames)], source(RANK.partOfAddress, joinedAddress)]
}

/** Rows whose text holds the question, its words written together. The index is asked for a part of it. */
function partOf (question: Question, text: SQL): SQL {
  const { joined } = question
  const part = rarestPart(question)
  return sql`(${text} like ${`%${part}%`}${part === joined ? sql`` : sql` and strpos(${text}, ${joined}) > 0`})`
}

/** Rows that have the question at the beginning of a word of their names; where it is one word, anywhere in them. */
const partFits = (question: Question): SQL => isOneWord(question)
  ? partOf(question, joinedNames)
  : sql`${lexemes} @@ (select string_agg(quote_literal(w.word), ' | ')::tsquery from search_words w where ${begins(sql`w.word`, question.joined)} and w.in_names > 0)`

/** Rows with all words, wherever they stand. */
const wordsFit = (question: Question): SQL => sql`(${lexemes} @@ ${wordQuery(question, 'anywhere', 'beginning')}::tsquery and ${holdsAnywhere(question)})`

/** Enterprises whose names, present or former, begin with the question. */
function begunCodes (question: Question): SQL {
  const key = keyOf(question)
  const isWhole = [...question.joined].length >= KEY_LETTERS ? sql` and exists (select from search_texts t where t.code = n.code and strpos(${joinedNames}, ${`|${question.joined}`}) > 0)` : sql``
  return sql.join([false, true].map((isFormer) => sql`select n.code from search_names n where n.is_former = ${sql.raw(String(isFormer))} and ${begins(sql`n.key`, key)}${isWhole}`), sql` union all `)
}

/** The codes of all that have one of the better ranks. */
export function hitCodes (question: Question): SQL {
  const { digits } = question
  const texts = (fits: SQL) => sql`select t.code from search_texts t where ${fits}`
  return sql.join([
    begunCodes(question), texts(wordsFit(question)),
    ...hasParts(question) ? [texts(partFits(question))] : [],
    ...digits === null ? [] : [texts(codeRange(sql`t.code`, digits))],
  ], sql` union `)
}
