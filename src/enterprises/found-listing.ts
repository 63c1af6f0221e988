import type { SQL } from 'drizzle-orm'
import { sql } from 'drizzle-orm'
import type { Database } from '../db/client.ts'
import { readTexts, statementOf } from '../db/statement.ts'
import type { EnterpriseFilter } from './filter.ts'
import { meets } from './filter.ts'
import { versionsAt } from './moment.ts'
import { enterpriseJson, withNames } from './rendering.ts'
import type { View } from './rendering.ts'
import type { Hit, SearchPosition } from './search.ts'
import { findHits } from './search.ts'
import { countHitsAt, findHitsAt } from './search-moment.ts'
import { countHits, hitCondition } from './search-totals.ts'

/** More than there are. */
export const ALL_HITS = 10_000_000

/** Enterprises of a question in words, best first. */
export interface FoundRequest {
  q: string
  filter: EnterpriseFilter
  after?: SearchPosition | undefined
  limit: number
}

const present = (filter: EnterpriseFilter, view: View): SQL => sql`v.is_current and ${meets(filter, view)}`

/** Hits in order, up to `limit`. Needs a transaction of one snapshot, as it asks several times. */
export async function readHits (tx: Database, view: View, { q, filter, after, limit }: FoundRequest): Promise<Hit[]> {
  if (view.knownAt === undefined) return await findHits(tx, q, { where: present(filter, view), after, limit })
  return await findHitsAt(tx, q, { versions: versionsAt(view), knownAt: view.knownAt }, { where: meets(filter, view), after, limit })
}

export async function countFound (tx: Database, view: View, { q, filter }: Pick<FoundRequest, 'q' | 'filter'>): Promise<number> {
  if (view.knownAt === undefined) return await countHits(tx, q, present(filter, view))
  return await countHitsAt(tx, q, { versions: versionsAt(view), knownAt: view.knownAt }, meets(filter, view))
}

/** The condition that versions `v` are hits, where a list has another order than that of relevance. */
export async function amongHits (tx: Database, view: View, { q, filter }: Pick<FoundRequest, 'q' | 'filter'>): Promise<SQL> {
  if (view.knownAt === undefined) return await hitCondition(tx, q, present(filter, view))
  return sql`v.code = any(${asArray(await readHits(tx, view, { q, filter, limit: ALL_HITS }))}::text[])`
}

const asArray = (hits: Hit[], member: 'code' | 'score' | 'matched' = 'code') => `{${hits.map((hit) => hit[member]).join(',')}}`

/** How a hit was found: further members of an enterprise in `selectHits`. */
export const HOW_FOUND = { score: sql`hit.score`, matched: sql`hit.matched` }

/** The enterprises of hits in their order, in columns of the caller's. */
export const selectHits = (view: View, hits: Hit[], columns: SQL): SQL => sql`
  select ${columns} from unnest(${asArray(hits)}::text[], ${asArray(hits, 'score')}::real[], ${asArray(hits, 'matched')}::text[]) with ordinality hit (code, score, matched, number)
  join ${versionsAt(view, sql`v.code = any(${asArray(hits)}::text[])`)} v on v.code = hit.code ${withNames(view)} order by hit.number`

/** A page of them as the JSON of `ListedEnterprise`: each says how it was found. */
export async function readFoundPage (tx: Database, view: View, request: FoundRequest) {
  const { limit } = request
  const found = await readHits(tx, view, { ...request, limit: limit + 1 })
  const hits = found.slice(0, limit)
  const rows = hits.length === 0 ? [] : await readTexts(tx, statementOf(selectHits(view, hits, enterpriseJson(view, HOW_FOUND))))
  return { items: rows.map(([json]) => json!).join(','), next: found.length > limit ? hits.at(-1)!.position : null }
}
