import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { standsAt } from '../http/asked.ts'
import type { Language } from '../http/language.ts'
import { languageOf } from '../http/language.ts'
import { answerList, LIST_FORMATS } from '../http/list-file.ts'
import { problems } from '../http/problem.ts'
import { atOnePosition } from '../journal/snapshot.ts'
import adoptions from './adoption-routes.ts'
import demand from './demand-routes.ts'
import feed from './feed-routes.ts'
import matches from './match-routes.ts'
import { listFields, listTechnologies } from './queries.ts'
import { ListTaxaQuery, Taxon, TaxonList } from './schemas.ts'
import supply from './supply-routes.ts'

const TAXONOMIES = [
  { path: '/technologies', operationId: 'listTechnologies', title: 'technologies', list: listTechnologies, summary: 'List digital technologies', description: 'Those that supply and demand are described by. Directive 01/CT-TTg names the first, and leaves the list open. / Danh mục công nghệ số.' },
  { path: '/fields', operationId: 'listFields', title: 'fields', list: listFields, summary: 'List fields of use', description: 'The eight of the national programme of digital transformation (Decision 749/QĐ-TTg), and further ones. / Danh mục lĩnh vực.' },
]

/** Supply and demand of digital technology, and what agencies use of it. */
const routes: FastifyPluginAsyncZod<{ publicUrl: string }> = async (app, { publicUrl }) => {
  for (const { path, operationId, title, list, summary, description } of TAXONOMIES) {
    app.get(path, {
      config: { access: 'public', isOfRegister: true, formats: LIST_FORMATS },
      schema: { operationId, tags: ['catalogue'], summary, description, querystring: ListTaxaQuery, response: { 200: TaxonList, ...problems(400, 503) } },
    }, async (request, reply) => await atOnePosition(app.db, async (tx, position) => {
      standsAt(request, position)
      return answerList(request, reply, title, Taxon, { items: (await list(tx)).map(presentTaxon(languageOf(request))), position })
    }))
  }
  await app.register(supply)
  await app.register(demand)
  await app.register(matches)
  await app.register(adoptions)
  await app.register(feed, { publicUrl })
}

export default routes

const presentTaxon = (language: Language) => ({ code, name, nameEn, source, recordedFrom }: { code: string, name: string, nameEn: string, source: string, recordedFrom: number }) =>
  ({ code, name: language === 'vi' ? name : nameEn, source, position: recordedFrom })
