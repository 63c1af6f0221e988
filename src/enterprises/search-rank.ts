import type { SQL } from 'drizzle-orm'
import { sql } from 'drizzle-orm'
import type { Question } from './search-question.ts'
import { begunWords, hasParts, holdsAll, holdsAnywhere, isOneWord, joinedAddress, joinedNames, usesOf } from './search-question.ts'

/** The kinds of hits, best first: a hit has the first that fits. */
export const RANK = {
  code: 0, name: 1, formerName: 2, codeBeginning: 3, nameBeginning: 4, formerNameBeginning: 5,
  words: 6, wordBeginning: 7, wordsAnywhere: 8, partOfName: 9,
  /** Only where nothing of the above is found. */
  partOfNames: 10, partOfAddress: 11,
  /** Only where nothing at all is found. */
  likeNames: 12, likeAnywhere: 13,
} as const

const begins = ({ joined }: Question) => sql`strpos(${joinedNames}, ${`|${joined}`}) > 0`

/** Whether a word of the names begins with the question written together; where it is one word, several may hold it between them. */
export const holdsPart = (question: Question): SQL => isOneWord(question) ? sql`strpos(${joinedNames}, ${question.joined}) > 0` : sql`strpos(t.names, ${` ${question.joined}`}) > 0`

/** What of texts `t` has a better rank, among those that are looked for together; `rankOf` says the same of a row by itself. */
export function isBetterThan (question: Question, rank: number): SQL {
  const { joined, digits, beginsName, beginsFormerName } = question
  const better = rank > RANK.partOfName ? [...rank === RANK.partOfAddress && !isOneWord(question) ? [sql`strpos(${joinedNames}, ${joined}) > 0`] : []] : [
    ...beginsName || beginsFormerName ? [begins(question)] : [],
    ...digits === null ? [] : [sql`starts_with(t.code, ${digits})`],
    ...rank === RANK.wordBeginning ? [holdsAll(question, 'whole')] : [],
    ...rank === RANK.wordsAnywhere ? [holdsAll(question, 'beginning')] : [],
    // Of a single word that nobody has all parts are parts.
    ...rank === RANK.partOfName && !(isOneWord(question) && begunWords(question).every((count) => usesOf(count) === 0)) ? [holdsAnywhere(question)] : [],
  ]
  return better.length === 0 ? sql`false` : sql.join(better.map((one) => sql`(${one})`), sql` or `)
}

/** The rank of a row of texts `t`, null where it does not fit; tells of the row alone, so that ranks never overlap. */
export function rankOf (question: Question): SQL {
  const { joined, digits } = question
  const names = sql`split_part(${joinedNames}, '~', 1)`
  const cases: [SQL, number][] = [
    ...digits === null ? [] : [[sql`t.code = ${digits}`, RANK.code] as [SQL, number]],
    [sql`strpos(${names}, ${`|${joined}.`}) > 0`, RANK.name],
    [sql`strpos(${joinedNames}, ${`|${joined}.`}) > 0`, RANK.formerName],
    ...digits === null ? [] : [[sql`starts_with(t.code, ${digits})`, RANK.codeBeginning] as [SQL, number]],
    [sql`strpos(${names}, ${`|${joined}`}) > 0`, RANK.nameBeginning],
    [begins(question), RANK.formerNameBeginning],
    [holdsAll(question, 'whole'), RANK.words],
    [holdsAll(question, 'beginning'), RANK.wordBeginning],
    [holdsAnywhere(question), RANK.wordsAnywhere],
    ...hasParts(question) ? [
      [holdsPart(question), RANK.partOfName],
      [sql`strpos(${joinedNames}, ${joined}) > 0`, RANK.partOfNames],
      [sql`strpos(${joinedAddress}, ${joined}) > 0`, RANK.partOfAddress],
    ] as [SQL, number][] : [],
  ]
  return sql`case ${sql.join(cases.map(([fits, rank]) => sql`when ${fits} then ${sql.raw(String(rank))}`), sql` `)} end`
}
