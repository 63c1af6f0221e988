import { sql } from 'drizzle-orm'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { languageOf, speak } from '../../src/http/language.ts'
import { Cursor, decodeCursor, encodeCursor, Limit, linkNext, Page } from '../../src/http/page.ts'
import { HttpProblem, notFound, problems } from '../../src/http/problem.ts'
import { Day, flag, list, words } from '../../src/http/query.ts'

const COUNT = 120
const Code = z.string().max(4).regex(/^\d{4}$/, 'must be 4 digits').meta({ description: 'Code of a thing.', examples: ['0007'] })
const Thing = z.object({
  code: Code,
  weight: z.int().min(0).nullable().meta({ description: 'Grams.' }),
  madeOn: Day.nullable().meta({ format: 'date' }),
}).meta({ id: 'ProbeThing', description: 'A thing.', examples: [{ code: '0007', weight: 12, madeOn: null }] })
const Things = Page(Thing, 'ProbeThings')
const ListThings = z.strictObject({
  colour: list(z.enum(['red', 'blue', 'green']), { description: 'Colours, parted by commas.' }).optional(),
  heavy: flag('Only heavy things.').optional(),
  q: words(50, 'Words to look for.').optional(),
  asof: Day.optional().meta({ description: 'A day.' }),
  near: Code.optional(),
  cursor: Cursor.optional(),
  limit: Limit,
})

const thing = (n: number) => ({ code: String(n).padStart(4, '0'), weight: n % 2 ? n : null, madeOn: '2026-02-28', secret: 'unseen' })
const described = (operationId: string) => ({ operationId, tags: ['status'], summary: operationId, description: `${operationId} for the tests.` })

/** A slice that exists in tests only and does a little of everything that slices do. */
export const probe: FastifyPluginAsyncZod = async (app) => {
  app.get('/v1/things', {
    config: { access: 'public' },
    schema: { ...described('listThings'), querystring: ListThings, response: { 200: Things } },
  }, async (request, reply) => {
    const { cursor, limit } = request.query
    const after = decodeCursor(cursor, z.object({ after: z.int() }), request.query)?.after ?? 0
    const items = Array.from({ length: Math.min(limit, COUNT - after) }, (_, index) => thing(after + index + 1))
    const next = after + limit < COUNT ? encodeCursor({ after: after + limit }, request.query) : null
    linkNext(request, reply, next)
    speak(reply, languageOf(request))
    return { items, next, position: 1, query: request.query }
  })

  app.get('/v1/things/:code', {
    config: { access: 'public' },
    schema: { ...described('getThing'), params: z.object({ code: Code }), response: { 200: Thing, ...problems(404) } },
  }, async ({ params: { code } }) => {
    if (code === '0000') throw notFound({ vi: 'Không có 0000.', en: 'There is no 0000.' })
    if (code === '0404') throw new HttpProblem('not-digital')
    if (code === '0500') throw new Error('select secret from nowhere')
    if (code === '0501') return { madeOn: null, weight: 1 } as unknown as z.output<typeof Thing>
    if (code === '0502') await app.db.execute(sql`select secret from nowhere where key = ${'hidden value'}`)
    return thing(Number(code))
  })

  app.post('/v1/things', {
    config: { access: 'public' },
    schema: { ...described('addThing'), body: z.strictObject({ code: Code, parts: z.array(z.object({ size: z.int() })).max(10).optional() }), response: { 200: Thing } },
  }, async ({ body }) => thing(Number(body.code)))

  app.get('/v1/runs', {
    config: { access: 'feed:release' },
    schema: { ...described('listProbeRuns'), response: { 200: Thing } },
  }, async ({ caller }) => ({ ...thing(1), weight: caller.kind === 'key' ? caller.id : null }))

  app.get('/v1/decisions', {
    config: { access: 'decide' },
    schema: { ...described('listDecisions'), response: { 200: Thing } },
  }, async () => thing(1))

  app.get('/v1/forgotten', {
    schema: { ...described('getForgotten'), response: { 200: Thing } },
  }, async () => thing(1))

  app.get('/v1/caller', {
    config: { access: 'public' },
    schema: { ...described('getCaller'), response: { 200: z.object({ kind: z.string(), label: z.string().optional() }).meta({ examples: [{ kind: 'anonymous' }] }) } },
  }, async ({ caller }) => caller)
}
