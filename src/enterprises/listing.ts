import type { SQL } from 'drizzle-orm'
import { sql } from 'drizzle-orm'
import type { Database } from '../db/client.ts'
import { readTexts, statementOf } from '../db/statement.ts'
import type { EnterpriseFilter } from './filter.ts'
import { meets } from './filter.ts'
import type { BodiesOf } from './kept-bodies.ts'
import { NAMES_KNOWN, VERSION_KEY } from './kept-bodies.ts'
import { versionsAt } from './moment.ts'
import { enterpriseJson, withNames } from './rendering.ts'
import type { View } from './rendering.ts'

/** What a list can be sorted by; each key is text that the cursor carries, and a cast that brings it back. */
const KEYS = {
  code: { of: sql`v.code`, from: (text: string) => sql`${text}::text` },
  name: { of: sql`(fold(v.name) collate "C")`, from: (text: string) => sql`${text}::text collate "C"` },
  registered: { of: sql`v.registered_on`, from: (text: string) => sql`${text}::date` },
  capital: { of: sql`coalesce(v.charter_capital_vnd, (-1)::numeric)`, from: (text: string) => sql`${text}::numeric` },
  changed: { of: sql`v.position`, from: (text: string) => sql`${text}::bigint` },
}
export type SortKey = keyof typeof KEYS
export const SORT_KEYS = Object.keys(KEYS) as SortKey[]

export interface Sort {
  key: SortKey
  isDescending: boolean
}

/** Where a page begins: behind the enterprise with this key and code. */
export interface Place {
  key: string
  code: string
}

export interface PageRequest {
  filter: EnterpriseFilter
  sort: Sort
  after?: Place | undefined
  limit: number
  withTotal?: boolean
}

export interface Page {
  position: number
  /** The JSON of each `Enterprise`, with commas between them; '' where there is none. */
  items: string
  /** Where the next page begins; null on the last one. */
  next: Place | null
  total?: number
}

/** Behind a place in the order of a sort; codes go the same way, so that one index serves both directions. */
function behind ({ key, isDescending }: Sort, { key: text, code }: Place): SQL {
  const than = sql.raw(isDescending ? '<' : '>')
  return key === 'code' ? sql`v.code ${than} ${code}` : sql`(${KEYS[key].of}, v.code) ${than} (${KEYS[key].from(text)}, ${code})`
}

export function orderOf ({ key, isDescending }: Sort): SQL {
  const way = sql.raw(isDescending ? 'desc' : 'asc')
  return key === 'code' ? sql`v.code ${way}` : sql`${KEYS[key].of} ${way}, v.code ${way}`
}

/** A larger page is one of a walk through the register, which nobody asks for again. */
const MOST_KEPT = 100

/**
 * A page of one position. Keyset, in any sort: the last page costs what the first does, and what is inserted meanwhile moves
 * nothing. Of the present, those are read that `bodiesOf` does not keep.
 */
export async function readPage (db: Database, view: View, request: PageRequest, bodiesOf?: BodiesOf): Promise<Page> {
  if (bodiesOf === undefined || view.knownAt !== undefined || request.limit > MOST_KEPT) return (await readItems(db, view, request, { item: enterpriseJson(view), joins: withNames(view) })).page
  const { names, page } = await readItems(db, view, request, { item: VERSION_KEY, joins: sql`` })
  const bodies = page.items === '' ? [] : await bodiesOf(db, view, names, page.items.split(','))
  return bodies ? { ...page, items: bodies.join(',') } : await readPage(db, view, request)
}

/** In one statement, so that the position is that of what the page shows, and of the names; `item` over `v` and `joins`. */
async function readItems (
  db: Database, view: View, { filter, sort, after, limit, withTotal = false }: PageRequest, { item, joins }: { item: SQL, joins: SQL },
): Promise<{ names: string, page: Page }> {
  const conditions = after ? sql`${meets(filter, view)} and ${behind(sort, after)}` : meets(filter, view)
  const total = withTotal ? sql`(select count(*) from ${versionsAt(view)} v where ${meets(filter, view)})` : sql`null::bigint`
  const [row] = await readTexts(db, statementOf(sql`
    select h.position, ${NAMES_KNOWN}, ${total}, page.* from register_head h left join lateral (
      select string_agg(i.item, ',') filter (where i.number <= ${limit}), count(*) > ${limit}, max(i.sort_key) filter (where i.number = ${limit}), max(i.code) filter (where i.number = ${limit})
      from (
        select ${item} as item, v.sort_key, v.code, row_number() over (order by ${orderOf(sort)}) as number from (
          select v.*, ${KEYS[sort.key].of}::text as sort_key from ${versionsAt(view)} v where ${conditions} order by ${orderOf(sort)} limit ${limit + 1}
        ) v ${joins} order by number
      ) i
    ) page on true`))
  const [position, names, counted, items, goesOn, key, code] = row!
  return {
    names: names!,
    page: {
      position: Number(position),
      ...withTotal && { total: Number(counted) },
      items: items ?? '',
      next: goesOn === 't' ? { key: key!, code: code! } : null,
    },
  }
}

/** Every enterprise of a question in its order, or the part of it that a page would show. */
export function selectAll (view: View, { filter, sort, after, limit }: Pick<PageRequest, 'filter' | 'sort' | 'after'> & { limit?: number | undefined }, columns: SQL): SQL {
  const conditions = after ? sql`${meets(filter, view)} and ${behind(sort, after)}` : meets(filter, view)
  const some = limit === undefined ? sql`` : sql`limit ${limit}`
  return sql`select ${columns} from ${versionsAt(view)} v ${withNames(view)} where ${conditions} order by ${orderOf(sort)} ${some}`
}
