import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { languageOf, speak } from '../http/language.ts'
import { problems, unavailable } from '../http/problem.ts'
import { findRuleSet, listCategories, listRuleSets } from './queries.ts'
import { CategoryList, RuleSetList } from './schemas.ts'

const SOURCE = { vi: 'Chỉ thị 01/CT-TTg, 14/01/2020', en: 'Directive 01/CT-TTg of 14 January 2020' }

const routes: FastifyPluginAsyncZod = async (app) => {
  app.get('/categories', {
    config: { access: 'public' },
    schema: {
      operationId: 'listCategories',
      tags: ['classification'],
      summary: 'List the four categories',
      description: 'The categories of digital technology enterprises in Directive 01/CT-TTg, repeated in letter 1080/BTTTT-CNTT. / Bốn nhóm doanh nghiệp công nghệ số.',
      querystring: z.strictObject({}),
      response: { 200: CategoryList, ...problems(503) },
    },
  }, async (request, reply) => {
    const language = languageOf(request)
    const rows = await listCategories(app.db)
    speak(reply, language)
    return {
      items: rows.map((row) => ({
        code: row.code as 'i',
        name: language === 'vi' ? row.name : row.nameEn,
        description: language === 'vi' ? row.description : row.descriptionEn,
        source: SOURCE[language],
      })),
    }
  })

  app.get('/classification/rulesets', {
    config: { access: 'public' },
    schema: {
      operationId: 'listRuleSets',
      tags: ['classification'],
      summary: 'List the rule sets',
      description: 'What a category is derived from. Every enterprise and every figure names the version it rests on. / Các bộ quy tắc phân loại.',
      querystring: z.strictObject({}),
      response: { 200: RuleSetList, ...problems(503) },
    },
  }, async (request, reply) => {
    const language = languageOf(request)
    const [rows, inForce] = [await listRuleSets(app.db), await findRuleSet(app.db)]
    if (!inForce) throw unavailable(new Error('no rule set is loaded'))
    speak(reply, language)
    return {
      items: rows.map(({ version, startUpYears, largeCapitalVnd, summary, summaryEn }) => ({ version, startUpYears, largeCapitalVnd, summary: language === 'vi' ? summary : summaryEn })),
      inForce: inForce.version,
    }
  })
}

export default routes
