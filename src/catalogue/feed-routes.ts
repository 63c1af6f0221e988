import { sql } from 'drizzle-orm'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import type { z } from 'zod'
import { dayAsked, formatAsked, standsAt } from '../http/asked.ts'
import { sendJson } from '../http/body.ts'
import { languageOf } from '../http/language.ts'
import { answerList } from '../http/list-file.ts'
import { badRequest, problems } from '../http/problem.ts'
import { findProvince, placeTitle } from '../localities/queries.ts'
import { atomOf } from './atom.ts'
import type { Demand } from './demand-schemas.ts'
import { Feed, FeedEntry, GetFeedQuery } from './match-schemas.ts'
import { demandListing, readEntries, supplyListing } from './queries.ts'
import { atKeptShelf } from './shelf.ts'
import type { Supply } from './supply-schemas.ts'

type Entry = z.output<typeof FeedEntry>
const MOST = 100
const NEWEST = sql`s.published_at desc, s.id desc`

/** What a portal embeds or a reader follows. */
const routes: FastifyPluginAsyncZod<{ publicUrl: string }> = async (app, { publicUrl }) => {
  const found = (kind: Entry['kind'], item: z.output<typeof Supply> | z.output<typeof Demand>): Entry => ({
    kind, id: item.id, title: item.name, titleEn: item.nameEn, by: 'agency' in item ? item.agency : item.enterpriseName, code: 'agency' in item ? item.agencyCode : item.enterprise,
    technologies: item.technologies, fields: item.fields, summary: item.description, publishedAt: item.publishedAt!, updatedAt: item.updatedAt, url: `${publicUrl}/v1/catalogue/${kind}/${item.id}`,
  })

  app.get('/feed', {
    config: { access: 'public', isOfRegister: true, formats: ['json', 'csv', 'atom'] },
    schema: {
      operationId: 'getFeed',
      tags: ['catalogue'],
      summary: 'Follow what a province publishes',
      description: `The ${MOST} entries of each kind that were published last, as JSON, CSV or Atom, for portals to embed. / Nguồn cấp dữ liệu cung, cầu của một tỉnh, để nhúng vào cổng thông tin.`,
      querystring: GetFeedQuery,
      response: { 200: Feed, ...problems(400, 406, 503) },
    },
  }, async (request, reply) => {
    const { province: code, kind } = request.query
    const [day, language] = [dayAsked(request), languageOf(request)]
    const feed = await atKeptShelf(app.db, async (tx, position): Promise<z.output<typeof Feed>> => {
      const province = await findProvince(tx, '2025', code, day)
      if (!province) throw badRequest('province', 'is not a code of the division of 2025')
      const supplies = kind === 'demand' ? [] : await readEntries<z.output<typeof Supply>>(tx, supplyListing(sql`s.is_shown and s.province_code = ${code}`, { day, language }), { limit: MOST }, NEWEST)
      const demands = kind === 'supply' ? [] : await readEntries<z.output<typeof Demand>>(tx, demandListing(sql`s.state = 'published' and s.province_code = ${code}`, { day, language }), { limit: MOST }, NEWEST)
      const items = [...supplies.map((one) => found('supply', one)), ...demands.map((one) => found('demand', one))].sort((a, b) => a.publishedAt < b.publishedAt ? 1 : a.publishedAt > b.publishedAt ? -1 : b.id - a.id)
      const updatedAt = items.reduce<string | null>((last, one) => last === null || one.updatedAt > last ? one.updatedAt : last, null)
      return { province: code, provinceName: placeTitle(province, language), updatedAt, items, position }
    })
    standsAt(request, feed.position)
    if (formatAsked(request) !== 'atom') return answerList(request, reply, `catalogue-${code}`, FeedEntry, feed)
    const self = `${publicUrl}/v1/catalogue/feed?province=${code}${kind ? `&kind=${kind}` : ''}&format=atom`
    return sendJson(reply, atomOf(feed, { self, language }), 'atom')
  })
}

export default routes
