import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { authorOf } from '../auth/schemas.ts'
import { standsAt } from '../http/asked.ts'
import { answerList, LIST_FORMATS, ListFormat } from '../http/list-file.ts'
import { notFound, problems } from '../http/problem.ts'
import { atOnePosition } from '../journal/snapshot.ts'
import { publishOpenSource } from './commands.ts'
import type { OpenSourceList as Row } from './queries.ts'
import { findOpenSource, listOpenSource } from './queries.ts'
import { ListVersion, OpenSourceItem, OpenSourceList, OpenSourceLists, OpenSourceRequest, Software } from './schemas.ts'

/** The recommended list of open-source software, version by version. */
const routes: FastifyPluginAsyncZod = async (app) => {
  app.get('/open-source', {
    config: { access: 'public', isOfRegister: true, formats: LIST_FORMATS },
    schema: {
      operationId: 'listOpenSourceLists', tags: ['recognition'], summary: 'List the versions of the recommended open-source list',
      description: 'The newest first; none where none was published. / Các phiên bản danh mục phần mềm nguồn mở khuyến nghị.',
      querystring: z.strictObject({ format: ListFormat }), response: { 200: OpenSourceLists, ...problems(400, 503) },
    },
  }, async (request, reply) => await atOnePosition(app.db, async (tx, position) => {
    standsAt(request, position)
    return answerList(request, reply, 'open-source', OpenSourceItem, { items: (await listOpenSource(tx)).map((row) => ({ ...about(row), software: row.items.length })), position })
  }))

  app.get('/open-source/:version', {
    config: { access: 'public', isOfRegister: true, formats: LIST_FORMATS },
    schema: {
      operationId: 'getOpenSourceList', tags: ['recognition'], summary: 'Get a version of the recommended open-source list',
      description: 'A version never changes. / Một phiên bản danh mục phần mềm nguồn mở khuyến nghị.',
      params: z.object({ version: ListVersion }), querystring: z.strictObject({ format: ListFormat }), response: { 200: OpenSourceList, ...problems(400, 404, 503) },
    },
  }, async (request, reply) => await atOnePosition(app.db, async (tx, position) => {
    const { version } = request.params
    const row = await findOpenSource(tx, version)
    if (!row) throw notFound({ vi: `Chưa có phiên bản ${version}.`, en: `There is no version ${version}.` })
    standsAt(request, position)
    return answerList(request, reply, `open-source-${version}`, Software, { ...about(row), items: row.items.map((one) => ({ ...one, tested: one.tested ?? null })) })
  }))

  app.post('/open-source', {
    config: { access: 'publish' },
    schema: {
      operationId: 'publishOpenSourceList', tags: ['recognition'], summary: 'Publish the next version of the recommended open-source list',
      description: 'It gets the next number; those before stay as they are. / Công bố phiên bản mới của danh mục phần mềm nguồn mở.',
      querystring: z.strictObject({}), body: OpenSourceRequest, response: { 201: OpenSourceItem, ...problems(400, 415, 503) },
    },
  }, async (request, reply) => {
    const row = await publishOpenSource(app.db, request.body, authorOf(request))
    return reply.code(201).header('location', `/v1/open-source/${row.version}`).send({ ...about(row), software: row.items.length })
  })
}

export default routes

const about = ({ version, title, recommendedBy, document, publishedAt, recordedFrom }: Row) => ({ version, title, recommendedBy, document, publishedAt: publishedAt.toISOString(), position: recordedFrom })
