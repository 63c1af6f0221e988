import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { authorOf } from '../auth/schemas.ts'
import { standsAt } from '../http/asked.ts'
import { answerList, LIST_FORMATS } from '../http/list-file.ts'
import { invalidRequest, notFound, problems } from '../http/problem.ts'
import { atOnePosition } from '../journal/snapshot.ts'
import { publishQuestionnaire } from './commands.ts'
import type { QuestionnaireRow } from './queries.ts'
import { findQuestionnaire, listQuestionnaires } from './queries.ts'
import { faultsOfQuestions } from './questions.ts'
import { ListQuery, Questionnaire, QuestionnaireCode, QuestionnaireItem, QuestionnaireList, QuestionnaireRequest, VersionAsked } from './schemas.ts'

const params = z.object({ questionnaire: QuestionnaireCode })
const tags = ['surveys']

const routes: FastifyPluginAsyncZod = async (app) => {
  app.get('/questionnaires', {
    config: { access: 'public', isOfRegister: true, formats: LIST_FORMATS },
    schema: { operationId: 'listQuestionnaires', tags, summary: 'List questionnaires', description: 'All versions of each, the newest first. / Các mẫu phiếu khảo sát.', querystring: ListQuery, response: { 200: QuestionnaireList, ...problems(400, 503) } },
  }, async (request, reply) => await atOnePosition(app.db, async (tx, position) => {
    standsAt(request, position)
    return answerList(request, reply, 'questionnaires', QuestionnaireItem, { items: (await listQuestionnaires(tx)).map((row) => ({ ...about(row), questions: row.questions.length })), position })
  }))

  app.get('/questionnaires/:questionnaire', {
    config: { access: 'public', isOfRegister: true },
    schema: {
      operationId: 'getQuestionnaire', tags, summary: 'Get a questionnaire', description: 'A version never changes. / Một mẫu phiếu khảo sát.',
      params, querystring: z.strictObject({ version: VersionAsked }), response: { 200: Questionnaire, ...problems(400, 404, 503) },
    },
  }, async (request) => await atOnePosition(app.db, async (tx, position) => {
    const row = await findQuestionnaire(tx, request.params.questionnaire, request.query.version)
    if (!row) throw notFound({ vi: `Không có mẫu phiếu ${request.params.questionnaire}.`, en: `There is no such questionnaire ${request.params.questionnaire}.` })
    standsAt(request, position)
    return { ...about(row), questions: row.questions }
  }))

  app.post('/questionnaires/:questionnaire', {
    config: { access: 'publish' },
    schema: {
      operationId: 'publishQuestionnaire', tags, summary: 'Publish the next version of a questionnaire', description: 'It gets the next number; those before stay as they are, and surveys keep theirs. / Công bố phiên bản mới của mẫu phiếu.',
      params, querystring: z.strictObject({}), body: QuestionnaireRequest, response: { 201: Questionnaire, ...problems(400, 415, 503) },
    },
  }, async (request, reply) => {
    const faults = faultsOfQuestions(request.body.questions)
    if (faults.length > 0) throw invalidRequest(faults)
    const { questionnaire: code } = request.params
    const row = await publishQuestionnaire(app.db, { code, ...request.body }, authorOf(request))
    return reply.code(201).header('location', `/v1/questionnaires/${code}?version=${row.version}`).send({ ...about(row), questions: row.questions })
  })
}

export default routes

const about = ({ code: questionnaire, version, title, titleEn, publishedAt, recordedFrom }: QuestionnaireRow) => ({ questionnaire, version, title, titleEn, publishedAt: publishedAt.toISOString(), position: recordedFrom })
