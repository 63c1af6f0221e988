import { sql } from 'drizzle-orm'
import type { Database } from '../db/client.ts'
import { readRows } from '../db/statement.ts'
import type { Question } from './search-question.ts'
import { RANK } from './search-rank.ts'
import type { TextSource } from './search-sources.ts'
import { lexemes } from './search-sources.ts'

/** Words that a misspelt one may mean; more would make every short word mean half of all words. */
const MOST_ALTERNATIVES = 8

/** Known words a letter apart from each of the words (one more, one less, another one, two that changed places), the most common first. */
async function findAlternatives (db: Database, words: string[]): Promise<Map<string, string[]>> {
  const rows = await readRows<{ word: string, alternatives: string[] | null }>(db, sql`
    select w.word, (
      select array_agg(a.word order by a.likeness desc, a.uses desc, a.word) from (
        select s.word, similarity(s.word, w.word) as likeness, s.in_names + s.in_addresses as uses from search_words s
        where s.neighbours && neighbours(w.word) and s.word <> w.word
        order by 2 desc, 3 desc, 1 limit ${MOST_ALTERNATIVES}
      ) a) as alternatives
    from unnest(${sql.param(words)}::text[]) w (word)`)
  return new Map(rows.map(({ word, alternatives }) => [word, alternatives ?? []]))
}

type Written = string[][]

const oneOf = (words: string[], marks: string[]) => `(${words.flatMap((word) => marks.map((mark) => `'${mark}${word}'`)).join(' | ')})`
const all = (written: Written, marks: string[]) => `(${written.map((words) => oneOf(words, marks)).join(' & ')})`

/**
 * Where a question may be found that has a letter wrong. Words that nobody has are taken for misspelt; where there is
 * none of them, each word in turn.
 */
export async function likeSources (db: Database, question: Question): Promise<TextSource[]> {
  const { words, counts } = question
  const alternatives = await findAlternatives(db, words)
  const unknown = new Set(counts.filter(({ inNames, inAddresses }) => inNames + inAddresses === 0).map(({ word }) => word))
  const like = (word: string) => alternatives.get(word)!
  const readings: Written[] = unknown.size > 0
    ? [words.map((word) => unknown.has(word) ? like(word) : [word])]
    : words.map((changed) => words.map((word) => word === changed ? like(word) : [word]))
  const possible = readings.filter((written) => written.every((one) => one.length > 0))
  if (possible.length === 0) return []
  const query = (marks: string[]) => possible.map((written) => all(written, marks)).join(' | ')
  const names = sql`${lexemes} @@ ${query([''])}::tsquery`
  const anywhere = sql`${lexemes} @@ ${query(['', '@'])}::tsquery`
  const written = words.map((word) => [word, ...like(word)])
  const source = (rank: number, fits: typeof names): TextSource => ({ rank, kind: 'texts', fits, test: fits, isCommon: false, written })
  return [source(RANK.likeNames, names), source(RANK.likeAnywhere, sql`${anywhere} and not ${names}`)]
}
