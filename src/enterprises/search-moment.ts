import type { SQL } from 'drizzle-orm'
import { sql } from 'drizzle-orm'
import type { Database } from '../db/client.ts'
import type { Hit, RankedRow } from './search-hit.ts'
import { hitOf } from './search-hit.ts'
import { askedFor } from './search-question.ts'
import type { Question } from './search-question.ts'
import { RANK, rankOf } from './search-rank.ts'
import { rankedPage } from './search-ranked.ts'
import { foldedTexts } from './search-texts.ts'
import type { SearchPage } from './search.ts'

/** The register at a moment: the versions that held on the day, as they were known at the position. */
export interface PastVersions {
  /** A relation that has the columns of `enterprise_versions`; the conditions of a page are asked of it. */
  versions: SQL
  knownAt: number
}

/** All hits of a moment, as `hits` of `code`, `names`, `address` and `rank`. Names are former ones as far as they were known and had been left. */
function ranked (question: Question, { versions, knownAt }: PastVersions, where: SQL) {
  const former = sql`e.recorded_from <= ${knownAt} and (e.recorded_to is null or e.recorded_to > ${knownAt})
    and (e.valid_from, e.changes, e.version) < (v.valid_from, v.changes, v.version)`
  const held = sql`(select * from ${versions} v where ${where})`
  return sql`
    with texts as (select t.code, t.names, t.address, ${rankOf(question)} as rank from (${foldedTexts(held, former)} offset 0) t),
    ranked as materialized (select * from texts where rank is not null),
    hits as (select * from ranked where rank <= ${RANK.partOfName} or not exists (select from ranked where rank <= ${RANK.partOfName}))`
}

/**
 * The same hits in the same order as `findHits`, of a moment in the past. Exact and slow: it reads all enterprises of the
 * moment. Words with a letter wrong are not guessed, since the known words are those of today.
 */
export async function findHitsAt (db: Database, q: string, moment: PastVersions, { where, after, limit }: SearchPage): Promise<Hit[]> {
  const question = await askedFor(db, q)
  if (question.joined === '') return []
  const { rows } = await db.execute<RankedRow>(sql`${ranked(question, moment, where)} ${rankedPage(question, sql`select * from hits`, { after, limit })}`)
  return rows.map(hitOf)
}

export async function countHitsAt (db: Database, q: string, moment: PastVersions, where: SQL): Promise<number> {
  const question = await askedFor(db, q)
  if (question.joined === '') return 0
  const { rows: [row] } = await db.execute<{ n: number }>(sql`${ranked(question, moment, where)} select count(*)::int as n from hits`)
  return row!.n
}
