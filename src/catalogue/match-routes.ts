import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { dayAsked, standsAt } from '../http/asked.ts'
import { languageOf } from '../http/language.ts'
import { decodeCursor, encodeCursor, linkNext } from '../http/page.ts'
import { badRequest, problems } from '../http/problem.ts'
import { noEntry, withdrawn } from './clerk.ts'
import { levelOf, READINESS, READY, readinessOf } from './entry.ts'
import type { Demand } from './match-queries.ts'
import { findDemand, MAX_TIERS, readMatches } from './match-queries.ts'
import { ListMatchesQuery, MatchPage } from './match-schemas.ts'
import type { REASONS } from './match-schemas.ts'
import { EntryId, version } from './schemas.ts'
import { atKeptShelf } from './shelf.ts'
import type { Supply } from './supply-schemas.ts'

type Item = z.output<typeof Supply>
/** A place in the order that one version of a demand has: of another one it may not even be there. */
const After = z.object({ version, tier: z.int().min(0).max(MAX_TIERS - 1), readiness: z.int().min(1).max(READINESS.length), id: z.int().min(1) })

const routes: FastifyPluginAsyncZod = async (app) => {
  app.get('/demand/:demand/matches', {
    config: { access: 'public', isOfRegister: true },
    schema: {
      operationId: 'listMatches',
      tags: ['catalogue'],
      summary: 'List supplies that come into question for a demand',
      description: 'With the reasons for each. Field and technology in common come before a field alone, that before a technology alone; then the demand\'s own province, then the categories that it names, then what is readier, then what is newer (docs/catalogue.md). There is no score. / Nguồn cung phù hợp với một nhu cầu, kèm lý do.',
      params: z.object({ demand: EntryId }),
      querystring: ListMatchesQuery,
      response: { 200: MatchPage, ...problems(400, 404, 410, 503) },
    },
  }, async (request, reply) => {
    const { demand: id } = request.params
    const { cursor, limit } = request.query
    const question = { ...request.query, id }
    const after = decodeCursor(cursor, After, question)
    const { demand, rows, position } = await atKeptShelf(app.db, async (tx, position) => {
      const demand = await findDemand(tx, id)
      if (demand?.state === 'withdrawn' && demand.publishedAt !== null) throw withdrawn('demand', id)
      if (demand?.state !== 'published') throw noEntry('demand', id)
      if (after && after.version !== demand.version) throw badRequest('cursor', 'is of a demand that was revised since; begin with the first page')
      return { demand, rows: await readMatches<Item>(tx, demand, { day: dayAsked(request), language: languageOf(request) }, { after, limit: limit + 1 }), position }
    })
    standsAt(request, position)
    const shown = rows.slice(0, limit)
    const last = shown.at(-1)
    const next = last && rows.length > limit ? encodeCursor({ version: demand.version, tier: last.tier, readiness: last.readiness, id: last.id }, question) : null
    linkNext(request, reply, next)
    return { demand: id, items: shown.map(({ item, readiness }) => ({ supply: item, reasons: reasonsFor(demand, item, readiness) })), next, position }
  })
}

export default routes

function reasonsFor (demand: Demand, supply: Item, level: number) {
  const inCommon = (some: string[], others: string[]) => some.filter((one) => others.includes(one))
  const reasons: [kind: typeof REASONS[number], codes: string[]][] = [
    ['field', inCommon(supply.fields, demand.fields)],
    ['technology', inCommon(supply.technologies, demand.technologies)],
    ['locality', supply.province === demand.provinceCode ? [supply.province] : []],
    ['category', supply.category !== null ? inCommon([supply.category], demand.categories) : []],
    ['readiness', level >= (demand.readiness ?? levelOf(READY)) ? [readinessOf(level)] : []],
  ]
  return reasons.filter(([, codes]) => codes.length > 0).map(([kind, codes]) => ({ kind, codes }))
}
