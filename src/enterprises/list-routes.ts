import type { FastifyRequest } from 'fastify'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import type { SQL } from 'drizzle-orm'
import { sql } from 'drizzle-orm'
import { z } from 'zod'
import type { Database } from '../db/client.ts'
import { copyOut, exportPool, rowsOf } from '../db/copy-out.ts'
import { formatAsked, standsAt } from '../http/asked.ts'
import { pageBody, sendJson } from '../http/body.ts'
import { asCsv, sendFile } from '../http/download.ts'
import { LIST_FORMATS } from '../http/list-file.ts'
import type { Format } from '../http/negotiation.ts'
import { isAboutThePast } from '../http/moment.ts'
import { decodeCursor, DEFAULT_LIMIT, encodeCursor, linkNext } from '../http/page.ts'
import { badRequest, problems } from '../http/problem.ts'
import { workbook } from '../http/workbook.ts'
import { findPosition } from '../journal/queries.ts'
import { findCommune, findProvince } from '../localities/queries.ts'
import { atViewAsked, pastView, presentView } from './asked-view.ts'
import { ALL_HITS, amongHits, countFound, HOW_FOUND, readFoundPage, readHits, selectHits } from './found-listing.ts'
import type { BodiesOf } from './kept-bodies.ts'
import { keepBodies } from './kept-bodies.ts'
import type { Sort, SortKey } from './listing.ts'
import { readPage, selectAll } from './listing.ts'
import { enterpriseCells, enterpriseJson } from './rendering.ts'
import type { View } from './rendering.ts'
import { EnterprisePage, ListEnterprisesQuery } from './schemas.ts'

type Query = z.output<typeof ListEnterprisesQuery>

/** Behind this enterprise, on a page that was read at that position; `rank` where it is of hits. */
const After = z.object({ at: z.int().min(0), rank: z.int().optional(), key: z.string(), code: z.string().regex(/^\d{10}$/) })

/** Some 15,000 enterprises. */
const KEPT_BYTES = 32 * 1024 * 1024

type Question = ReturnType<typeof questionOf>

const sortOf = (text: string): Sort => ({ key: text.replace('-', '') as SortKey, isDescending: text.startsWith('-') })

/** By relevance where there is a question in words and no other order is asked for. */
function questionOf (query: Query) {
  const { cursor, limit, total, sort, asof: _asof, knownat: _knownat, format: _format, q, ...filter } = query
  return { filter, q, isByRelevance: q !== undefined && sort === undefined, sort: sortOf(sort ?? 'code'), after: decodeCursor(cursor, After, query), limit, total }
}

async function readListed (db: Database, view: View, bodiesOf: BodiesOf, { filter, q, isByRelevance, sort, after, limit = DEFAULT_LIMIT, total }: Question) {
  if (q !== undefined && isByRelevance) {
    const position = after && { ...after, rank: after.rank ?? 0 }
    const page = await readFoundPage(db, view, { q, filter, after: position, limit })
    if (page.items === '') await checkLocality(db, filter, view.day)
    return { ...page, position: 0, ...total && { total: await countFound(db, view, { q, filter }) } }
  }
  const among = q === undefined ? undefined : await amongHits(db, view, { q, filter })
  const page = await readPage(db, view, { filter: { ...filter, among }, sort, after, limit, withTotal: total }, bodiesOf)
  if (page.items === '') await checkLocality(db, filter, view.day)
  return page
}

async function selectListed (tx: Database, view: View, { filter, q, isByRelevance, sort, after, limit }: Question, columns: SQL): Promise<SQL> {
  if (q !== undefined && isByRelevance) {
    const hits = await readHits(tx, view, { q, filter, after: after && { ...after, rank: after.rank ?? 0 }, limit: limit ?? ALL_HITS })
    return selectHits(view, hits, columns)
  }
  const among = q === undefined ? undefined : await amongHits(tx, view, { q, filter })
  return selectAll(view, { filter: { ...filter, among }, sort, after, limit }, columns)
}

const routes: FastifyPluginAsyncZod = async (app) => {
  const exports = exportPool(app.db)
  const bodiesOf = keepBodies(KEPT_BYTES)

  app.get('/', {
    config: { access: 'public', formats: LIST_FORMATS, isOfRegister: true },
    schema: {
      operationId: 'listEnterprises',
      tags: ['enterprises'],
      summary: 'List digital technology enterprises',
      description: 'Without filters: the active ones with a derived or confirmed category, the same that the statistics count. Every page says the position that it was read at; `knownat` with it keeps a walk on one. As CSV, XLSX or NDJSON the whole list in one file. / Danh sách doanh nghiệp công nghệ số; tải về dạng CSV, XLSX hoặc NDJSON.',
      querystring: ListEnterprisesQuery,
      response: { 200: EnterprisePage, ...problems(400, 406, 503) },
    },
  }, async (request, reply) => {
    const { query } = request
    if (query.division === '2004' && query.commune !== undefined) throw badRequest('commune', 'is a code of the division of 2025; leave out division=2004')
    const format = formatAsked(request)
    if (format !== 'json') {
      const { position, file } = await exportList(request, query, format)
      return sendFile(request, reply, format, `enterprises-${position}`, file) as never
    }
    const question = questionOf(query)
    // One statement is one snapshot; several need a transaction.
    const isOne = !isAboutThePast(query) && question.q === undefined
    const page = isOne
      ? await readListed(app.db, presentView(request, query), bodiesOf, question)
      : await atViewAsked(app.db, request, query, async (tx, view) => await readListed(tx, view, bodiesOf, question))
    if (isOne) standsAt(request, page.position)
    if (question.after && question.after.at > page.position) throw badRequest('cursor', 'is of a position that the register has not reached')
    const next = page.next && encodeCursor({ at: page.position, ...page.next }, query)
    linkNext(request, reply, next)
    return sendJson(reply, pageBody(page.items, { next, ...page.total !== undefined && { total: page.total }, position: page.position }))
  })

  /** The list as one stream of one snapshot, and the position that it is read at. */
  async function exportList (request: FastifyRequest, query: Query, format: Format) {
    const question = questionOf(query)
    const isPast = isAboutThePast(query)
    const begin = async (tx: Database) => {
      const view = isPast ? await pastView(tx, request, query) : presentView(request, query)
      await checkLocality(tx, query, view.day)
      const columns = format === 'ndjson' ? enterpriseJson(view, question.isByRelevance ? HOW_FOUND : {}) : sql.join(cellsOf(view, question, format === 'csv').map(({ text }) => text), sql`, `)
      return { view, position: view.knownAt ?? await findPosition(tx), select: await selectListed(tx, view, question, columns) }
    }
    const { looked: { view, position }, rows } = await copyOut(exports, COPY_FORMS[format as 'csv'], begin, ({ select }) => select)
    if (!isPast) standsAt(request, position)
    const columns = cellsOf(view, question)
    const names = columns.map(({ name }) => name)
    if (format === 'csv') return { position, file: asCsv(rows, names) }
    if (format === 'ndjson') return { position, file: rows }
    return { position, file: workbook('Enterprises', names, withNumbers(rowsOf(rows), columns.map(({ isNumber }) => isNumber))) }
  }
}

export default routes

const cellsOf = (view: View, { isByRelevance }: Question, isCsv = false) =>
  [...enterpriseCells(view, isCsv), ...isByRelevance ? [{ name: 'score', text: HOW_FOUND.score, isNumber: true }, { name: 'matched', text: HOW_FOUND.matched, isNumber: false }] : []]

const COPY_FORMS = { csv: 'csv', xlsx: 'text', ndjson: 'bare' } as const

async function * withNumbers (rows: AsyncIterable<(string | null)[]>, isNumber: boolean[]) {
  for await (const cells of rows) yield cells.map((cell, i) => cell !== null && isNumber[i] ? Number(cell) : cell)
}

/** A locality that does not exist is a typo, not an empty result. */
async function checkLocality (db: Database, { division, province, commune }: Pick<Query, 'division' | 'province' | 'commune'>, day: string) {
  if (province !== undefined && !await findProvince(db, division, province, day)) throw badRequest('province', `is not a code of the division of ${division}`)
  if (commune !== undefined && !await findCommune(db, commune)) throw badRequest('commune', 'is not a code of the division of 2025')
}
