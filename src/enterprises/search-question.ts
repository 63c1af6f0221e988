import type { SQL } from 'drizzle-orm'
import { sql } from 'drizzle-orm'
import type { Database } from '../db/client.ts'
import { readRows } from '../db/statement.ts'

/** A question as the texts are written, and how common its words are now. */
export interface Question {
  words: string[]
  /** The same as they were asked, repeated ones too. */
  sequence: string[]
  /** All its words written together; '' where it has none, and then nothing is found. */
  joined: string
  /** A code or its beginning. */
  digits: string | null
  counts: WordCount[]
  /** Of the last word as a beginning; null where it is too short to be one. */
  beginning: BeginningCount | null
  /** How many enterprises are served. */
  served: number
  /** Whether any present or former name is the question. */
  isName: boolean
  isFormerName: boolean
  /** Whether any begins with it. */
  beginsName: boolean
  beginsFormerName: boolean
  beginsCode: boolean
}

export interface WordCount { word: string, inNames: number, inAddresses: number }

/** A beginning: how many words have it, counted as far as `MOST_BEGUN`. */
export interface BeginningCount extends WordCount { words: number }

const SHORTEST_BEGINNING = 2
/** Trigrams tell nothing of less. And what is a part of a number is another number. */
const SHORTEST_PART = 3
/** Words with one beginning that are counted; the word itself comes first, and the others are rare where they are many. */
export const MOST_BEGUN = 100
/** Letters of a name by which `search_names` is sorted. */
export const KEY_LETTERS = 60

/** The last character there is: what is less than a beginning and this begins with it. */
export const END = String.fromCodePoint(0x10ffff)

interface AskedRow extends Record<string, unknown>, Pick<Question, 'isName' | 'isFormerName' | 'beginsName' | 'beginsFormerName' | 'beginsCode' | 'served'> {
  word: string
  names: number
  addresses: number
  beginNames: number | null
  beginAddresses: number | null
  begun: number
}

const hasKey = (isFormer: boolean, fits: SQL) => sql`exists (select from search_names where is_former = ${sql.raw(String(isFormer))} and ${fits})`
const isKey = sql`key = asked.key`
const beginsKey = sql`key >= asked.key and key < asked.key || ${END}`

/**
 * All that costs little to know of a question, in one statement: what cannot hold hits need not be asked at all.
 * For the rest of a transaction one plan serves all values of a statement: to plan these anew takes longer than to run
 * them. What only the values can tell how to run is to be written without parameters.
 */
export async function askedFor (db: Database, q: string): Promise<Question> {
  const rows = await readRows<AskedRow>(db, sql`
    with folded as materialized (select fold_words(${q}) as words, set_config('plan_cache_mode', 'force_generic_plan', true)),
    asked as materialized (select string_to_array(words, ' ') as words, left(replace(words, ' ', ''), ${KEY_LETTERS}) as key from folded)
    select w.word, coalesce(s.in_names, 0) as names, coalesce(s.in_addresses, 0) as addresses, b.names as "beginNames", b.addresses as "beginAddresses", b.words as begun,
      ${hasKey(false, isKey)} as "isName", ${hasKey(true, isKey)} as "isFormerName", ${hasKey(false, beginsKey)} as "beginsName", ${hasKey(true, beginsKey)} as "beginsFormerName",
      asked.key ~ '^\\d{3,13}$' and exists (select from search_texts where code between rpad(asked.key, 10, '0') and rpad(asked.key, 10, '9')) as "beginsCode",
      (select coalesce(sum(served), 0)::int from live_counts) as served
    from asked cross join lateral unnest(asked.words) with ordinality w (word, n)
    left join search_words s on s.word = left(w.word, 100)
    left join lateral (
      select sum(in_names)::int as names, sum(in_addresses)::int as addresses, count(*)::int as words
      from (
        select * from search_words where w.n = cardinality(asked.words) and length(w.word) >= ${SHORTEST_BEGINNING}
          and word >= w.word and word < w.word || ${END} order by word limit ${MOST_BEGUN}
      ) s
    ) b on true
    where w.word <> '' order by w.n`)
  const joined = rows.map(({ word }) => word).join('')
  const counts = new Map(rows.map(({ word, names, addresses }) => [word, { word, inNames: names, inAddresses: addresses }]))
  const last = rows.at(-1)
  if (last === undefined) return NOTHING
  const { served, isName, isFormerName, beginsName, beginsFormerName, beginsCode } = last
  return {
    words: [...counts.keys()],
    sequence: rows.map(({ word }) => word),
    joined,
    digits: /^\d{3,10}$/.test(joined) ? joined : /^\d{13}$/.test(joined) ? joined.slice(0, 10) : null,
    counts: [...counts.values()],
    beginning: [...last.word].length >= SHORTEST_BEGINNING ? { word: last.word, inNames: last.beginNames ?? 0, inAddresses: last.beginAddresses ?? 0, words: last.begun } : null,
    served, isName, isFormerName, beginsName, beginsFormerName, beginsCode,
  }
}

const NOTHING: Question = {
  words: [], sequence: [], joined: '', digits: null, counts: [], beginning: null, served: 0,
  isName: false, isFormerName: false, beginsName: false, beginsFormerName: false, beginsCode: false,
}

export const usesOf = ({ inNames, inAddresses }: WordCount): number => inNames + inAddresses

/** The two neighbouring words that are rarest, together: the index of letters has long lists for common ones. */
export function rarestPart ({ sequence, counts }: Question): string {
  const uses = new Map(counts.map((count) => [count.word, usesOf(count)]))
  const pairs = sequence.length < 2 ? [sequence] : sequence.slice(1).map((word, i) => [sequence[i]!, word])
  const weight = (pair: string[]) => pair.reduce((product, word) => product * (uses.get(word)! + 1), 1)
  return pairs.filter((pair) => [...pair.join('')].length >= SHORTEST_PART).toSorted((a, b) => weight(a) - weight(b))[0]?.join('') ?? sequence.join('')
}

export const isOneWord = ({ sequence }: Question): boolean => sequence.length === 1

export const hasParts = ({ joined }: Question): boolean => [...joined].length >= SHORTEST_PART && !/^\d+$/.test(joined)

/** `names` and `address` written together, as the index of their letters has them. */
export const joinedNames = sql`replace(t.names, ' ', '')`
export const joinedAddress = sql`replace(t.address, ' ', '')`

/** Patterns of all words, the last one as a beginning or whole. No word holds anything but letters and digits. */
export const patterns = ({ words, beginning }: Question, kind: 'whole' | 'beginning'): string[] =>
  words.map((word) => kind === 'beginning' && word === beginning?.word ? `% ${word}%` : `% ${word} %`)

/** An array as one text, for values in which nothing needs an escape; such a statement can be written without parameters as well. */
export const asTexts = (values: string[]): string => `{${values.map((value) => `"${value}"`).join(',')}}`

const holds = (text: SQL, question: Question, kind: 'whole' | 'beginning') =>
  sql`(${sql.join(question.words.map((word) => sql`strpos(${text}, ${kind === 'beginning' && word === question.beginning?.word ? ` ${word}` : ` ${word} `}) > 0`), sql` and `)})`
export const holdsAll = (question: Question, kind: 'whole' | 'beginning', names = sql`t.names`): SQL => holds(names, question, kind)
// No word goes over the line between the two.
export const holdsAnywhere = (question: Question): SQL => holds(sql`(t.names || '|' || t.address)`, question, 'beginning')

/** All words with what they are used for; the last one as a beginning, where it may be one. */
export const begunWords = ({ counts, beginning }: Question): WordCount[] =>
  beginning ? [...counts.filter(({ word }) => word !== beginning.word), beginning] : counts
