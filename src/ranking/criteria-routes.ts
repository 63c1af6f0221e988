import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { authorOf } from '../auth/schemas.ts'
import { dayAsked, standsAt } from '../http/asked.ts'
import { languageOf } from '../http/language.ts'
import { answerList, LIST_FORMATS, ListFormat } from '../http/list-file.ts'
import { badRequest, HttpProblem, invalidRequest, notFound, problems } from '../http/problem.ts'
import { atOnePosition } from '../journal/snapshot.ts'
import { NotRankable, setCriteria } from './commands.ts'
import { CriteriaSet, CriteriaSetList, CriteriaSetRequest, SetCode, Trial, TrialRequest } from './criteria-schemas.ts'
import { missingOf } from './figures.ts'
import type { CriteriaSet as KnownSet } from './figures.ts'
import { INDICATORS } from './indicators.ts'
import { findCriteriaSet, lastDayOf, listCriteriaSets, listSupplied, readYear } from './queries.ts'
import { faultsOf } from './score.ts'
import { tryCriteria } from './trial.ts'

const routes: FastifyPluginAsyncZod = async (app) => {
  app.get('/ranking-criteria', {
    config: { access: 'public', isOfRegister: true, formats: LIST_FORMATS },
    schema: {
      operationId: 'listCriteriaSets',
      tags: ['rankings'],
      summary: 'List the sets of criteria',
      description: 'The proposal that the registry ships and what officers have drafted or adopted. No official criteria for the ranking of localities are published. / Các bộ tiêu chí xếp hạng.',
      querystring: z.strictObject({ format: ListFormat }),
      response: { 200: CriteriaSetList, ...problems(400, 503) },
    },
  }, async (request, reply) => await atOnePosition(app.db, async (tx, position) => {
    standsAt(request, position)
    return answerList(request, reply, 'ranking-criteria', CriteriaSet, { items: (await listCriteriaSets(tx)).map(present), position })
  }))

  app.get('/ranking-criteria/:set', {
    config: { access: 'public', isOfRegister: true },
    schema: {
      operationId: 'getCriteriaSet',
      tags: ['rankings'],
      summary: 'Get a set of criteria',
      description: 'Each criterion with its indicator, weight, direction, normalisation and rules. / Một bộ tiêu chí.',
      params: z.object({ set: SetCode }),
      querystring: z.strictObject({}),
      response: { 200: CriteriaSet, ...problems(400, 404, 503) },
    },
  }, async (request) => await atOnePosition(app.db, async (tx, position) => {
    const set = await findCriteriaSet(tx, request.params.set)
    if (!set) throw noSet(request.params.set)
    standsAt(request, position)
    return present(set)
  }))

  app.put('/ranking-criteria/:set', {
    config: { access: 'publish' },
    schema: {
      operationId: 'setCriteria',
      tags: ['rankings'],
      summary: 'Draft or adopt a set of criteria',
      description: 'Its form of before stays known at the positions before, and rankings that were published keep theirs. The same again changes nothing. / Soạn hoặc ban hành bộ tiêu chí.',
      params: z.object({ set: SetCode }),
      querystring: z.strictObject({}),
      body: CriteriaSetRequest,
      response: { 200: CriteriaSet, ...problems(400, 409, 503) },
    },
  }, async (request) => {
    const { set: code } = request.params
    const known = new Set([...INDICATORS.map((one) => one.code), ...(await listSupplied(app.db)).map(({ indicator }) => indicator)])
    const strangers = request.body.criteria.flatMap(({ indicator }, i) => known.has(indicator) ? [] : [{ path: `criteria.${i}.indicator`, message: `is none of ${[...known].join(', ')}` }])
    const faults = [...faultsOf(request.body), ...strangers]
    if (faults.length > 0) throw invalidRequest(faults)
    const set = await setCriteria(app.db, { code, ...request.body }, authorOf(request)).catch((err: unknown) => {
      if (!(err instanceof NotRankable)) throw err
      throw new HttpProblem('wrong-state', { vi: `Bộ ${code} đi kèm phần mềm; hãy dùng mã khác.`, en: `The set ${code} is shipped with the registry; draft one under another code.` })
    })
    return present(set)
  })

  app.post('/ranking-criteria/:set/trial', {
    config: { access: 'publish' },
    schema: {
      operationId: 'tryCriteria',
      tags: ['rankings'],
      summary: 'Try a set of criteria on a year',
      description: 'The ranks that it would give, who would move against another set, and what a tenth more or less of each weight would do. Nothing is kept. / Thử bộ tiêu chí: thứ hạng, so sánh và độ nhạy theo trọng số ±10 %.',
      params: z.object({ set: SetCode }),
      querystring: z.strictObject({}),
      body: TrialRequest,
      response: { 200: Trial, ...problems(400, 404, 503) },
    },
  }, async (request) => {
    const [{ set: code }, { year, against }, today] = [request.params, request.body, dayAsked(request)]
    if (`${year}-01-01` > today) throw badRequest('year', 'has not begun yet')
    const end = lastDayOf(year)
    const figures = await readYear(app.db, { year, asOf: end < today ? end : today })
    const set = await findCriteriaSet(app.db, code, figures.position)
    if (!set) throw noSet(code)
    const other = against === undefined ? undefined : await findCriteriaSet(app.db, against, figures.position)
    if (against !== undefined && !other) throw badRequest('against', `there is no set ${against}`)
    const missing = [set, ...other ? [other] : []].flatMap((one) => missingOf(one, figures))
    if (missing.length > 0) throw badRequest('year', `has no values of ${[...new Set(missing)].join(', ')}`)
    return tryCriteria(set, other, figures, languageOf(request))
  })
}

export default routes

const present = (set: KnownSet) => ({ ...set, status: set.status as 'draft', criteria: [...set.criteria] })
const noSet = (code: string) => notFound({ vi: `Không có bộ tiêu chí ${code}.`, en: `There is no set of criteria ${code}.` })
