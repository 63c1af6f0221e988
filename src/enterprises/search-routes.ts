import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { dayAsked, standsAt } from '../http/asked.ts'
import { problems } from '../http/problem.ts'
import { atOnePosition } from '../journal/snapshot.ts'
import { SuggestQuery, Suggestions } from './search-schemas.ts'
import { listSuggestions } from './suggestions.ts'

const routes: FastifyPluginAsyncZod = async (app) => {
  app.get('/suggest', {
    config: { access: 'public', isOfRegister: true },
    schema: {
      operationId: 'suggestEnterprises',
      tags: ['enterprises'],
      summary: 'Suggest enterprises while somebody types',
      description: 'The best hits among the active enterprises with a derived or confirmed category, with few fields. Ranked: the code or a whole name, then what begins with the question, then names and addresses with all its words, then parts of names; parts of addresses, and words with a letter wrong, only where nothing better is found. Two enterprises of one name are two suggestions. / Gợi ý doanh nghiệp khi gõ tên hoặc mã số.',
      querystring: SuggestQuery,
      response: { 200: Suggestions, ...problems(400, 503) },
    },
  }, async (request) => {
    const { q, limit } = request.query
    return await atOnePosition(app.db, async (tx, position) => {
      standsAt(request, position)
      return { items: await listSuggestions(tx, q, limit, dayAsked(request)), position }
    })
  })
}

export default routes
