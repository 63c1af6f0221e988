import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { formatAsked } from '../http/asked.ts'
import { languageOf } from '../http/language.ts'
import { answerList, LIST_FORMATS } from '../http/list-file.ts'
import { atMomentAsked } from '../http/moment.ts'
import { decodeCursor, DEFAULT_LIMIT, encodeCursor, linkNext } from '../http/page.ts'
import { badRequest, problems } from '../http/problem.ts'
import { Day } from '../http/query.ts'
import { lineageAsked, presentProgress, presentTask } from './presentation.ts'
import { noTask } from './problems.ts'
import { countTasks, listProgress, listTasks } from './queries.ts'
import { ListTasksQuery, MomentQuery, Number_, PlanCode, Task, TaskPage, TaskRecord } from './schemas.ts'

const After = z.object({ due: z.union([z.literal('-infinity'), Day]), plan: z.string(), rank: z.int().min(0).max(2 ** 31 - 1) })

const routes: FastifyPluginAsyncZod = async (app) => {
  app.get('/plans/tasks', {
    config: { access: 'public', isOfRegister: true, formats: LIST_FORMATS },
    schema: {
      operationId: 'listTasks',
      tags: ['plans'],
      summary: 'List the tasks of all plans',
      description: 'Of a plan, a body, a locality; those that are overdue, or due soon. `agency` finds what bodies were given that it took over from. / Các nhiệm vụ, nhiệm vụ quá hạn, sắp đến hạn.',
      querystring: ListTasksQuery,
      response: { 200: TaskPage, ...problems(400, 503) },
    },
  }, async (request, reply) => {
    const { asof, knownat, cursor, format: _format, limit, total, province, division, duewithin, ...asked } = request.query
    if (asked.role !== undefined && asked.agency === undefined) throw badRequest('role', 'needs an agency')
    const after = decodeCursor(cursor, After, request.query)
    const most = limit ?? (formatAsked(request) === 'json' ? DEFAULT_LIMIT : undefined)
    const { rows, ...about } = await atMomentAsked(app.db, request, { asof, knownat }, async (tx, moment) => {
      const view = { ...moment, language: languageOf(request) }
      const filter = { ...asked, within: duewithin, localities: await lineageAsked(tx, { province, division }, moment.knownAt) }
      const rows = await listTasks(tx, filter, view, { after, limit: most === undefined ? undefined : most + 1 })
      return { rows, ...total && { total: await countTasks(tx, filter, view) } }
    })
    const shown = most === undefined ? rows : rows.slice(0, most)
    const last = shown.at(-1)
    const due = asked.overdue === true || duewithin !== undefined ? last?.due ?? null : null
    const next = last && rows.length > shown.length ? encodeCursor({ due: due ?? '-infinity', plan: last.plan, rank: last.rank }, request.query) : null
    linkNext(request, reply, next)
    return answerList(request, reply, `tasks-${about.position}`, Task, { items: shown.map(presentTask), next, ...about })
  })

  app.get('/plans/:plan/tasks/:task', {
    config: { access: 'public', isOfRegister: true },
    schema: {
      operationId: 'getTask',
      tags: ['plans'],
      summary: 'Get a task with its parts and all that was told of it',
      description: 'Its log of progress has the newest first. / Một nhiệm vụ và nhật ký tiến độ.',
      params: z.object({ plan: PlanCode, task: Number_ }),
      querystring: MomentQuery,
      response: { 200: TaskRecord, ...problems(400, 404, 503) },
    },
  }, async (request) => {
    const { plan, task: number } = request.params
    const { position: _position, ...task } = await atMomentAsked(app.db, request, request.query, async (tx, moment) => {
      const view = { ...moment, language: languageOf(request) }
      const rows = await listTasks(tx, { plan }, view)
      const row = rows.find((one) => one.number === number)
      if (!row) throw noTask(`${plan}/${number}`)
      return { ...presentTask(row), children: rows.filter(({ parent }) => parent === number).map(presentTask), progress: (await listProgress(tx, `${plan}/${number}`, view)).map(presentProgress) }
    })
    return task
  })
}

export default routes
