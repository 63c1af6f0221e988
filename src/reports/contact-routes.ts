import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { authorOf, requireScope } from '../auth/schemas.ts'
import { dayAsked } from '../http/asked.ts'
import { notFound, problems } from '../http/problem.ts'
import { findProvince } from '../localities/queries.ts'
import { asPrivate } from './asked-report.ts'
import { setContacts } from './contact-commands.ts'
import { findContacts } from './contact-queries.ts'
import letterRoutes from './letter-routes.ts'
import { Contacts, ContactsRequest, Locality } from './submission-schemas.ts'

const params = z.object({ locality: Locality })

/** Where localities want to be written to. */
const routes: FastifyPluginAsyncZod = async (app) => {
  await app.register(letterRoutes)

  const check = async (code: string, day: string) => {
    if (!await findProvince(app.db, '2025', code, day)) throw notFound({ vi: `Không có địa phương ${code}.`, en: `There is no locality ${code}.` })
  }

  app.get('/report-contacts/:locality', {
    config: { access: 'reports' },
    schema: {
      operationId: 'getReportContacts', tags: ['reports'], summary: 'Get where a locality is reminded', description: 'For the locality and the ministry only. / Địa chỉ nhận nhắc báo cáo.',
      params, querystring: z.strictObject({}), response: { 200: Contacts, ...problems(400, 404, 503) },
    },
  }, async (request, reply) => {
    const { locality } = request.params
    requireScope(request.caller, 'reports', locality)
    await check(locality, dayAsked(request))
    asPrivate(reply)
    return { locality, addresses: await findContacts(app.db, locality) }
  })

  app.put('/report-contacts/:locality', {
    config: { access: 'reports' },
    schema: {
      operationId: 'setReportContacts', tags: ['reports'], summary: 'Set where a locality is reminded', description: 'Mailboxes of the agency, at most five: each gets a letter when a report is due or overdue, and when it was accepted or returned, where the service has a mail server. / Đặt địa chỉ nhận nhắc báo cáo.',
      params, querystring: z.strictObject({}), body: ContactsRequest, response: { 200: Contacts, ...problems(400, 404, 503) },
    },
  }, async (request, reply) => {
    const { locality } = request.params
    requireScope(request.caller, 'reports', locality)
    await check(locality, dayAsked(request))
    asPrivate(reply)
    return { locality, addresses: await setContacts(app.db, locality, request.body.addresses, authorOf(request)) }
  })
}

export default routes
