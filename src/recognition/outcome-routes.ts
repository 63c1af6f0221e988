import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { allows, requireScope } from '../auth/schemas.ts'
import { answerList, LIST_FORMATS, ListFormat } from '../http/list-file.ts'
import { notFound, problems } from '../http/problem.ts'
import { atOnePosition } from '../journal/snapshot.ts'
import { presentOutcomes } from './presentation.ts'
import { findRecognition } from './queries.ts'
import { codeOf, Outcome, Outcomes } from './schemas.ts'

/** What came of a programme for each enterprise: for the officers whose programme it is, and the ministry's. */
const routes: FastifyPluginAsyncZod = async (app) => {
  app.get('/programmes/:code/outcomes', {
    config: { access: ['catalogue', 'publish'], formats: LIST_FORMATS },
    schema: {
      operationId: 'listProgrammeOutcomes', tags: ['recognition'], summary: 'List what came of a programme',
      description: 'For each enterprise that takes part, as entered. For officers of the province whose programme it is (`catalogue:48`), of all (`catalogue:*`), and of the ministry (`publish`). / Kết quả của chương trình đối với từng doanh nghiệp.',
      params: z.object({ code: codeOf('programmes') }), querystring: z.strictObject({ format: ListFormat }), response: { 200: Outcomes, ...problems(400, 404, 503) },
    },
  }, async (request, reply) => await atOnePosition(app.db, async (tx, position) => {
    const { code } = request.params
    const row = await findRecognition(tx, 'programmes', code)
    if (!row) throw notFound({ vi: `Không có chương trình ${code}.`, en: `There is no programme ${code}.` })
    if (!allows(request.caller, 'publish')) requireScope(request.caller, 'catalogue', row.provinceCode ?? '*')
    return answerList(request, reply, `outcomes-${code}`, Outcome, { items: await presentOutcomes(tx, row), position })
  }))
}

export default routes
