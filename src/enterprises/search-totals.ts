import type { SQL } from 'drizzle-orm'
import { sql } from 'drizzle-orm'
import type { Database } from '../db/client.ts'
import { askedFor } from './search-question.ts'
import type { Question } from './search-question.ts'
import { hitCodes, lowerSources } from './search-sources.ts'
import type { TextSource } from './search-sources.ts'
import { likeSources } from './spelling.ts'

/** Whether any enterprise is found by one of these. */
async function exists (db: Database, codes: SQL): Promise<boolean> {
  const { rows: [any] } = await db.execute<{ exists: boolean }>(sql`select exists (${codes}) as exists`.inlineParams())
  return any!.exists
}

/** The codes of what each stage may hold, best first. */
async function * stagesOf (db: Database, question: Question): AsyncGenerator<SQL> {
  const codes = (sources: TextSource[]) => sql`select t.code from search_texts t where ${sql.join(sources.map(({ fits }) => sql`(${fits})`), sql` or `)}`
  yield hitCodes(question)
  const lower = lowerSources(question)
  if (lower.length > 0) yield codes(lower)
  const like = await likeSources(db, question)
  if (like.length > 0) yield codes(like)
}

/** The condition on versions `v` that they are hits, for questions in another order than that of relevance; `where` as for a page of hits. */
export async function hitCondition (db: Database, q: string, where: SQL): Promise<SQL> {
  const question = await askedFor(db, q)
  if (question.joined === '') return sql`false`
  for await (const codes of stagesOf(db, question)) {
    if (await exists(db, sql`select from enterprise_versions v where v.code in (${codes}) and ${where}`)) return sql`v.code in (${codes})`
  }
  return sql`false`
}

/** How many hits all pages hold together. */
export async function countHits (db: Database, q: string, where: SQL): Promise<number> {
  const question = await askedFor(db, q)
  if (question.joined === '') return 0
  for await (const codes of stagesOf(db, question)) {
    const { rows: [row] } = await db.execute<{ n: number }>(sql`
      select count(*)::int as n from (${codes}) t join enterprise_versions v on v.code = t.code where ${where}`.inlineParams())
    if (row!.n > 0) return row!.n
  }
  return 0
}
