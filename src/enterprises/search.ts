import type { SQL } from 'drizzle-orm'
import { sql } from 'drizzle-orm'
import type { Database } from '../db/client.ts'
import { readRows } from '../db/statement.ts'
import type { Hit, RankedRow, SearchPosition } from './search-hit.ts'
import { hitOf, markOf } from './search-hit.ts'
import type { Question } from './search-question.ts'
import { askedFor } from './search-question.ts'
import { isBetterThan, RANK } from './search-rank.ts'
import type { Source, TextSource } from './search-sources.ts'
import { commonFrom, lowerSources, mayHold, sourcesOf } from './search-sources.ts'
import { likeSources } from './spelling.ts'

export type { Hit, SearchPosition } from './search-hit.ts'

/** A page of a search: what fits `where` (conditions on versions `v` that only current and served ones meet), behind `after`. */
export interface SearchPage { where: SQL, after?: SearchPosition | undefined, limit: number }

type Row = RankedRow

/** Candidates that are looked at before the planner is asked: enough where most of them pass the filters. */
const CHUNK = { ordered: 200, texts: 2000 }
const LONGEST_WALK = 8000
/** Rows for each hit of a page that are read before an index is asked. */
const PROBED = 10
/** What the index finds costs as much as so many rows of a walk. */
const FOUND_COST = 2

/** Each is looked for only where the one before it holds no hit. */
const STAGES = [{ from: RANK.code, to: RANK.partOfName }, { from: RANK.partOfNames, to: RANK.partOfAddress }, { from: RANK.likeNames, to: RANK.likeAnywhere }] as const

/**
 * Hits for `q`, in a transaction, best first: those of a kind in the order of their codes, names that begin with it in
 * alphabetical order. What goes across words or stands in addresses only in parts is looked for where nothing better is
 * found, and words with a letter wrong where nothing at all is.
 */
export async function findHits (db: Database, q: string, page: SearchPage): Promise<Hit[]> {
  const question = await askedFor(db, q)
  if (question.joined === '') return []
  const { after } = page
  const stages = [async () => await readBest(db, question, page), async () => await readRanks(db, question, lowerSources(question), page),
    async () => await readRanks(db, question, await likeSources(db, question), page)]
  for (const [i, read] of stages.entries()) {
    if (after && after.rank > STAGES[i]!.to) continue
    const hits = await read()
    if (hits.length > 0 || after) return hits
  }
  return []
}

interface StepRow extends Row { step: number, /** Of a step that has more candidates than were looked at. */ isGap: boolean }

/**
 * Hits of several sources, as many as a page holds, in one statement: the server looks into a source only where those
 * before it do not fill the page.
 */
async function readRanks (db: Database, question: Question, all: Source[], page: SearchPage): Promise<Hit[]> {
  const { where, after, limit } = page
  const sources = all.filter((source) => mayHold(source, after))
  if (sources.length === 0) return []
  const steps = sources.map((source, i) => {
    const behind = after && source.rank <= after.rank ? after : undefined
    const found = sql.join([sql`0`, ...sources.slice(0, i).map((_, n) => sql`(select count(*) from r${sql.raw(String(n))})`)], sql` + `)
    const isNeeded = i === 0 ? sql`true` : sql`${found} < ${limit}`
    return stepOf(question, source, { where, after: behind, limit }, { name: sql.raw(String(i)), isNeeded, found })
  })
  const rows = await readRows<StepRow>(db, sql`
    with ${sql.join(steps.map(({ tables }) => tables), sql`, `)}
    ${sql.join(steps.map(({ rows }) => rows), sql` union all `)} union all ${sql.join(steps.map(({ gap }) => gap), sql` union all `)}`)
  const gap = Math.min(...rows.filter(({ isGap }) => isGap).map(({ step }) => step))
  const hits = rows.filter(({ step }) => step < gap).slice(0, limit).map(hitOf)
  if (gap === Infinity || hits.length === limit) return hits
  const [source, rest] = [sources[gap]!, sources.slice(gap + 1)]
  const behind = after && source.rank <= after.rank ? after : undefined
  const left = () => limit - hits.length
  if (source.kind === 'texts' && source.isCommon) return [...hits, ...await readRanks(db, question, [{ ...source, isCommon: false }, ...rest], { where, limit: left(), after: behind })]
  const { rows: whole } = await db.execute<Row>(wholeRank({ where, limit: left(), ...shape(question, source, { ...page, after: behind }) }).inlineParams())
  hits.push(...whole.map(hitOf))
  return hits.length >= limit ? hits : [...hits, ...await readRanks(db, question, rest, { where, limit: left() })]
}

/** A source as a step of a statement: tables of its candidates and of its hits, these rows, and a row where there may be more. */
function stepOf (question: Question, source: Source, page: SearchPage, { name, isNeeded, found }: { name: SQL, isNeeded: SQL, found: SQL }) {
  const { limit } = page
  const parts = { ...page, ...shape(question, source, page) }
  const rows = sql`select ${name}::int as step, false as "isGap", code, rank, key, mark from r${name}`
  const gapWhere = (where: SQL) => sql`select ${name}, true, null, null, null, null where ${where} and ${found} + (select count(*) from r${name}) < ${limit}`
  if (source.kind === 'texts' && source.isCommon) {
    return {
      tables: sql`r${name} as materialized (${walk(parts, Math.min(LONGEST_WALK, Math.ceil(commonFrom(question, limit))), isNeeded)})`,
      rows, gap: gapWhere(sql`true`),
    }
  }
  const chunk = Math.max(CHUNK[source.kind], limit * 4)
  return {
    tables: sql`c${name} as materialized (select * from (${parts.candidates} order by ${parts.by} limit ${chunk}) c where ${isNeeded}), r${name} as materialized (${firstOf(parts, name)})`,
    rows, gap: gapWhere(sql`(select count(*) from c${name}) = ${chunk}`),
  }
}

async function readBest (db: Database, question: Question, page: SearchPage): Promise<Hit[]> {
  const { limit } = page
  const sources = sourcesOf(question, limit)
  const hits = await readRanks(db, question, sources.filter(({ kind }) => kind === 'ordered'), page)
  if (hits.length >= limit) return hits
  const rest = { ...page, limit: limit - hits.length }
  const texts = sources.filter((source) => source.kind === 'texts')
  // What nobody has as a word, nearly everybody may have as a part of one.
  if (texts[0]?.rank !== RANK.partOfName || !texts[0].isCommon) return [...hits, ...await readRanks(db, question, texts, rest)]
  return [...hits, ...await readOn(db, question, texts[0], rest) ?? await readRanks(db, question, [{ ...texts[0], isCommon: false }], rest)]
}

/** Hits that are soon met by reading on in the order of codes; undefined where an index finds them sooner. */
async function readOn (db: Database, question: Question, source: TextSource, page: SearchPage): Promise<Hit[] | undefined> {
  const { limit } = page
  const after = page.after?.rank === source.rank ? page.after : undefined
  const parts = { ...page, after, ...shape(question, source, { ...page, after }) }
  for (let read = limit * PROBED; read <= LONGEST_WALK;) {
    const rows = await readRows<Row>(db, walk(parts, read))
    if (rows.length === limit) return rows.map(hitOf)
    const needed = Math.ceil(1.5 * read * limit / rows.length)
    // As many more are found by the index, each at the price of some rows of a walk.
    if (needed <= read || needed > question.served * rows.length / read * FOUND_COST) return undefined
    read = needed
  }
  return undefined
}

interface Parts extends SearchPage {
  /** Relation of `code`, `key` and `rank`, behind the position. */
  candidates: SQL
  rank: number
  by: SQL
  /** Of a candidate `x` with texts `t`. */
  isOfRank: SQL
  isRepeated?: SQL | undefined
  /** All of it of texts `t` alone, that were not found by the index. */
  test?: SQL
  mark: SQL
}

function shape (question: Question, source: Source, { after }: SearchPage) {
  const { rank } = source
  if (source.kind === 'texts') {
    const isOfRank = sql`not (${isBetterThan(question, rank)})`
    // Found by the index and then sorted: no plan may read on in the order of codes until it has met enough.
    const found = sql`select t.code, '' as key, ${source.lower ? sql`case when ${source.lower.when} then ${source.lower.rank}::int else ${rank}::int end` : sql`${rank}::int`} as rank from search_texts t where ${source.fits}${source.isExact ? sql`` : sql` and ${source.test}`} and ${isOfRank} offset 0`
    const candidates = sql`select * from (${found}) c${after ? sql` where (c.rank, c.code) > (${after.rank}::int, ${after.code}::text)` : sql``}`
    return { rank, candidates, by: source.lower ? sql`rank, code` : sql`code`, isOfRank: sql`true`, test: sql`${source.test} and ${isOfRank}`, mark: markOf(question, rank, source.written) }
  }
  const { candidates, by, isOfRank, isRepeated } = source
  const behind = after === undefined ? sql`` : after.key === '' ? sql` where c.code > ${after.code}` : sql` where (c.key, c.code) > (${after.key}, ${after.code})`
  return { rank, candidates: sql`select * from (${candidates}) c${behind}`, by, isOfRank, isRepeated, mark: markOf(question, rank) }
}

/** One look-up for each candidate, and none for those behind the page: a join could take the whole table. */
const served = (where: SQL, code: SQL) => sql`cross join lateral (select from enterprise_versions v where v.code = ${code} and ${where} limit 1) s`

/** Reads on in the order of codes, so far and no further: what many have is soon met. */
const walk = ({ rank, where, after, limit, test, mark }: Parts, rows: number, isNeeded = sql`true`) => sql`
  select t.code, ${rank}::int as rank, '' as key, ${mark} as mark
  from (select * from search_texts where ${isNeeded}${after ? sql` and code > ${after.code}` : sql``} order by code limit ${rows}) t
  ${served(where, sql`t.code`)}
  where ${test} order by t.code limit ${limit}`

/** The page, as far as it is among the first candidates, of table `c` with this name. */
const firstOf = ({ by, after, where, limit, isOfRank, isRepeated, mark }: Parts, name: SQL) => sql`
  select x.code, x.rank, x.key, ${mark} as mark
  from (${isRepeated && !after ? sql`select * from (select *, row_number() over (partition by code order by key) as n from c${name}) c where n = 1` : sql`select * from c${name}`} order by ${by} offset 0) x
  cross join lateral (select * from search_texts t where t.code = x.code and ${isOfRank}${isRepeated && after ? sql` and not ${isRepeated}` : sql``} limit 1) t
  ${served(where, sql`x.code`)}
  order by ${by} limit ${limit}`

/** The same without bounds, for filters that few pass: however the planner likes it, who sees the values. */
const wholeRank = ({ candidates, where, limit, isOfRank, isRepeated, mark }: Parts) => sql`
  select t.code, x.rank, x.key, ${mark} as mark
  from (${candidates}) x join search_texts t on t.code = x.code join enterprise_versions v on v.code = x.code
  where ${isOfRank}${isRepeated ? sql` and not ${isRepeated}` : sql``} and ${where} order by x.rank, x.key, t.code limit ${limit}`
