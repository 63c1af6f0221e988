import { Readable } from 'node:stream'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { provincesOf } from '../auth/schemas.ts'
import { dayOf } from '../calendar.ts'
import { formatAsked } from '../http/asked.ts'
import { csvHead, csvLine, sendFile } from '../http/download.ts'
import type { Language } from '../http/language.ts'
import { inLanguage, languageOf, speak } from '../http/language.ts'
import { MEDIA_TYPES } from '../http/negotiation.ts'
import { badRequest, HttpProblem, problems } from '../http/problem.ts'
import type { Row } from '../http/workbook.ts'
import { workbook } from '../http/workbook.ts'
import { TooManyRows } from '../http/workbook-reading.ts'
import { findPosition } from '../journal/queries.ts'
import type { RowResult } from './batch-commands.ts'
import { decideBatch } from './batch-commands.ts'
import { COLUMNS, MAX_ROWS, readBatch, UnreadableFile } from './batch-file.ts'
import { BatchResult, DecideBatchQuery, TemplateQuery } from './batch-schemas.ts'
import { officerOf } from './officer.ts'
import { listQueue } from './queue-queries.ts'
import { asProblems, problemOf } from './refusal.ts'

const CSV = 'text/csv'
const XLSX = MEDIA_TYPES.xlsx
const MAX_BYTES = 8 * 2 ** 20

/** Many decisions at once, in a file. */
const routes: FastifyPluginAsyncZod<{ now: () => Date }> = async (app, { now }) => {
  app.addHook('onRequest', async (_request, reply) => { reply.header('cache-control', 'no-store') })
  app.addContentTypeParser([CSV, XLSX], { parseAs: 'buffer', bodyLimit: MAX_BYTES }, (_request, body, done) => done(null, body))

  app.get('/classification/decisions/template', {
    config: { access: 'decide', formats: ['csv', 'xlsx'] },
    schema: {
      operationId: 'getDecisionTemplate',
      tags: ['classification'],
      summary: 'Download a file to write decisions into',
      description: 'Its columns are those that `POST /classification/decisions` reads. Filled, it has what waits, the longest waiting first, with the versions to decide on; rows that stay without an outcome are passed over. / Tải mẫu tệp quyết định.',
      querystring: TemplateQuery,
      response: {
        200: {
          description: 'The template.',
          content: {
            [CSV]: { schema: z.string().max(2_147_483_647).meta({ description: 'CSV in UTF-8.', examples: [`${COLUMNS.join(',')}\r\n`] }) },
            [XLSX]: { schema: z.string().max(2_147_483_647).meta({ description: 'A workbook.', format: 'binary', examples: [''] }) },
          },
        },
        ...problems(400, 406, 503),
      },
    },
  }, async (request, reply) => {
    const { filled, province } = request.query
    const at = now()
    const provinces = province === undefined ? provincesOf(request.caller, 'decide') : [province]
    const waiting = filled ? await listQueue(app.db, { provinces, kinds: ['candidate', 'flagged'], today: dayOf(at), now: at }, MAX_ROWS) : []
    const rows: Row[] = waiting.map(({ code, name, version }) => [code, name, version, '', '', '', '', '', ''])
    const format = formatAsked(request)
    const columns = [...COLUMNS]
    const file = format === 'xlsx' ? workbook('decisions', columns, Readable.from(rows)) : Readable.from([Buffer.from(csvHead(columns) + rows.map(csvLine).join(''))])
    return sendFile(request, reply, format, 'decisions', file) as never
  })

  app.post('/classification/decisions', {
    config: { access: 'decide' },
    bodyLimit: MAX_BYTES,
    schema: {
      operationId: 'decideBatch',
      tags: ['classification'],
      summary: 'Decide on many enterprises at once',
      description: `A CSV or XLSX file with the columns of the template, at most ${MAX_ROWS.toLocaleString('en')} rows and ${MAX_BYTES / 2 ** 20} MiB. Every row is judged as a single decision is; \`version\` does what \`If-Match\` does, \`*\` stands for whichever it is. Formulas are refused. All that is decided becomes one block of the register. / Quyết định hàng loạt bằng tệp.`,
      querystring: DecideBatchQuery,
      consumes: [CSV, XLSX],
      body: z.unknown().meta({ type: 'string', format: 'binary', maxLength: MAX_BYTES, description: 'CSV in UTF-8, or XLSX.' }),
      response: { 200: BatchResult, ...problems(400, 409, 413, 415, 503) },
    },
  }, async (request, reply) => {
    const { body, headers } = request
    if (!Buffer.isBuffer(body)) throw new HttpProblem('unsupported-media-type')
    const rows = await readBatch(body, String(headers['content-type']).startsWith(XLSX)).catch((err: unknown) => { throw asProblem(err) })
    const { isApplied, results } = await asProblems(() => decideBatch(app.db, rows, request.query.atomic, { today: dayOf(now()), officer: officerOf(request) }))
    const language = languageOf(request)
    const count = (status: RowResult['status']) => results.filter((one) => one.status === status).length
    speak(reply, language)
    return {
      isApplied, decided: count('decided'), refused: count('refused'), skipped: count('skipped'),
      results: results.map((result) => presentResult(result, language)), position: await findPosition(app.db),
    }
  })
}

export default routes

function asProblem (err: unknown): unknown {
  if (err instanceof UnreadableFile) return badRequest('body', err.message)
  if (!(err instanceof TooManyRows)) return err
  return new HttpProblem('body-too-large', {
    vi: `Tệp có nhiều hơn ${MAX_ROWS} dòng; hãy chia tệp.`,
    en: `The file has more than ${MAX_ROWS} rows: divide it.`,
  })
}

function presentResult ({ row, code, status, refusal }: RowResult, language: Language) {
  if (!refusal) return { row, code, status, type: null, path: null, detail: null }
  const { type, detail } = problemOf(refusal)
  return { row, code, status, type, path: refusal.path ?? null, detail: refusal.message ?? inLanguage(detail, language) }
}
