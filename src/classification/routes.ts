import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { dayAsked, standsAt } from '../http/asked.ts'
import { languageOf } from '../http/language.ts'
import { answerList, LIST_FORMATS, ListFormat } from '../http/list-file.ts'
import { problems, unavailable } from '../http/problem.ts'
import { atOnePosition } from '../journal/snapshot.ts'
import { inForceOn, listCategories, listRuleSets } from './queries.ts'
import { CategoryItem, CategoryList, RuleSetItem, RuleSetList } from './schemas.ts'

const SOURCE = { vi: 'Chỉ thị 01/CT-TTg, 14/01/2020', en: 'Directive 01/CT-TTg of 14 January 2020' }

const routes: FastifyPluginAsyncZod = async (app) => {
  app.get('/categories', {
    config: { access: 'public', isOfRegister: true, formats: LIST_FORMATS },
    schema: {
      operationId: 'listCategories',
      tags: ['classification'],
      summary: 'List the four categories',
      description: 'The categories of digital technology enterprises in Directive 01/CT-TTg, repeated in letter 1080/BTTTT-CNTT. / Bốn nhóm doanh nghiệp công nghệ số.',
      querystring: z.strictObject({ format: ListFormat }),
      response: { 200: CategoryList, ...problems(400, 406, 503) },
    },
  }, async (request, reply) => {
    const language = languageOf(request)
    return await atOnePosition(app.db, async (tx, position) => {
      standsAt(request, position)
      const items = (await listCategories(tx)).map((row) => ({
        code: row.code as 'i',
        name: language === 'vi' ? row.name : row.nameEn,
        description: language === 'vi' ? row.description : row.descriptionEn,
        source: SOURCE[language],
      }))
      return answerList(request, reply, 'categories', CategoryItem, { items, position })
    })
  })

  app.get('/classification/rulesets', {
    config: { access: 'public', isOfRegister: true, formats: LIST_FORMATS },
    schema: {
      operationId: 'listRuleSets',
      tags: ['classification'],
      summary: 'List the rule sets',
      description: 'What a category is derived from. Every enterprise and every figure names the version it rests on. / Các bộ quy tắc phân loại.',
      querystring: z.strictObject({ format: ListFormat }),
      response: { 200: RuleSetList, ...problems(400, 406, 503) },
    },
  }, async (request, reply) => {
    const language = languageOf(request)
    return await atOnePosition(app.db, async (tx, position) => {
      standsAt(request, position)
      const rows = await listRuleSets(tx)
      const inForce = inForceOn(rows, dayAsked(request))
      if (!inForce) throw unavailable(new Error('no rule set is loaded'))
      const items = rows.map(({ version, startUpYears, largeCapitalVnd, scope, inForceFrom, draft, summary, summaryEn }) => ({ version, startUpYears, largeCapitalVnd, scope, inForceFrom, draft, summary: language === 'vi' ? summary : summaryEn }))
      return answerList(request, reply, 'rulesets', RuleSetItem, { items, inForce: inForce.version, position })
    })
  })
}

export default routes
