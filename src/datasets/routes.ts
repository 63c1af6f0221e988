import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { formatAsked, standsAt } from '../http/asked.ts'
import { sendJson } from '../http/body.ts'
import { problems } from '../http/problem.ts'
import { findProvenance } from '../journal/queries.ts'
import { atOnePosition } from '../journal/snapshot.ts'
import { DATASETS } from './catalogue.ts'
import { catalogueOf } from './dcat.ts'

// Its members are DCAT's and are described there; a test keeps them.
const Catalogue = z.record(z.string().max(60), z.unknown()).meta({
  id: 'Catalogue',
  description: 'A catalogue of data sets in DCAT (www.w3.org/TR/vocab-dcat-3), as JSON-LD.',
  examples: [catalogueOf(DATASETS.slice(0, 1), 'https://service.example.org/v1', '2026-11-22T01:12:00.000Z')],
})
const media = { schema: Catalogue }

const routes: FastifyPluginAsyncZod<{ publicUrl: string }> = async (app, { publicUrl }) => {
  app.get('/', {
    config: { access: 'public', isOfRegister: true, formats: ['jsonld', 'json'] },
    schema: {
      operationId: 'listDatasets',
      tags: ['datasets'],
      summary: 'The catalogue of data sets, for open-data portals',
      description: 'All data sets with their distributions, licence and rhythm, in DCAT (JSON-LD) with the members that DCAT-AP asks for: to be harvested as it stands. / Danh mục các bộ dữ liệu mở theo DCAT.',
      querystring: z.strictObject({ format: z.enum(['jsonld', 'json']).optional().meta({ description: 'The media type of the answer; its bytes are the same. It goes before `Accept`.' }) }),
      response: { 200: { description: 'The catalogue.', content: { 'application/ld+json': media, 'application/json': media } }, ...problems(400, 503) },
    },
  }, async (request, reply) => await atOnePosition(app.db, async (tx, position) => {
    standsAt(request, position)
    const { recordedAt } = await findProvenance(tx, position)
    return sendJson(reply, JSON.stringify(catalogueOf(DATASETS, `${publicUrl}/v1`, recordedAt?.toISOString() ?? null)), formatAsked(request))
  }))
}

export default routes
