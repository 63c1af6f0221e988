import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { authorOf } from '../auth/schemas.ts'
import type { Day } from '../calendar.ts'
import type { Database } from '../db/client.ts'
import { dayAsked, standsAt } from '../http/asked.ts'
import type { Language } from '../http/language.ts'
import { languageOf } from '../http/language.ts'
import { answerList, LIST_FORMATS } from '../http/list-file.ts'
import { invalidRequest, problems } from '../http/problem.ts'
import { atOnePosition } from '../journal/snapshot.ts'
import { listProvinces } from '../localities/queries.ts'
import type { AllocationRow } from './allocation-queries.ts'
import { findTarget, listAllocationTables } from './allocation-queries.ts'
import { AllocationQuery, AllocationTable, AllocationTableList, AllocationTableRequest, TableCode } from './allocation-schemas.ts'
import { setAllocationTable } from './commands.ts'
import { TARGET } from './goals.ts'
import { notKnownYet } from './provenance.ts'

const routes: FastifyPluginAsyncZod = async (app) => {
  app.get('/allocation/tables', {
    config: { access: 'public', isOfRegister: true, formats: LIST_FORMATS },
    schema: {
      operationId: 'listAllocationTables',
      tags: ['statistics'],
      summary: 'List the tables by which the target is shared out',
      description: 'Those that competent officers have set; the registry ships none, since no act shares the target out. / Các bảng phân bổ mục tiêu.',
      querystring: AllocationQuery.pick({ format: true }),
      response: { 200: AllocationTableList, ...problems(400, 503) },
    },
  }, async (request, reply) => await atOnePosition(app.db, async (tx, position) => {
    standsAt(request, position)
    const items = (await listAllocationTables(tx)).map((row) => presentTable(row, languageOf(request)))
    return answerList(request, reply, 'allocation-tables', AllocationTable, { items, position })
  }))

  app.put('/allocation/tables/:table', {
    config: { access: 'publish' },
    schema: {
      operationId: 'setAllocationTable',
      tags: ['statistics'],
      summary: 'Set a table by which the target is shared out',
      description: 'Every province of 2025 once, with the target as their sum. The table before stays known at the positions before; the same again changes nothing. / Đặt bảng phân bổ mục tiêu.',
      params: z.object({ table: TableCode }),
      querystring: z.strictObject({}),
      body: AllocationTableRequest,
      response: { 200: AllocationTable, ...problems(400, 503) },
    },
  }, async (request) => {
    const { rows, ...about } = request.body
    await checkRows(app.db, rows, dayAsked(request))
    const table = await setAllocationTable(app.db, { code: request.params.table, ...about, shares: Object.fromEntries(rows.map(({ province, enterprises }) => [province, enterprises]).sort()) }, authorOf(request))
    return presentTable(table, languageOf(request))
  })
}

export default routes

export const presentTable = ({ code, title, titleEn, source, setAt, recordedFrom }: AllocationRow, language: Language) =>
  ({ code, title: language === 'vi' ? title : titleEn, source, setAt: setAt.toISOString(), position: recordedFrom })

async function checkRows (db: Database, rows: { province: string, enterprises: number }[], day: Day): Promise<void> {
  const target = (await findTarget(db, TARGET))?.minimum
  if (target === undefined) throw notKnownYet('target', undefined)
  const codes = (await listProvinces(db, '2025', day)).map(({ code }) => code)
  const named = rows.map(({ province }) => province)
  const sum = rows.reduce((total, { enterprises }) => total + enterprises, 0)
  const missing = codes.filter((code) => !named.includes(code))
  const errors = [
    ...rows.flatMap(({ province }, i) => !codes.includes(province) ? [{ path: `rows.${i}.province`, message: 'is not a code of the division of 2025' }]
      : named.indexOf(province) < i ? [{ path: `rows.${i}.province`, message: 'is named twice' }] : []),
    ...missing.length > 0 ? [{ path: 'rows', message: `has no row for ${missing.join(', ')}` }] : [],
    ...sum !== target ? [{ path: 'rows', message: `must sum to ${target}, not ${sum}` }] : [],
  ]
  if (errors.length > 0) throw invalidRequest(errors)
}
