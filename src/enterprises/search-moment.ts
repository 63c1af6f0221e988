import type { SQL } from 'drizzle-orm'
import { sql } from 'drizzle-orm'
import type { Database } from '../db/client.ts'
import type { Hit } from './search-hit.ts'
import { fieldOf, markOf, scoreOf, tierOf } from './search-hit.ts'
import { askedFor, KEY_LETTERS, RANK, rankOf } from './search-question.ts'
import type { Question } from './search-question.ts'
import { foldedTexts } from './search-texts.ts'
import type { SearchPage } from './search.ts'

/** The register at a moment: the versions that held on the day, as they were known at the position. */
export interface PastVersions {
  /** A relation that has the columns of `enterprise_versions`; the conditions of a page are asked of it. */
  versions: SQL
  knownAt: number
}

/** Texts of the enterprises of a moment with their rank. Names are former ones as far as they were known and had been left. */
function ranked (question: Question, { versions, knownAt }: PastVersions, where: SQL) {
  const former = sql`e.recorded_from <= ${knownAt} and (e.recorded_to is null or e.recorded_to > ${knownAt})
    and (e.valid_from, e.changes, e.version) < (v.valid_from, v.changes, v.version)`
  const held = sql`(select * from ${versions} v where ${where})`
  return sql`select t.code, t.names, t.address, ${rankOf(question)} as rank from (${foldedTexts(held, former)} offset 0) t`
}

/** The name that a beginning is sorted by. */
const keyOf = (question: Question) => sql`
  case when t.rank in (${RANK.nameBeginning}, ${RANK.formerNameBeginning}) then (
    select min(k.key collate "C") from name_keys(t.names) k where starts_with(k.key, ${[...question.joined].slice(0, KEY_LETTERS).join('')}) and k.is_former = (t.rank = ${RANK.formerNameBeginning})
  ) else '' end collate "C"`

/**
 * The same hits in the same order as `findHits`, of a moment in the past. Exact and slow: it reads all enterprises of the
 * moment. Words with a letter wrong are not guessed, since the known words are those of today.
 */
export async function findHitsAt (db: Database, q: string, moment: PastVersions, { where, after, limit }: SearchPage): Promise<Hit[]> {
  const question = await askedFor(db, q)
  if (question.joined === '') return []
  const marks = sql`case t.rank ${sql.join([...new Set(Object.values(RANK))].filter((rank) => rank < RANK.likeNames).map((rank) => sql`when ${rank} then ${markOf(question, rank)}`), sql` `)} end`
  const { rows } = await db.execute<{ code: string, rank: number, key: string, mark: string }>(sql`
    select t.code, t.rank, t.key, ${marks} as mark
    from (select t.*, ${keyOf(question)} as key from (${ranked(question, moment, where)}) t where t.rank is not null) t
    ${after ? sql`where (t.rank, t.key, t.code) > (${after.rank}::int, ${after.key}::text, ${after.code}::text)` : sql``}
    order by t.rank, t.key, t.code limit ${limit}`)
  return rows.map(({ code, rank, key, mark }) => ({ code, tier: tierOf(rank), score: scoreOf(rank), matched: fieldOf(mark), position: { rank, key, code } }))
}

export async function countHitsAt (db: Database, q: string, moment: PastVersions, where: SQL): Promise<number> {
  const question = await askedFor(db, q)
  if (question.joined === '') return 0
  const { rows: [row] } = await db.execute<{ n: number }>(sql`select count(*)::int as n from (${ranked(question, moment, where)}) t where t.rank is not null`)
  return row!.n
}
