import type { SQL } from 'drizzle-orm'
import { sql } from 'drizzle-orm'
import { markOf } from './search-hit.ts'
import type { SearchPosition } from './search-hit.ts'
import type { Question } from './search-question.ts'
import { KEY_LETTERS } from './search-question.ts'
import { RANK } from './search-rank.ts'

/** The name that a beginning is sorted by. */
const keyOf = ({ joined }: Question) => sql`
  case when t.rank in (${RANK.nameBeginning}, ${RANK.formerNameBeginning}) then (
    select min(k.key collate "C") from name_keys(t.names) k where starts_with(k.key, ${[...joined].slice(0, KEY_LETTERS).join('')}) and k.is_former = (t.rank = ${RANK.formerNameBeginning})
  ) else '' end collate "C"`

/** A page of texts `t` that have a `rank`, in the order of hits, behind a position: `code`, `rank`, `key` and `mark`. */
export function rankedPage (question: Question, ranked: SQL, { after, limit }: { after?: SearchPosition | undefined, limit: number }): SQL {
  const ranks = [...new Set(Object.values(RANK))].filter((rank) => rank < RANK.likeNames)
  return sql`
    select t.code, t.rank, t.key, case t.rank ${sql.join(ranks.map((rank) => sql`when ${rank} then ${markOf(question, rank)}`), sql` `)} end as mark
    from (select t.*, ${keyOf(question)} as key from (${ranked}) t where t.rank is not null) t
    ${after ? sql`where (t.rank, t.key, t.code) > (${after.rank}::int, ${after.key}::text, ${after.code}::text)` : sql``}
    order by t.rank, t.key, t.code limit ${limit}`
}
