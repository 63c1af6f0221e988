import { createHash } from 'node:crypto'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { authorOf } from '../auth/schemas.ts'
import { HttpProblem, invalidRequest, problems } from '../http/problem.ts'
import { ACCESS, asPrivate, ReportParams, reportAsked, seenBy } from './asked-report.ts'
import { judgeFile, MAX_BYTES, MEDIA_TYPES, UnfitFile } from './attachment-file.ts'
import { asProblems, noAttachment, noAttempt } from './refusal.ts'
import { attachFile, detachFile, MOST_ATTACHMENTS } from './submission-commands.ts'
import { findAttachment, findAttachmentOf, findAttempt, listAttachments } from './submission-queries.ts'
import { Attachment, AttachmentQuery, FileName, IfMatch } from './submission-schemas.ts'

const params = ReportParams.extend({ name: FileName })
const AttachmentList = z.object({ items: z.array(Attachment).max(100) }).meta({ id: 'ReportAttachmentList', description: 'Files that are attached.' })
const ANY = 'application/octet-stream'
const TYPES = [...Object.values(MEDIA_TYPES), ANY]

/** Files that are attached to a report. What a file is its bytes say; its name has to agree with them. */
const routes: FastifyPluginAsyncZod = async (app) => {
  app.addContentTypeParser(TYPES, { parseAs: 'buffer', bodyLimit: MAX_BYTES }, (_request, body, done) => done(null, body))

  app.put('/reports/:cycle/submissions/:locality/attachments/:name', {
    config: { access: ACCESS },
    bodyLimit: MAX_BYTES,
    schema: {
      operationId: 'attachFile', tags: ['reports'], summary: 'Attach a file to a report',
      description: `PDF, DOCX, XLSX, PNG or JPEG, at most ${MAX_BYTES / 2 ** 20} MiB and ${MOST_ATTACHMENTS} files a report. What it is its bytes say: what is called otherwise, holds macros or unpacks to more than 100 MiB is refused. One of the same name takes the place of the other. / Đính kèm tệp.`,
      params, querystring: z.strictObject({}), headers: IfMatch, consumes: TYPES,
      body: z.unknown().meta({ type: 'string', format: 'binary', maxLength: MAX_BYTES, description: 'The bytes of the file.' }),
      response: { 200: Attachment, ...problems(400, 404, 409, 412, 413, 415, 428, 503) },
    },
  }, async (request, reply) => {
    const { params: { name, ...place }, body } = request
    const report = await reportAsked(app.db, request, place)
    const seen = seenBy(request.headers['if-match'])
    if (!Buffer.isBuffer(body)) throw new HttpProblem('unsupported-media-type')
    const mediaType = await judgeFile(name, body).catch((err: unknown) => { throw err instanceof UnfitFile ? invalidRequest([{ path: 'body', message: err.message }]) : err })
    const sha256 = createHash('sha256').update(body).digest('hex')
    await asProblems(attachFile(app.db, { ...report, seen }, { name: name.normalize('NFC'), mediaType, bytes: body, sha256 }, authorOf(request)))
    asPrivate(reply)
    return { name: name.normalize('NFC'), mediaType, size: body.length, sha256 }
  })

  app.get('/reports/:cycle/submissions/:locality/attachments', {
    config: { access: ACCESS },
    schema: {
      operationId: 'listAttachments', tags: ['reports'], summary: 'List the files that are attached to a report', description: 'As it stands now; what an attempt had is in its document. / Các tệp đính kèm.',
      params: ReportParams, querystring: z.strictObject({}), response: { 200: AttachmentList, ...problems(400, 404, 503) },
    },
  }, async (request, reply) => {
    const { cycle, reporter } = await reportAsked(app.db, request, request.params)
    asPrivate(reply)
    return { items: await listAttachments(app.db, cycle.code, reporter.code) }
  })

  app.get('/reports/:cycle/submissions/:locality/attachments/:name', {
    config: { access: ACCESS },
    schema: {
      operationId: 'getAttachment', tags: ['reports'], summary: 'Download an attached file', description: 'As it is attached now, or as it was submitted with an attempt. To be kept, never to be shown in a page of this service. / Tải tệp đính kèm.',
      params, querystring: AttachmentQuery,
      response: {
        200: { description: 'The file.', content: Object.fromEntries(TYPES.map((type) => [type, { schema: z.string().max(MAX_BYTES).meta({ description: 'The bytes of the file.', format: 'binary', examples: [''] }) }])) },
        ...problems(400, 404, 503),
      },
    },
  }, async (request, reply) => {
    const { params: { name, ...place }, query: { attempt } } = request
    const { cycle, reporter } = await reportAsked(app.db, request, place)
    const tried = attempt === undefined ? undefined : await findAttempt(app.db, cycle.code, reporter.code, Number(attempt))
    if (attempt !== undefined && !tried) throw noAttempt(attempt)
    const file = tried ? await findAttachmentOf(app.db, tried, name.normalize('NFC')) : await findAttachment(app.db, cycle.code, reporter.code, name.normalize('NFC'))
    if (!file) throw noAttachment()
    asPrivate(reply).type(file.mediaType).header('content-disposition', `attachment; filename*=UTF-8''${encodeURIComponent(name.normalize('NFC'))}`)
    return reply.send(file.bytes as never) as never
  })

  app.delete('/reports/:cycle/submissions/:locality/attachments/:name', {
    config: { access: ACCESS },
    schema: {
      operationId: 'detachFile', tags: ['reports'], summary: 'Take a file off a report', description: 'What was submitted with it keeps it. / Gỡ tệp đính kèm.',
      params, querystring: z.strictObject({}), headers: IfMatch, response: { 200: AttachmentList, ...problems(400, 404, 409, 412, 428, 503) },
    },
  }, async (request, reply) => {
    const { name, ...place } = request.params
    const report = await reportAsked(app.db, request, place)
    await asProblems(detachFile(app.db, { ...report, seen: seenBy(request.headers['if-match']) }, name.normalize('NFC'), authorOf(request)))
    asPrivate(reply)
    return { items: await listAttachments(app.db, report.cycle.code, report.reporter.code) }
  })
}

export default routes
