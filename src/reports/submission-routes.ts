import type { FastifyReply, FastifyRequest } from 'fastify'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { authorOf } from '../auth/schemas.ts'
import { dayOf, daysBetween } from '../calendar.ts'
import { formatAsked } from '../http/asked.ts'
import { sendJson } from '../http/body.ts'
import { tagOfWorkingCopy } from '../http/entity-tag.ts'
import { languageOf } from '../http/language.ts'
import { answerList, LIST_FORMATS } from '../http/list-file.ts'
import { badRequest, invalidRequest, problems } from '../http/problem.ts'
import { canonicalJson } from '../journal/canonical.ts'
import { atOnePosition } from '../journal/snapshot.ts'
import { ACCESS, asPrivate, mayReport, ReportParams, reportAsked, reporterIn, seenBy } from './asked-report.ts'
import attachmentRoutes from './attachment-routes.ts'
import contactRoutes from './contact-routes.ts'
import { asOfOf, dueAtOf, isLate } from './cycle.ts'
import { figuresFor, provenanceOf } from './figures.ts'
import { findCycle } from './queries.ts'
import { asProblems, noAttempt, noCycle } from './refusal.ts'
import { listReporters } from './reporter-queries.ts'
import { Formats } from './schemas.ts'
import { reviewReport, submitReport, writeReport } from './submission-commands.ts'
import type { Target } from './submission-commands.ts'
import { submissionDocument } from './submission-document.ts'
import { presentSubmission } from './submission-presentation.ts'
import { findAttempt, findSubmission, listAttachments, listAttempts, listStanding, readCounts } from './submission-queries.ts'
import { DocumentQuery, IfMatch, ReviewRequest, Standing, StandingItem, Submission, SubmissionDocument, SubmissionRequest } from './submission-schemas.ts'
import { faultsOfContent } from './template.ts'

const params = ReportParams
const iso = (at: Date | null) => at?.toISOString() ?? null

const routes: FastifyPluginAsyncZod<{ now: () => Date }> = async (app, { now }) => {
  await app.register(attachmentRoutes)
  await app.register(contactRoutes)

  /** The report as it stands, with the tag of its version. */
  async function answer (request: FastifyRequest, reply: FastifyReply, { cycle, reporter }: Omit<Target, 'seen'>) {
    const [code, locality] = [cycle.code, reporter.code]
    const at = now()
    const row = await findSubmission(app.db, code, locality)
    const tried = await listAttempts(app.db, code, locality)
    const frozen = row && (row.state === 'submitted' || row.state === 'accepted') ? await findAttempt(app.db, code, locality, tried.length) : undefined
    const counts = frozen ? undefined : await readCounts(app.db, { asOf: asOfOf(cycle.period, at), division: cycle.division })
    const body = presentSubmission({ cycle, reporter, row, tried, attached: await listAttachments(app.db, code, locality), today: dayOf(at), language: languageOf(request) },
      frozen ? { document: frozen.document } : { figures: figuresFor(counts!, reporter.place), provenance: provenanceOf(counts!) })
    asPrivate(reply).header('etag', tagOfWorkingCopy(body.version, canonicalJson(body)))
    return body
  }

  app.get('/reports/:cycle/standing', {
    config: { access: ACCESS, formats: LIST_FORMATS },
    schema: {
      operationId: 'getReportStanding', tags: ['reports'], summary: 'Who has submitted, who is missing, late or returned',
      description: 'Of the localities or bodies that the key is for: all of them with `reports:*`. / Tình trạng báo cáo của các địa phương, cơ quan.',
      params: params.pick({ cycle: true }), querystring: Formats, response: { 200: Standing, ...problems(400, 404, 503) },
    },
  }, async (request, reply) => await atOnePosition(app.db, async (tx, position) => {
    const cycle = await findCycle(tx, request.params.cycle)
    if (!cycle) throw noCycle(request.params.cycle)
    const today = dayOf(now())
    const reporters = (await listReporters(tx, cycle)).filter(({ keys }) => mayReport(request.caller, keys))
    const isVi = languageOf(request) === 'vi'
    const items = (await listStanding(tx, cycle, reporters, today)).map(({ reporter, submittedAt, returnedAt, acceptedAt, updatedAt, ...rest }) =>
      ({ code: reporter.code, name: isVi ? reporter.name : reporter.nameEn, ...rest, submittedAt: iso(submittedAt), returnedAt: iso(returnedAt), acceptedAt: iso(acceptedAt), updatedAt: iso(updatedAt) }))
    asPrivate(reply)
    if (formatAsked(request) !== 'json') return answerList(request, reply, `standing-${cycle.code}`, StandingItem, { items }) as never
    return { cycle: cycle.code, dueAt: dueAtOf(cycle.dueOn), daysLeft: daysBetween(today, cycle.dueOn), items, position }
  }))

  app.get('/reports/:cycle/submissions/:locality', {
    config: { access: ACCESS },
    schema: {
      operationId: 'getSubmission', tags: ['reports'], summary: 'Get the report of a locality or a body',
      description: 'A body of a locality reports with `reports:{province}` of that, any other with `submit:{agency}`. Of a draft with the figures of the registry as they are now; once submitted, with those that were frozen. Its `ETag` is what `If-Match` wants. / Báo cáo của một địa phương, cơ quan.',
      params, querystring: z.strictObject({}), response: { 200: Submission, ...problems(400, 404, 503) },
    },
  }, async (request, reply) => await answer(request, reply, await reportAsked(app.db, request, request.params)))

  app.put('/reports/:cycle/submissions/:locality', {
    config: { access: ACCESS },
    schema: {
      operationId: 'writeSubmission', tags: ['reports'], summary: 'Write the report of a locality or a body',
      description: 'As a draft, or again after it was returned; it may lack what is needed until it is submitted. Figures are filled in by the registry: comment on them, nobody edits them. / Soạn báo cáo.',
      params, querystring: z.strictObject({}), headers: IfMatch, body: SubmissionRequest, response: { 200: Submission, ...problems(400, 404, 409, 412, 428, 503) },
    },
  }, async (request, reply) => {
    const report = await reportAsked(app.db, request, request.params)
    const seen = seenBy(request.headers['if-match'])
    const faults = faultsOfContent(report.cycle.template, request.body.answers, request.body.comments)
    if (faults.length > 0) throw invalidRequest(faults)
    await asProblems(writeReport(app.db, { ...report, seen }, request.body, authorOf(request)))
    return await answer(request, reply, report)
  })

  app.post('/reports/:cycle/submissions/:locality/submit', {
    config: { access: ACCESS },
    schema: {
      operationId: 'submitSubmission', tags: ['reports'], summary: 'Submit the report of a locality or a body',
      description: 'Freezes it with the figures of the registry and what they rest on. After the last second of the last day in Vietnam it is taken and marked late. / Gửi báo cáo.',
      params, querystring: z.strictObject({}), headers: IfMatch, response: { 200: Submission, ...problems(400, 404, 409, 412, 428, 503) },
    },
  }, async (request, reply) => {
    const report = await reportAsked(app.db, request, request.params)
    await asProblems(submitReport(app.db, { ...report, seen: seenBy(request.headers['if-match']) }, now(), authorOf(request)))
    return await answer(request, reply, report)
  })

  app.post('/reports/:cycle/submissions/:locality/review', {
    config: { access: 'publish' },
    schema: {
      operationId: 'reviewSubmission', tags: ['reports'], summary: 'Accept a report, or return it',
      description: 'A report is returned with what is to be mended; its reporter writes on and submits again. What was accepted stays so. / Tiếp nhận hoặc trả lại báo cáo.',
      params, querystring: z.strictObject({}), headers: IfMatch, body: ReviewRequest, response: { 200: Submission, ...problems(400, 404, 409, 412, 428, 503) },
    },
  }, async (request, reply) => {
    const { cycle: code, locality } = request.params
    const cycle = await findCycle(app.db, code)
    if (!cycle) throw noCycle(code)
    const report = { cycle, reporter: await reporterIn(app.db, cycle, locality) }
    const seen = seenBy(request.headers['if-match'])
    const { outcome, comments } = request.body
    if (outcome === 'returned' && comments.length === 0) throw badRequest('comments', 'must say what is to be mended')
    const faults = comments.flatMap(({ section }, i) => section === null || cycle.template.sections.some((one) => one.code === section) ? [] : [{ path: `comments.${i}.section`, message: 'is no section of the template' }])
    if (faults.length > 0) throw invalidRequest(faults)
    await asProblems(reviewReport(app.db, { ...report, seen }, { outcome, comments }, authorOf(request)))
    return await answer(request, reply, report)
  })

  app.get('/reports/:cycle/submissions/:locality/document', {
    config: { access: ACCESS },
    schema: {
      operationId: 'getSubmissionDocument', tags: ['reports'], summary: 'Get a report in the bytes in which it was submitted',
      description: 'Of an attempt, in the very bytes that its checksum proves; without one, what would be submitted now. / Văn bản báo cáo đã gửi.',
      params, querystring: DocumentQuery, response: { 200: SubmissionDocument, ...problems(400, 404, 503) },
    },
  }, async (request, reply) => {
    const { cycle, reporter } = await reportAsked(app.db, request, request.params)
    const [code, locality, at] = [cycle.code, reporter.code, now()]
    asPrivate(reply)
    const { attempt } = request.query
    if (attempt !== undefined) {
      const found = await findAttempt(app.db, code, locality, Number(attempt))
      if (!found) throw noAttempt(attempt)
      return sendJson(reply, found.document)
    }
    const counts = await readCounts(app.db, { asOf: asOfOf(cycle.period, at), division: cycle.division })
    const row = await findSubmission(app.db, code, locality)
    const content = { answers: row?.answers ?? [], comments: row?.comments ?? [], attachments: await listAttachments(app.db, code, locality) }
    const next = (await listAttempts(app.db, code, locality)).length + 1
    return sendJson(reply, canonicalJson(submissionDocument({ cycle, reporter, attempt: next, submittedAt: at, isLate: row?.isLate ?? isLate(at, cycle.dueOn), figures: figuresFor(counts, reporter.place), provenance: provenanceOf(counts), content })))
  })
}

export default routes
