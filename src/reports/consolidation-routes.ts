import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { authorOf } from '../auth/schemas.ts'
import { dayOf } from '../calendar.ts'
import { formatAsked } from '../http/asked.ts'
import { sendJson } from '../http/body.ts'
import { MEDIA_TYPES } from '../http/negotiation.ts'
import { HttpProblem, notFound, problems } from '../http/problem.ts'
import { canonicalJson, sha256Of } from '../journal/canonical.ts'
import { atOnePosition } from '../journal/snapshot.ts'
import { asPrivate } from './asked-report.ts'
import type { ConsolidationDocument } from './consolidation.ts'
import { BLANK_LETTER, consolidate } from './consolidation.ts'
import { consolidateCycle, NothingToConsolidate } from './consolidation-commands.ts'
import { findConsolidation, listConsolidations, readSources } from './consolidation-queries.ts'
import { Consolidation, ConsolidationItem, ConsolidationList, Edition, FormatQuery, FORMATS, LetterRequest } from './consolidation-schemas.ts'
import { paperOf } from './paper.ts'
import { findCycle } from './queries.ts'
import { noCycle } from './refusal.ts'
import { CycleCode } from './schemas.ts'

const params = z.object({ cycle: CycleCode })
const present = ({ cycle, edition, sha256, consolidatedAt }: { cycle: string, edition: number, sha256: string, consolidatedAt: Date }) => ({ cycle, edition, sha256, consolidatedAt: consolidatedAt.toISOString() })
const binary = (description: string) => ({ schema: z.string().max(2_147_483_647).meta({ description, format: 'binary', examples: [''] }) })

/** Makers of files are large: whoever asks for none does not load them. */
async function fileOf (format: 'docx' | 'pdf' | 'xlsx', document: ConsolidationDocument, sha256: string, at: Date): Promise<Buffer> {
  if (format === 'xlsx') return await (await import('./paper-workbook.ts')).xlsxOf(document, sha256, at)
  const paper = paperOf(document, sha256)
  return format === 'docx' ? await (await import('./paper-docx.ts')).docxOf(paper, at) : await (await import('./paper-pdf.ts')).pdfOf(paper, at)
}

/** The report of the nation, for the ministry. */
const routes: FastifyPluginAsyncZod<{ now: () => Date }> = async (app, { now }) => {
  const existing = async (code: string) => {
    const cycle = await findCycle(app.db, code)
    if (!cycle) throw noCycle(code)
    return cycle
  }

  app.get('/reports/:cycle/consolidations', {
    config: { access: 'publish' },
    schema: {
      operationId: 'listConsolidations', tags: ['reports'], summary: 'List the consolidated reports of a cycle', description: 'Each edition stays as it was made. / Các báo cáo tổng hợp.',
      params, querystring: z.strictObject({}), response: { 200: ConsolidationList, ...problems(400, 404, 503) },
    },
  }, async (request, reply) => {
    const { code } = await existing(request.params.cycle)
    asPrivate(reply)
    return { items: (await listConsolidations(app.db, code)).map(present) }
  })

  app.post('/reports/:cycle/consolidations', {
    config: { access: 'publish' },
    schema: {
      operationId: 'consolidateReports', tags: ['reports'], summary: 'Consolidate the accepted reports of a cycle',
      description: 'Into one report of the nation: tables per locality, totals, differences to the consolidation of a year before, who is late or missing. Frozen as an edition; where nothing is different there is no next one. / Tổng hợp báo cáo toàn quốc.',
      params, querystring: z.strictObject({}), body: LetterRequest, response: { 201: ConsolidationItem, ...problems(400, 404, 409, 503) },
    },
  }, async (request, reply) => {
    const cycle = await existing(request.params.cycle)
    const row = await consolidateCycle(app.db, cycle, request.body, now(), authorOf(request)).catch((err: unknown) => {
      if (!(err instanceof NothingToConsolidate)) throw err
      throw new HttpProblem('wrong-state', err.message === 'none'
        ? { vi: 'Chưa có báo cáo nào được tiếp nhận.', en: 'No report has been accepted yet.' } : { vi: 'Báo cáo tổng hợp không có gì khác bản trước.', en: 'The edition before says the same.' })
    })
    return reply.code(201).header('location', `/v1/reports/${cycle.code}/consolidations/${row.edition}`).send(present(row))
  })

  app.get('/reports/:cycle/consolidations/:edition', {
    config: { access: 'publish', formats: FORMATS },
    schema: {
      operationId: 'getConsolidation', tags: ['reports'], summary: 'Get the consolidated report of a cycle',
      description: 'As JSON in the bytes that its checksum proves; as DOCX and PDF laid out by Decree 30/2020/NĐ-CP; as XLSX with numbers as numbers. `draft` is made of what has been accepted by now. / Báo cáo tổng hợp.',
      params: params.extend({ edition: Edition }), querystring: FormatQuery,
      response: {
        200: { description: 'The report.', content: { 'application/json': { schema: Consolidation }, [MEDIA_TYPES.docx]: binary('A Word file.'), [MEDIA_TYPES.pdf]: binary('A PDF file.'), [MEDIA_TYPES.xlsx]: binary('A workbook.') } },
        ...problems(400, 404, 406, 503),
      },
    },
  }, async (request, reply) => {
    const { edition } = request.params
    const cycle = await existing(request.params.cycle)
    const frozen = edition === 'draft' ? undefined : await findConsolidation(app.db, cycle.code, Number(edition))
    if (edition !== 'draft' && !frozen) throw notFound({ vi: `Chưa có bản tổng hợp ${edition}.`, en: `There is no edition ${edition}.` })
    const text = frozen?.document ?? canonicalJson(consolidate(await atOnePosition(app.db, (tx) => readSources(tx, cycle, BLANK_LETTER, dayOf(now())))))
    const format = formatAsked(request)
    asPrivate(reply)
    if (format === 'json') return sendJson(reply, text)
    const file = await fileOf(format as 'docx', JSON.parse(text) as ConsolidationDocument, frozen?.sha256 ?? sha256Of(text), frozen?.consolidatedAt ?? now())
    return reply.type(MEDIA_TYPES[format]).header('content-disposition', `attachment; filename="${cycle.code}-${edition}.${format}"`).send(file as never) as never
  })
}

export default routes
