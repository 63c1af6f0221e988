import type { SQL } from 'drizzle-orm'
import { sql } from 'drizzle-orm'
import type { Database } from '../db/client.ts'
import { keepPlans, readRows } from '../db/statement.ts'
import type { Hit, RankedRow, SearchPosition } from './search-hit.ts'
import { hitOf, markOf } from './search-hit.ts'
import type { Question } from './search-question.ts'
import { askedFor, hasParts, holdsAnywhere, isBetterThan, RANK, rankOf } from './search-question.ts'
import { rankedPage } from './search-ranked.ts'
import type { Source, TextSource } from './search-sources.ts'
import { anyFits, commonFrom, isRare, partsFit, sourcesOf, wordsFit } from './search-sources.ts'
import { likeSources } from './spelling.ts'

export type { Hit, SearchPosition } from './search-hit.ts'

/** A page of a search: what fits `where` (conditions on versions `v` that only current and served ones meet), behind `after`. */
export interface SearchPage { where: SQL, after?: SearchPosition | undefined, limit: number }

interface Row extends Record<string, unknown> { code: string, key: string, mark: string, candidates: number | null }

/** Candidates that are looked at before the planner is asked: enough where most of them pass the filters. */
const CHUNK = { ordered: 200, texts: 2000 }
const LONGEST_WALK = 8000
/** Rows that are ranked together; of more some are soon met by reading on. */
const MOST_AT_ONCE = 1000
/** Rows for each hit of a page that are read before an index is asked. */
const PROBED = 10

/**
 * Hits for `q`, in a transaction, best first: those of a kind in the order of their codes, names that begin with it in alphabetical order.
 * Words with a letter wrong are looked for only where nothing else is found.
 */
export async function findHits (db: Database, q: string, page: SearchPage): Promise<Hit[]> {
  await keepPlans(db)
  const question = await askedFor(db, q)
  if (question.joined === '') return []
  const { after, limit } = page
  const hits: Hit[] = []
  const isBehind = (rank: number) => hits.length >= limit || (after !== undefined && rank < after.rank)
  const rest = (rank: number) => ({ ...page, limit: limit - hits.length, after: after?.rank === rank ? after : undefined })
  const read = async (sources: Source[]) => {
    for (const source of sources) {
      const { rank } = source
      if (!isBehind(rank)) hits.push(...(await readRank(db, question, source, rest(rank))).map((row) => hitOf({ ...row, rank })))
    }
  }
  const sources = sourcesOf(question, limit)
  await read(sources.filter(({ kind }) => kind === 'ordered'))
  const texts = sources.filter((source) => source.kind === 'texts')
  if (texts.some(({ rank }) => !isBehind(rank))) {
    const found = await readAtOnce(db, question, texts[0]!, { ...page, limit: limit - hits.length })
    if (found) hits.push(...found)
    else await read(texts)
  }
  if (hits.length === 0 && (after === undefined || after.rank >= RANK.likeNames)) await read(await likeSources(db, question))
  return hits
}

/** What is found in texts, of all ranks in one statement; undefined where so many rows may be that each rank is better looked for by itself. */
async function readAtOnce (db: Database, question: Question, first: TextSource, page: SearchPage): Promise<Hit[] | undefined> {
  if (!hasParts(question) || !isRare(question)) return undefined
  const { rank } = first
  const { limit, after } = page
  // What nobody has as a word, nearly everybody may have as a part of one.
  if (first.isCommon && (after === undefined || after.rank === rank)) {
    const rows = await readRows<Row>(db, walk(first, { ...page, ...shape(question, first, page) }, limit * PROBED))
    if (rows.length === limit) return rows.map((row) => hitOf({ ...row, rank }))
  }
  const isFew = sql`(select count(*) from words) <= ${MOST_AT_ONCE} and (select count(*) from parts) <= ${MOST_AT_ONCE}`
  const ranked = sql`
    select t.*, ${rankOf(question)} as rank
    from (select * from words where ${isFew} union all select * from parts t where ${isFew} and not ${holdsAnywhere(question)}) t ${served(page.where, sql`t.code`)} offset 0`
  const rows = await readRows<RankedRow>(db, sql`
    with words as materialized (select * from search_texts t where ${wordsFit(question)} limit ${MOST_AT_ONCE + 1}),
    parts as materialized (select * from search_texts t where ${partsFit(question)} limit ${MOST_AT_ONCE + 1})
    (${rankedPage(question, sql`select * from (${ranked}) t where t.rank >= ${RANK.words}`, page)})
    union all select null, null, null, null where not (${isFew})`)
  return rows.some(({ code }) => code === null) ? undefined : rows.map(hitOf)
}

/** The condition on versions `v` that they are hits, for questions in another order than that of relevance. */
export async function hitCondition (db: Database, q: string): Promise<SQL> {
  const question = await askedFor(db, q)
  if (question.joined === '') return sql`false`
  const found = sql`v.code in (select t.code from search_texts t where ${anyFits(question)})`
  const { rows: [any] } = await db.execute<{ exists: boolean }>(sql`select exists (select from search_texts t where ${anyFits(question)}) as exists`.inlineParams())
  if (any!.exists) return found
  const like = await likeSources(db, question)
  return like.length === 0 ? sql`false` : sql`v.code in (select t.code from search_texts t where ${sql.join(like.map(({ fits }) => sql`(${fits})`), sql` or `)})`
}

/** How many hits all pages hold together. */
export async function countHits (db: Database, q: string, where: SQL): Promise<number> {
  const question = await askedFor(db, q)
  if (question.joined === '') return 0
  const count = async (fits: SQL) => {
    const { rows: [row] } = await db.execute<{ n: number }>(sql`
      select count(*)::int as n from search_texts t join enterprise_versions v on v.code = t.code where ${fits} and ${where}`.inlineParams())
    return row!.n
  }
  const found = await count(anyFits(question))
  if (found > 0) return found
  const like = await likeSources(db, question)
  return like.length === 0 ? 0 : await count(sql`(${sql.join(like.map(({ fits }) => sql`(${fits})`), sql` or `)})`)
}

async function readRank (db: Database, question: Question, source: Source, page: SearchPage): Promise<Row[]> {
  const { limit } = page
  const parts = { ...page, ...shape(question, source, page) }
  if (source.kind === 'texts' && source.isCommon) {
    const rows = await readRows<Row>(db, walk(source, parts, Math.min(LONGEST_WALK, Math.ceil(commonFrom(question, limit)))))
    if (rows.length === limit) return rows
  }
  const chunk = Math.max(CHUNK[source.kind], limit * 4)
  const found = await readRows<Row>(db, firstOf(parts, chunk))
  const rows = found.filter(({ candidates }) => candidates === null)
  if (rows.length === limit || found.some(({ candidates }) => candidates !== null && candidates < chunk)) return rows
  return (await db.execute<Row>(wholeRank(parts).inlineParams())).rows
}

interface Parts extends SearchPage {
  /** Relation of `code` and `key`, behind the position. */
  candidates: SQL
  by: SQL
  isOfRank: SQL
  mark: SQL
}

function shape (question: Question, source: Source, { after }: SearchPage) {
  const { rank } = source
  const isOfRank = source.kind === 'texts' ? sql`not (${isBetterThan(question, rank)})` : sql`(${rankOf(question)}) = ${rank}`
  const mark = markOf(question, rank, source.kind === 'texts' ? source.written : undefined)
  if (source.kind === 'texts') {
    // Found by the index and then sorted: no plan may read on in the order of codes until it has met enough.
    const candidates = sql`select * from (select t.code, '' as key from search_texts t where ${source.fits} and ${source.test} and ${isOfRank}${after ? sql` and t.code > ${after.code}` : sql``} offset 0) c`
    return { candidates, by: sql`code`, isOfRank, mark }
  }
  const behind = after === undefined ? sql`` : after.key === '' ? sql` where c.code > ${after.code}` : sql` where (c.key, c.code) > (${after.key}, ${after.code})`
  return { candidates: sql`select * from (${source.candidates}) c${behind}`, by: source.by, isOfRank: source.isRepeated ? sql`${isOfRank} and not ${source.isRepeated}` : isOfRank, mark }
}

/** One look-up for each candidate, and none for those behind the page: a join could take the whole table. */
const served = (where: SQL, code: SQL) => sql`cross join lateral (select from enterprise_versions v where v.code = ${code} and ${where} limit 1) s`

/** Reads on in the order of codes, so far and no further: what many have is soon met. */
const walk = ({ test }: TextSource, { where, after, limit, isOfRank, mark }: Parts, rows: number) => sql`
  select t.code, '' as key, ${mark} as mark
  from (select * from search_texts${after ? sql` where code > ${after.code}` : sql``} order by code limit ${rows}) t
  ${served(where, sql`t.code`)}
  where ${test} and ${isOfRank} order by t.code limit ${limit}`

/** The page, as far as it is among the first candidates; the last row tells how many these are. */
const firstOf = ({ candidates, by, where, limit, isOfRank, mark }: Parts, chunk: number) => sql`
  with c as materialized (${candidates} order by ${by} limit ${chunk})
  (select x.code, x.key, ${mark} as mark, null::int as candidates
    from (select * from c order by ${by} offset 0) x
    cross join lateral (select * from search_texts t where t.code = x.code and ${isOfRank} limit 1) t
    ${served(where, sql`x.code`)}
    order by ${by} limit ${limit})
  union all select null, null, null, count(*)::int from c`

/** The same without bounds, for filters that few pass: however the planner likes it, who sees the values. */
const wholeRank = ({ candidates, where, limit, isOfRank, mark }: Parts) => sql`
  select t.code, x.key, ${mark} as mark
  from (${candidates}) x join search_texts t on t.code = x.code join enterprise_versions v on v.code = x.code
  where ${isOfRank} and ${where} order by x.key, t.code limit ${limit}`
