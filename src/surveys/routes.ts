import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { authorOf, requireScope } from '../auth/schemas.ts'
import type { Database } from '../db/client.ts'
import { isEnterpriseCode } from '../enterprises/queries.ts'
import { EnterpriseCode } from '../enterprises/schemas.ts'
import { formatAsked, standsAt } from '../http/asked.ts'
import { answerList, LIST_FORMATS } from '../http/list-file.ts'
import { badRequest, HttpProblem, invalidRequest, notFound, problems } from '../http/problem.ts'
import { atOnePosition } from '../journal/snapshot.ts'
import { closeSurvey, openSurvey, submitAnswers, WrongTime } from './commands.ts'
import questionnaireRoutes from './questionnaire-routes.ts'
import type { SurveyRow } from './queries.ts'
import { countResponses, findAnswers, findMember, findProvinceNow, findQuestionnaire, findSurvey, listSurveys, readResults } from './queries.ts'
import { faultsOfAnswers } from './questions.ts'
import { Answers, AnswersRequest, CloseRequest, ListQuery, ResultRow, Results, Survey, SurveyCode, SurveyList, SurveyRequest } from './schemas.ts'

const nothing = z.strictObject({})
const params = z.object({ survey: SurveyCode })
const ofEnterprise = z.object({ survey: SurveyCode, enterprise: EnterpriseCode })
const tags = ['surveys']

/** Yearly surveys of the industry and of its environment. */
const routes: FastifyPluginAsyncZod = async (app) => {
  await app.register(questionnaireRoutes)

  app.get('/surveys', {
    config: { access: 'public', isOfRegister: true, formats: LIST_FORMATS },
    schema: {
      operationId: 'listSurveys', tags, summary: 'List the surveys', description: 'With how many were asked; how many have answered is told of closed ones. / Các cuộc khảo sát hằng năm.',
      querystring: ListQuery, response: { 200: SurveyList, ...problems(400, 503) },
    },
  }, async (request, reply) => await atOnePosition(app.db, async (tx, position) => {
    standsAt(request, position)
    const items = []
    for (const row of await listSurveys(tx)) items.push(await present(tx, row))
    return answerList(request, reply, 'surveys', Survey, { items, position })
  }))

  app.get('/surveys/:survey', {
    config: { access: 'public', isOfRegister: true },
    schema: { operationId: 'getSurvey', tags, summary: 'Get a survey', description: 'Its questionnaire, whom it asked, and how many have answered once it is closed. / Một cuộc khảo sát.', params, querystring: nothing, response: { 200: Survey, ...problems(400, 404, 503) } },
  }, async (request) => await atOnePosition(app.db, async (tx, position) => {
    const row = await known(tx, request.params.survey)
    standsAt(request, position)
    return await present(tx, row)
  }))

  app.get('/surveys/:survey/results', {
    config: { access: 'public', isOfRegister: true, formats: LIST_FORMATS },
    schema: {
      operationId: 'getSurveyResults', tags, summary: 'Get the results of a closed survey',
      description: 'By question, for each province and the nation. What rests on fewer than three respondents, or to more than 80 % on one, is not shown, nor what it could be worked out from (docs/surveys.md). Of an open one they are a 409: two states of them would tell of who came between. / Kết quả khảo sát, đã ẩn các ô nhỏ.',
      params, querystring: ListQuery, response: { 200: Results, ...problems(400, 404, 409, 503) },
    },
  }, async (request, reply) => await atOnePosition(app.db, async (tx, position) => {
    const row = await known(tx, request.params.survey)
    if (row.isOpen) throw new HttpProblem('wrong-state', { vi: 'Khảo sát chưa kết thúc.', en: 'The survey is still open.' })
    standsAt(request, position)
    const items = await readResults(tx, row)
    const whole = { survey: await present(tx, row), turnout: await countResponses(tx, row.code), items, position }
    if (formatAsked(request) === 'json') return whole
    const rows = items.flatMap(({ question, nation, provinces }) => [nation, ...provinces].map((figures) => ({ question, ...figures })))
    return answerList(request, reply, `survey-${row.code}`, ResultRow, { items: rows }) as never
  }))

  app.post('/surveys', {
    config: { access: 'publish' },
    schema: {
      operationId: 'openSurvey', tags, summary: 'Open a survey',
      description: 'Asked are the enterprises that are active and counted now, in the provinces where they are now: both are frozen with the position. / Mở một cuộc khảo sát.',
      querystring: nothing, body: SurveyRequest, response: { 201: Survey, ...problems(400, 409, 415, 503) },
    },
  }, async (request, reply) => {
    const { questionnaire, version } = request.body
    if (!await findQuestionnaire(app.db, questionnaire, version)) throw badRequest('questionnaire', `there is no version ${version} of ${questionnaire}`)
    const row = await openSurvey(app.db, request.body, authorOf(request)).catch((err: unknown) => { throw asProblem(err) })
    return reply.code(201).header('location', `/v1/surveys/${row.code}`).send(await present(app.db, row))
  })

  app.put('/surveys/:survey/state', {
    config: { access: 'publish' },
    schema: { operationId: 'closeSurvey', tags, summary: 'Close a survey', description: 'For good: nobody answers any more, and the results are public. Again it changes nothing. / Kết thúc một cuộc khảo sát.', params, querystring: nothing, body: CloseRequest, response: { 200: Survey, ...problems(400, 404, 415, 503) } },
  }, async (request) => {
    const { code } = await known(app.db, request.params.survey)
    await closeSurvey(app.db, code, authorOf(request))
    return await present(app.db, await known(app.db, code))
  })

  app.put('/surveys/:survey/answers/:enterprise', {
    config: { access: 'catalogue' },
    schema: {
      operationId: 'submitAnswers', tags, summary: 'Submit the answers of an enterprise',
      description: 'For officers of the province in which the enterprise is now, or of the ministry (`catalogue:*`), while the survey is open; later ones go in the place of earlier ones. / Gửi câu trả lời của một doanh nghiệp.',
      params: ofEnterprise, querystring: nothing, body: AnswersRequest, response: { 200: Answers, ...problems(400, 404, 409, 415, 503) },
    },
  }, async (request) => {
    const { survey, enterprise } = request.params
    const { questionnaire, version } = await allowed(request)
    const faults = faultsOfAnswers((await findQuestionnaire(app.db, questionnaire, version))!.questions, request.body.answers)
    if (faults.length > 0) throw invalidRequest(faults)
    const row = await submitAnswers(app.db, { survey, enterprise, answers: request.body.answers }, authorOf(request)).catch((err: unknown) => { throw asProblem(err) })
    return presentAnswers(row)
  })

  app.get('/surveys/:survey/answers/:enterprise', {
    config: { access: 'catalogue' },
    schema: {
      operationId: 'getAnswers', tags, summary: 'Get the answers of an enterprise', description: 'For officers of the province in which it is now. / Câu trả lời của một doanh nghiệp, dành cho cán bộ.',
      params: ofEnterprise, querystring: nothing, response: { 200: Answers, ...problems(400, 404, 503) },
    },
  }, async (request) => {
    const { survey, enterprise } = request.params
    await allowed(request)
    const row = await findAnswers(app.db, survey, enterprise)
    if (!row) throw notFound({ vi: `Doanh nghiệp ${enterprise} chưa trả lời.`, en: `The enterprise ${enterprise} has not answered.` })
    return presentAnswers(row)
  })

  /** The survey, where the caller may write for an enterprise that it asks. */
  async function allowed (request: { params: z.output<typeof ofEnterprise>, caller: Parameters<typeof requireScope>[0] }): Promise<SurveyRow> {
    const { survey, enterprise } = request.params
    if (!isEnterpriseCode(enterprise)) throw badRequest('enterprise', 'is not an enterprise code: its check digit is wrong')
    const row = await known(app.db, survey)
    const province = await findProvinceNow(app.db, enterprise)
    if (province === undefined || !await findMember(app.db, survey, enterprise)) throw notFound({ vi: `Khảo sát không hỏi doanh nghiệp ${enterprise}.`, en: `The survey does not ask the enterprise ${enterprise}.` })
    requireScope(request.caller, 'catalogue', province)
    return row
  }
}

export default routes

async function known (db: Database, code: string): Promise<SurveyRow> {
  const row = await findSurvey(db, code)
  if (!row) throw notFound({ vi: `Không có khảo sát ${code}.`, en: `There is no survey ${code}.` })
  return row
}

/** Answers come without a position: how many there are is told once there come no more. */
async function present (db: Database, { isOpen, openedAt, closedAt, ...survey }: SurveyRow) {
  const responses = await countResponses(db, survey.code)
  const [asked, answered] = [responses.reduce((sum, one) => sum + one.asked, 0), responses.reduce((sum, one) => sum + one.answered, 0)]
  return {
    ...survey, state: isOpen ? 'open' as const : 'closed' as const, openedAt: openedAt.toISOString(), closedAt: closedAt?.toISOString() ?? null,
    asked, answered: isOpen ? null : answered, ratePercent: isOpen || asked === 0 ? null : Math.round(answered * 10_000 / asked) / 100,
  }
}

const presentAnswers = ({ submittedAt, ...row }: NonNullable<Awaited<ReturnType<typeof findAnswers>>>) => ({ ...row, submittedAt: submittedAt.toISOString() })

function asProblem (err: unknown): unknown {
  if (!(err instanceof WrongTime)) return err
  return new HttpProblem('wrong-state', err.message === 'there'
    ? { vi: 'Đã có khảo sát với mã này.', en: 'There is a survey of this code already.' }
    : { vi: 'Khảo sát đã kết thúc.', en: 'The survey is closed.' })
}
