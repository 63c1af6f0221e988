import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { authorOf } from '../auth/schemas.ts'
import type { Database } from '../db/client.ts'
import type { MappedList } from '../enterprises/commands.ts'
import { mappingKey } from '../enterprises/queries.ts'
import { badRequest, notFound, problems } from '../http/problem.ts'
import { atOnePosition } from '../journal/snapshot.ts'
import { editMapping, NeverEdited, NoSuchMeaning } from './mapping-commands.ts'
import type { CountedMeaning, EditRow } from './mapping-queries.ts'
import { listEdits, readMappings } from './mapping-queries.ts'
import { ListMappingsQuery, MappingDetail, MappingEdit, MappingList, MappingParams, MappingRequest } from './mapping-schemas.ts'

const routes: FastifyPluginAsyncZod = async (app) => {
  app.addHook('onRequest', async (_request, reply) => { reply.header('cache-control', 'no-store') })

  // Counting who has which value reads the whole register: once for each position is enough.
  const known = new Map<MappedList, { position: number, mappings: Awaited<ReturnType<typeof readMappings>> }>()
  const mappingsAt = async (tx: Database, list: MappedList, position: number) => {
    const found = known.get(list)
    if (found?.position === position) return found.mappings
    const mappings = await readMappings(tx, list)
    known.set(list, { position, mappings })
    return mappings
  }

  app.get('/mappings', {
    config: { access: 'feed:write' },
    schema: {
      operationId: 'listMappings',
      tags: ['sync'],
      summary: 'List what the raw values of a list mean',
      description: 'No public list says what the codes of the feed stand for. Every value that has a meaning, shipped or edited, and those of the register that have none. / Ý nghĩa của các giá trị gốc, và những giá trị chưa có ý nghĩa.',
      querystring: ListMappingsQuery,
      response: { 200: MappingList, ...problems(400, 503) },
    },
  }, async (request) => {
    const { list } = request.query
    return await atOnePosition(app.db, async (tx, position) => {
      const { items, unmapped } = await mappingsAt(tx, list, position)
      return { list, items: items.map(presentMeaning), unmapped, position }
    })
  })

  app.get('/mappings/:list/:value', {
    config: { access: 'feed:write' },
    schema: {
      operationId: 'getMapping',
      tags: ['sync'],
      summary: 'Get what a raw value means, with its history',
      description: 'A value that has no meaning, no history and no enterprise is a 404. / Ý nghĩa của một giá trị gốc và lịch sử thay đổi.',
      params: MappingParams,
      querystring: z.strictObject({}),
      response: { 200: MappingDetail, ...problems(400, 404, 503) },
    },
  }, async (request) => {
    const { list } = request.params
    const value = mappingKey(request.params.value)
    return await atOnePosition(app.db, async (tx, position) => {
      const { items, unmapped } = await mappingsAt(tx, list, position)
      const history = await listEdits(tx, list, value)
      const without = unmapped.filter((raw) => [raw.value, raw.name].some((text) => text !== null && mappingKey(text) === value))
      const meaning = items.find((item) => item.value === value)
      if (!meaning && history.length === 0 && without.length === 0) throw noValue(list, value)
      const none: CountedMeaning = { value, code: 'unknown', origin: 'none', note: null, by: null, at: null, enterprises: without.reduce((sum, { enterprises }) => sum + enterprises, 0) }
      return { list, ...presentMeaning(meaning ?? none), history: history.map(presentEdit), position }
    })
  })

  app.put('/mappings/:list/:value', {
    config: { access: 'feed:release' },
    schema: {
      operationId: 'editMapping',
      tags: ['sync'],
      summary: 'Say what a raw value means',
      description: 'Holds for all that is read from now on, and gives each enterprise that is now read otherwise a new version, as one block. Waits for a run that is being recorded; runs that were read before it and are not recorded yet fail at their commit and have to be sent again. The same edit again changes nothing. / Quy định ý nghĩa của một giá trị gốc.',
      params: MappingParams,
      querystring: z.strictObject({}),
      body: MappingRequest,
      response: { 200: MappingEdit, ...problems(400, 404, 503) },
    },
  }, async (request) => {
    const { list, value } = request.params
    const edit = await editMapping(app.db, { list, value, ...request.body, by: authorOf(request) })
      .catch((err: unknown) => { throw asProblem(err, list, value) })
    return { list, value: mappingKey(value), ...presentEdit(edit) }
  })
}

export default routes

const noValue = (list: string, value: string) => notFound({
  vi: `Không có giá trị "${value}" trong danh sách ${list}.`,
  en: `No value "${value}" of the list ${list} is known.`,
})

function asProblem (err: unknown, list: string, value: string): unknown {
  if (err instanceof NoSuchMeaning) return badRequest('code', err.message)
  if (err instanceof NeverEdited) {
    return notFound({
      vi: `Chưa ai thay đổi ý nghĩa của giá trị "${value}" trong danh sách ${list}.`,
      en: `Nobody has edited what "${value}" of the list ${list} means; there is nothing to give back.`,
    })
  }
  return err
}

const presentMeaning = ({ at, ...meaning }: CountedMeaning) => ({ ...meaning, at: at?.toISOString() ?? null })
const presentEdit = ({ code, note, by, at, enterprises, position }: EditRow) => ({ code, note, by, at: at.toISOString(), enterprises, position })
