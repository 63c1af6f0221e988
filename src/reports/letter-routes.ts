import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { formatAsked } from '../http/asked.ts'
import { answerList, LIST_FORMATS } from '../http/list-file.ts'
import { problems } from '../http/problem.ts'
import { ACCESS, asPrivate, mayReport } from './asked-report.ts'
import { listMails } from './contact-queries.ts'
import { findCycle } from './queries.ts'
import { noCycle } from './refusal.ts'
import { keyOf, listReporters } from './reporter-queries.ts'
import { CycleCode, Formats } from './schemas.ts'
import { LetterItem, LetterList } from './submission-schemas.ts'

/** What was written to whom, and whether it arrived at the mail server. */
const routes: FastifyPluginAsyncZod = async (app) => {
  app.get('/reports/:cycle/letters', {
    config: { access: ACCESS, formats: LIST_FORMATS },
    schema: {
      operationId: 'listReportLetters', tags: ['reports'], summary: 'List the letters of a cycle',
      description: 'Reminders, and what became of reports, one for each mailbox: sent, waiting or given up with the reason. Of those that the key is for. / Thư nhắc báo cáo đã gửi.',
      params: z.object({ cycle: CycleCode }), querystring: Formats, response: { 200: LetterList, ...problems(400, 404, 503) },
    },
  }, async (request, reply) => {
    const cycle = await findCycle(app.db, request.params.cycle)
    if (!cycle) throw noCycle(request.params.cycle)
    const keys = new Map((await listReporters(app.db, cycle)).map((one) => [one.code, one.keys]))
    const mine = (await listMails(app.db, cycle.code)).filter(({ locality }) => mayReport(request.caller, keys.get(locality) ?? [keyOf(locality)]))
    const items = mine.map(({ locality, kind, address, tries, failure, writtenAt, sentAt, givenUpAt }) => ({
      locality, kind, address, state: sentAt ? 'sent' as const : givenUpAt ? 'given-up' as const : 'waiting' as const, writtenAt: writtenAt.toISOString(), sentAt: sentAt?.toISOString() ?? null, tries, failure,
    }))
    asPrivate(reply)
    if (formatAsked(request) !== 'json') return answerList(request, reply, `letters-${cycle.code}`, LetterItem, { items }) as never
    return { items }
  })
}

export default routes
