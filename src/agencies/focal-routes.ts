import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import type { Caller } from '../auth/schemas.ts'
import { authorOf, requireScope } from '../auth/schemas.ts'
import type { Database } from '../db/client.ts'
import { dayAsked, standsAt } from '../http/asked.ts'
import { languageOf } from '../http/language.ts'
import { answerList, LIST_FORMATS } from '../http/list-file.ts'
import { atMomentAsked, isAboutThePast } from '../http/moment.ts'
import { ifMatch, seenBy } from '../http/precondition.ts'
import { badRequest, notFound, problems } from '../http/problem.ts'
import { findProvince } from '../localities/queries.ts'
import type { Appointment } from './commands.ts'
import { appoint, changeAppointment } from './commands.ts'
import type { FocalPointRow } from './focal-queries.ts'
import { findPeriod, findPerson, listFocalPoints } from './focal-queries.ts'
import type { Locality } from './lineage.ts'
import { lineageOf } from './lineage.ts'
import { isOver } from './period.ts'
import { asProblem } from './problems.ts'
import type { View } from './body-queries.ts'
import { AppointRequest, ChangeRequest, FocalPoint, FocalPointCode, FocalPointList, FocalPointPerson, ListFocalPointsQuery, MomentQuery } from './schemas.ts'

const params = z.object({ code: FocalPointCode })
const LAST_DAY_OF_63 = '2025-06-30'

const routes: FastifyPluginAsyncZod = async (app) => {
  app.get('/focal-points', {
    config: { access: 'public', isOfRegister: true, formats: LIST_FORMATS },
    schema: {
      operationId: 'listFocalPoints',
      tags: ['agencies'],
      summary: 'List the focal points for digital technology enterprises',
      description: 'One at the centre and one in each locality (Directive 01/CT-TTg, I.3; letter 1080/TTTT-CNTT, 3), as they are today or were on a day. / Đầu mối ở trung ương và địa phương.',
      querystring: ListFocalPointsQuery,
      response: { 200: FocalPointList, ...problems(400, 503) },
    },
  }, async (request, reply) => {
    const { asof, knownat, format: _format, province, division, ...filter } = request.query
    const list = await atMomentAsked(app.db, request, { asof, knownat }, async (tx, moment) => {
      const localities = province === undefined ? undefined : await lineageAsked(tx, { division, code: province })
      return { items: (await listFocalPoints(tx, { ...filter, localities }, { ...moment, language: languageOf(request) })).map(present) }
    })
    return answerList(request, reply, `focal-points-${list.position}`, FocalPoint, list)
  })

  app.get('/focal-points/:code', {
    config: { access: 'public', isOfRegister: true },
    schema: {
      operationId: 'getFocalPoint',
      tags: ['agencies'],
      summary: 'Get a focal point',
      description: 'Also one that has ended, or whose locality was merged. Its `ETag` is what `If-Match` of `PUT` wants. / Một đầu mối.',
      params,
      querystring: MomentQuery,
      response: { 200: FocalPoint, ...problems(400, 404, 503) },
    },
  }, async (request) => {
    const { position, ...point } = await atMomentAsked(app.db, request, request.query, async (tx, moment) => await find(tx, request.params.code, { ...moment, language: languageOf(request) }))
    if (!isAboutThePast(request.query)) standsAt(request, position, point.recordedAt)
    return point
  })

  app.get('/focal-points/:code/person', {
    config: { access: 'reports' },
    schema: {
      operationId: 'getFocalPointPerson',
      tags: ['agencies'],
      summary: 'Get who answers at a focal point',
      description: 'For officers: contacts of persons are not public, and only the present one is kept. / Người liên hệ của đầu mối.',
      params,
      querystring: z.strictObject({}),
      response: { 200: FocalPointPerson, ...problems(400, 404, 503) },
    },
  }, async (request) => {
    const { code } = request.params
    const known = await findPeriod(app.db, code)
    if (!known) throw noFocalPoint(code)
    return { code, person: isOver(known, dayAsked(request)) ? null : await findPerson(app.db, code) ?? null }
  })

  app.post('/focal-points', {
    config: { access: 'reports' },
    schema: {
      operationId: 'appointFocalPoint',
      tags: ['agencies'],
      summary: 'Appoint a focal point',
      description: 'Of a locality by `reports:{province}`, since whoever reports on the Directive for a province says who answers for it; at the centre by `reports:*`. There is one at a time: the one before has to be ended first. / Giao cơ quan làm đầu mối.',
      querystring: z.strictObject({}),
      body: AppointRequest,
      response: { 201: FocalPoint, ...problems(400, 409, 503) },
    },
  }, async (request, reply) => {
    const { division, province = null, person = null, validFrom, ...asked } = request.body
    const locality = province === null ? null : { division, code: province }
    await mayWrite(app.db, request.caller, locality)
    const appointment = { ...appointmentOf(asked), validFrom }
    const code = await appoint(app.db, { locality, appointment, person: person && withNulls(person) }, { today: dayAsked(request), by: authorOf(request) }).catch((err: unknown) => { throw asProblem(err) })
    return reply.code(201).header('location', `/v1/focal-points/${code}`).send(await find(app.db, code, { day: dayAsked(request), language: languageOf(request) }))
  })

  app.put('/focal-points/:code', {
    config: { access: 'reports' },
    schema: {
      operationId: 'changeFocalPoint',
      tags: ['agencies'],
      summary: 'Change a focal point, or end it',
      description: 'With the scope of its locality. `validTo` ends it; how it stood before stays known at the positions before. Where `person` is absent it stays. / Sửa hoặc kết thúc đầu mối.',
      params,
      querystring: z.strictObject({}),
      headers: ifMatch('`GET /focal-points/{code}`', 'Without it'),
      body: ChangeRequest,
      response: { 200: FocalPoint, ...problems(400, 404, 409, 412, 428, 503) },
    },
  }, async (request) => {
    const { code } = request.params
    const known = await findPeriod(app.db, code)
    if (!known) throw noFocalPoint(code)
    await mayWrite(app.db, request.caller, known.provinceCode === null ? null : { division: known.division as Locality['division'], code: known.provinceCode })
    const { person, ...asked } = request.body
    await changeAppointment(app.db, code, { appointment: appointmentOf(asked), person: person && withNulls(person) }, { seen: seenBy(request), today: dayAsked(request), by: authorOf(request) }).catch((err: unknown) => { throw asProblem(err) })
    return await find(app.db, code, { day: dayAsked(request), language: languageOf(request) })
  })
}

export default routes

type Asked = Pick<z.output<typeof ChangeRequest>, 'agency' | 'unit' | 'contact' | 'document' | 'validTo' | 'endNote'>
const appointmentOf = ({ agency, unit = null, contact, document, validTo = null, endNote = null }: Asked): Omit<Appointment, 'validFrom'> => ({
  agency, unit, contact: contact ? { email: contact.email ?? null, phone: contact.phone ?? null, address: contact.address ?? null, url: contact.url ?? null } : null,
  documentNumber: document.number, documentDate: document.date, documentUrl: document.url ?? null, validTo, endNote,
})
const withNulls = ({ name, role = null, email = null, phone = null }: { name: string, role?: string | null | undefined, email?: string | null | undefined, phone?: string | null | undefined }) => ({ name, role, email, phone })

const noFocalPoint = (code: string) => notFound({ vi: `Không có đầu mối ${code}.`, en: `There is no focal point ${code}.` })

async function find (db: Database, code: string, view: View) {
  const [row] = await listFocalPoints(db, { code, all: true }, view)
  if (!row) throw noFocalPoint(code)
  return present(row)
}

const present = ({ documentNumber, documentDate, documentUrl, ...row }: FocalPointRow): z.output<typeof FocalPoint> =>
  ({ ...row, level: row.province === null ? 'central' : 'provincial', document: { number: documentNumber, date: documentDate, url: documentUrl } })

/** A locality that does not exist is a typo, not an empty result. */
async function lineageAsked (db: Database, locality: Locality): Promise<Locality[]> {
  const lineage = await lineageOf(db, locality)
  if (lineage.length === 1) throw badRequest('province', `is not a code of the division of ${locality.division}`)
  return lineage
}

/** Of a unit of 2004 that province may write which it went to. */
async function mayWrite (db: Database, caller: Caller, locality: Locality | null): Promise<void> {
  if (locality === null) return requireScope(caller, 'reports', '*')
  if (!await findProvince(db, locality.division, locality.code, LAST_DAY_OF_63)) throw badRequest('province', `is not a code of the division of ${locality.division}`)
  const present = locality.division === '2025' ? locality.code : (await lineageOf(db, locality))[1]!.code
  requireScope(caller, 'reports', present)
}
