import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { addYears } from '../calendar.ts'
import { listFlows } from '../enterprises/queries.ts'
import { formatAsked } from '../http/asked.ts'
import { answerList, LIST_FORMATS } from '../http/list-file.ts'
import { atMomentAsked } from '../http/moment.ts'
import { badRequest, problems } from '../http/problem.ts'
import { findProvince } from '../localities/queries.ts'
import { provenanceOf } from './provenance.ts'
import { findGrounds } from './queries.ts'
import { MOST_POINTS, Series, SeriesPoint, SeriesQuery } from './schemas.ts'
import { countPeriods, seriesOf } from './series.ts'

const YEARS = 10

const routes: FastifyPluginAsyncZod = async (app) => {
  app.get('/series', {
    config: { access: 'public', isOfRegister: true, formats: LIST_FORMATS },
    schema: {
      operationId: 'getSeries',
      tags: ['statistics'],
      summary: 'Follow a count by month, quarter or year',
      description: 'What was there at the end of each period, and what came in and went out in it: stock(t) = stock(t−1) + births − deaths + moves and changes of category in, less those out. `births` begin to be counted and `deaths` cease to be, for whatever reason; a move or change of category is a flow only where it leads into or out of the `province` or `category` asked for. An address that is only written under a new name is no move. / Chuỗi thời gian theo tháng, quý, năm.',
      querystring: SeriesQuery,
      response: { 200: Series, ...problems(400, 406, 503) },
    },
  }, async (request, reply) => {
    const { period, from, format: _format, asof, knownat, ...filter } = request.query
    const { division, province } = filter
    const { points, grounds, position, day } = await atMomentAsked(app.db, request, { asof, knownat }, async (tx, moment) => {
      const first = from ?? addYears(moment.day, -YEARS)
      if (first > moment.day) throw badRequest('from', 'must not be behind the day of the series')
      if (countPeriods(first, moment.day, period) > MOST_POINTS) throw badRequest('from', `leaves more than ${MOST_POINTS} periods`)
      if (province !== undefined && !await findProvince(tx, division, province, moment.day)) throw badRequest('province', `is not a code of the division of ${division}`)
      return { points: seriesOf(await listFlows(tx, moment, filter, period), { from: first, to: moment.day, period }), grounds: await findGrounds(tx, moment, moment.knownAt), day: moment.day }
    })
    if (formatAsked(request) !== 'json') return answerList(request, reply, `series-${position}`, SeriesPoint, { items: points }) as never
    return { points, provenance: { ...provenanceOf({ ...grounds, position, day }, filter, { knownat }), division } }
  })
}

export default routes
