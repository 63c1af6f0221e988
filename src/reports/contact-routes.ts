import type { FastifyRequest } from 'fastify'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { followBodies } from '../agencies/queries.ts'
import { authorOf } from '../auth/schemas.ts'
import { dayAsked } from '../http/asked.ts'
import { notFound, problems } from '../http/problem.ts'
import { findProvince } from '../localities/queries.ts'
import { ACCESS, asPrivate, requireOneOf } from './asked-report.ts'
import { setContacts } from './contact-commands.ts'
import { findContacts } from './contact-queries.ts'
import letterRoutes from './letter-routes.ts'
import { keyOf, listKeysOf } from './reporter-queries.ts'
import { ReporterCode } from './schemas.ts'
import { Contacts, ContactsRequest } from './submission-schemas.ts'

const params = z.object({ locality: ReporterCode })

/** Where those who report want to be written to. */
const routes: FastifyPluginAsyncZod = async (app) => {
  await app.register(letterRoutes)

  /** A locality or a body of today, and nothing of it to whoever has no key to it. */
  const check = async (request: FastifyRequest, code: string) => {
    const isLocality = keyOf(code).scope === 'reports'
    requireOneOf(request.caller, isLocality ? [keyOf(code)] : await listKeysOf(app.db, code))
    const isThere = isLocality ? await findProvince(app.db, '2025', code, dayAsked(request)) : (await followBodies(app.db, [code], dayAsked(request))).get(code)!.includes(code)
    if (!isThere) throw notFound({ vi: `Không có địa phương, cơ quan ${code}.`, en: `There is no locality or body ${code}.` })
  }

  app.get('/report-contacts/:locality', {
    config: { access: ACCESS },
    schema: {
      operationId: 'getReportContacts', tags: ['reports'], summary: 'Get where a locality or a body is reminded', description: 'For itself and the ministry only. / Địa chỉ nhận nhắc báo cáo.',
      params, querystring: z.strictObject({}), response: { 200: Contacts, ...problems(400, 404, 503) },
    },
  }, async (request, reply) => {
    const { locality } = request.params
    await check(request, locality)
    asPrivate(reply)
    return { locality, addresses: await findContacts(app.db, locality) }
  })

  app.put('/report-contacts/:locality', {
    config: { access: ACCESS },
    schema: {
      operationId: 'setReportContacts', tags: ['reports'], summary: 'Set where a locality or a body is reminded', description: 'Mailboxes of the agency, at most five: each gets a letter when a report is due or overdue, and when it was accepted or returned, where the service has a mail server. / Đặt địa chỉ nhận nhắc báo cáo.',
      params, querystring: z.strictObject({}), body: ContactsRequest, response: { 200: Contacts, ...problems(400, 404, 503) },
    },
  }, async (request, reply) => {
    const { locality } = request.params
    await check(request, locality)
    asPrivate(reply)
    return { locality, addresses: await setContacts(app.db, locality, request.body.addresses, authorOf(request)) }
  })
}

export default routes
