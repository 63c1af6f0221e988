import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { dayOf } from '../calendar.ts'
import { EnterpriseCode } from '../enterprises/schemas.ts'
import { dayAsked, standsAt } from '../http/asked.ts'
import { matchesVersion } from '../http/entity-tag.ts'
import { decodeCursor, encodeCursor, linkNext } from '../http/page.ts'
import { HttpProblem, problems } from '../http/problem.ts'
import { atOnePosition } from '../journal/snapshot.ts'
import { checkCode } from './asked-code.ts'
import { decide } from './decision-commands.ts'
import type { DecisionRecord } from './decision-queries.ts'
import { listDecisions, readClassification } from './decision-queries.ts'
import { ClassificationRecord, DecisionRequest, IfMatch, ListDecisionsQuery, OfficialDecisionPage, WithdrawQuery } from './decision-schemas.ts'
import { UNKNOWN } from './judgement.ts'
import { officerOf } from './officer.ts'
import { asProblems, problemOf } from './refusal.ts'

const params = z.object({ code: EnterpriseCode })
const After = z.object({ id: z.int().min(1) })

/** Decisions of officers on the category of an enterprise. */
const routes: FastifyPluginAsyncZod<{ now: () => Date }> = async (app, { now }) => {
  const read = (code: string, day: string) => atOnePosition(app.db, async (tx) => {
    const found = await readClassification(tx, code, day)
    if (!found || found.presence === 'withdrawn') throw problemOf(UNKNOWN)
    if (found.presence === 'gone') throw new HttpProblem('gone')
    const { presence: _presence, decisions, ...record } = found
    return { ...record, decisions: decisions.map(presentDecision) } as z.output<typeof ClassificationRecord>
  })

  app.get('/enterprises/:code/classification', {
    config: { access: 'public', isOfRegister: true },
    schema: {
      operationId: 'getClassification',
      tags: ['classification'],
      summary: 'Get how an enterprise is classified, and what was decided',
      description: 'What holds today, what the rule proposes, and every decision with its evidence. Also of enterprises that are neither digital nor candidates: officers may know better. / Phân loại và các quyết định của một doanh nghiệp.',
      params,
      querystring: z.strictObject({}),
      response: { 200: ClassificationRecord, ...problems(400, 404, 406, 410, 503) },
    },
  }, async (request) => {
    const { code } = request.params
    checkCode(code)
    const record = await read(code, dayAsked(request))
    standsAt(request, record.position, record.version)
    return record
  })

  app.put('/enterprises/:code/classification', {
    config: { access: 'decide' },
    schema: {
      operationId: 'decideClassification',
      tags: ['classification'],
      summary: 'Decide the category of an enterprise',
      description: 'For officers of the province in which the enterprise stands now (`decide:48`) and of the ministry (`decide:*`). The decision holds from its day on whatever the rule proposes and the feed brings, until another takes its place; where status, main activity or province change it is flagged for review. / Quyết định nhóm của doanh nghiệp.',
      params,
      querystring: z.strictObject({}),
      headers: IfMatch,
      body: DecisionRequest,
      response: { 200: ClassificationRecord, ...problems(400, 404, 409, 410, 412, 415, 428, 503) },
    },
  }, async (request, reply) => {
    const { code } = request.params
    checkCode(code)
    const { outcome, evidence, note = null, effectiveFrom } = request.body
    const seen = seenBy(request.headers['if-match'])
    const today = dayOf(now())
    await asProblems(() => decide(app.db, { code, outcome, effectiveFrom, evidence: { ...evidence, date: evidence.date ?? null }, note, seen }, { today, officer: officerOf(request) }))
    reply.header('cache-control', 'no-store')
    return await read(code, today)
  })

  app.delete('/enterprises/:code/classification', {
    config: { access: 'decide' },
    schema: {
      operationId: 'withdrawDecision',
      tags: ['classification'],
      summary: 'Leave the category of an enterprise to the rule again',
      description: 'From the first day of the decision on, as if it had never been taken, or from a day that is named. What was answered before stays what it was, with `knownat`. / Rút quyết định, trở lại theo quy tắc.',
      params,
      querystring: WithdrawQuery,
      headers: IfMatch,
      response: { 200: ClassificationRecord, ...problems(400, 404, 409, 410, 412, 428, 503) },
    },
  }, async (request, reply) => {
    const { code } = request.params
    checkCode(code)
    const { effectivefrom: effectiveFrom, reason } = request.query
    const seen = seenBy(request.headers['if-match'])
    const today = dayOf(now())
    await asProblems(() => decide(app.db, { code, outcome: 'rule', effectiveFrom, evidence: { kind: 'other', reference: reason, date: null }, note: null, seen }, { today, officer: officerOf(request) }))
    reply.header('cache-control', 'no-store')
    return await read(code, today)
  })

  app.get('/classification/decisions', {
    config: { access: 'decide' },
    schema: {
      operationId: 'listDecisions',
      tags: ['classification'],
      summary: 'List what was decided',
      description: 'The newest first, with notes and who decided: for officers. / Các quyết định, mới nhất trước.',
      querystring: ListDecisionsQuery,
      response: { 200: OfficialDecisionPage, ...problems(400, 503) },
    },
  }, async (request, reply) => {
    const { cursor, limit, ...filter } = request.query
    const after = decodeCursor(cursor, After, request.query)
    reply.header('cache-control', 'no-store')
    return await atOnePosition(app.db, async (tx, position) => {
      const rows = await listDecisions(tx, filter, { before: after?.id, limit: limit + 1 })
      const items = rows.slice(0, limit).map((row) => ({ ...presentDecision(row), code: row.code, province: row.provinceCode, note: row.note, by: row.decidedBy }))
      const next = rows.length > limit ? encodeCursor({ id: items.at(-1)!.id }, request.query) : null
      linkNext(request, reply, next)
      return { items, next, position } as z.output<typeof OfficialDecisionPage>
    })
  })
}

export default routes

function seenBy (header: string | undefined): (version: number) => boolean {
  if (header === undefined) throw new HttpProblem('precondition-required')
  return (version) => matchesVersion(header, version)
}

const presentDecision = ({ id, outcome, effectiveFrom, evidenceKind, evidenceReference, evidenceDate, authority, decidedAt, recordedFrom, recordedTo }: DecisionRecord) => ({
  id, outcome, effectiveFrom, evidence: { kind: evidenceKind, reference: evidenceReference, date: evidenceDate }, authority,
  decidedAt: decidedAt.toISOString(), position: recordedFrom, replacedAt: recordedTo,
})
