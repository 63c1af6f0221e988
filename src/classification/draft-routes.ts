import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { authorOf } from '../auth/schemas.ts'
import { dayAsked, standsAt } from '../http/asked.ts'
import { languageOf } from '../http/language.ts'
import { badRequest, notFound, problems, unavailable } from '../http/problem.ts'
import { atOnePosition } from '../journal/snapshot.ts'
import { listProvinces } from '../localities/queries.ts'
import { adoptRuleSet } from './adoption-commands.ts'
import { draftRuleSet } from './draft-commands.ts'
import type { DraftRow } from './draft-queries.ts'
import { countByRules, findDraft } from './draft-queries.ts'
import { Adoption, AdoptionRequest, Draft, DraftCode, DraftRequest, RuleSetTrial, TrialRequest } from './draft-schemas.ts'
import { compareRules } from './draft-trial.ts'
import { findRuleSet } from './queries.ts'
import { asProblems } from './refusal.ts'

const params = z.object({ draft: DraftCode })

const routes: FastifyPluginAsyncZod = async (app) => {
  app.get('/classification/rulesets/:draft', {
    config: { access: 'public', isOfRegister: true },
    schema: {
      operationId: 'getRuleSetDraft',
      tags: ['classification'],
      summary: 'Get a draft of rules',
      description: 'Rules that somebody thinks about: they classify nothing. Those in force are in the list. / Bản thảo bộ quy tắc.',
      params,
      querystring: z.strictObject({}),
      response: { 200: Draft, ...problems(400, 404, 503) },
    },
  }, async (request) => await atOnePosition(app.db, async (tx, position) => {
    const draft = await findDraft(tx, request.params.draft)
    if (!draft) throw noDraft(request.params.draft)
    standsAt(request, position)
    return present(draft)
  }))

  app.put('/classification/rulesets/:draft', {
    config: { access: 'publish' },
    schema: {
      operationId: 'draftRuleSet',
      tags: ['classification'],
      summary: 'Draft rules',
      description: 'To be tried. A draft classifies nothing, and the same again changes nothing. / Soạn bản thảo bộ quy tắc.',
      params,
      querystring: z.strictObject({}),
      body: DraftRequest,
      response: { 200: Draft, ...problems(400, 503) },
    },
  }, async (request) => present(await draftRuleSet(app.db, { code: request.params.draft, ...request.body }, authorOf(request))))

  app.post('/classification/rulesets/:draft/trial', {
    config: { access: 'publish' },
    schema: {
      operationId: 'tryRuleSet',
      tags: ['classification'],
      summary: 'Try a draft of rules on the register',
      description: 'What it would do to every count of active enterprises: before and after, for the nation and each province, and what would become what. What officers have decided stays. Reads the whole register once, and keeps nothing. / Thử bản thảo bộ quy tắc trên toàn bộ dữ liệu.',
      params,
      querystring: z.strictObject({}),
      body: TrialRequest,
      response: { 200: RuleSetTrial, ...problems(400, 404, 503) },
    },
  }, async (request) => {
    const { draft: code } = request.params
    const today = dayAsked(request)
    const { day = today } = request.body
    if (day < today) throw badRequest('day', 'must not be in the past: what the rules make of the register is tried on what it tells of now')
    return await atOnePosition(app.db, async (tx, position) => {
      const [draft, inForce] = [await findDraft(tx, code), await findRuleSet(tx, today)]
      if (!draft) throw noDraft(code)
      if (!inForce) throw unavailable(new Error('no rule set is loaded'))
      const provinces = (await listProvinces(tx, '2025', today)).map(({ code: own, name, nameEn }) => ({ code: own, name: languageOf(request) === 'vi' ? name : nameEn }))
      return { draft: code, ruleSet: inForce.version, day, position, ...compareRules(await countByRules(tx, draft, day), provinces) }
    })
  })

  app.post('/classification/rulesets/:draft/adoption', {
    config: { access: 'publish' },
    schema: {
      operationId: 'adoptRuleSet',
      tags: ['classification'],
      summary: 'Put a draft of rules in force',
      description: 'From a day on, as one block of the register: each enterprise of which it says something else since that day has a new version, and what was known before stays known. What officers have decided stays. Reads the whole register once; runs that are open have to be sent again. / Đưa bộ quy tắc vào áp dụng.',
      params,
      querystring: z.strictObject({}),
      body: AdoptionRequest,
      response: { 201: Adoption, ...problems(400, 404, 409, 412, 503) },
    },
  }, async (request, reply) => {
    const adopted = await asProblems(() => adoptRuleSet(app.db, { draft: request.params.draft, ...request.body }, { today: dayAsked(request), by: authorOf(request) }))
    return reply.code(201).header('location', '/v1/classification/rulesets').send(adopted)
  })
}

export default routes

const present = ({ code, startUpYears, largeCapitalVnd, scope, summary, setAt, recordedFrom }: DraftRow) =>
  ({ code, startUpYears, largeCapitalVnd, scope, summary, setAt: setAt.toISOString(), position: recordedFrom })
const noDraft = (code: string) => notFound({ vi: `Không có bản thảo ${code}.`, en: `There is no draft ${code}.` })
