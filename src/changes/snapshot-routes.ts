import { Readable } from 'node:stream'
import type { FastifyReply } from 'fastify'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { HttpProblem, notFound, problems, unavailable } from '../http/problem.ts'
import { byteRangeOf } from './byte-range.ts'
import { findSnapshot, listSnapshots } from './queries.ts'
import { openSnapshot } from './snapshot-files.ts'
import { Snapshot, SnapshotFileName, SnapshotId, SnapshotList } from './snapshot-schemas.ts'
import type { snapshots } from './tables.ts'

/** Nothing about a file that has a name ever changes. */
const FOR_GOOD = 'public, max-age=31536000, immutable'

const routes: FastifyPluginAsyncZod<{ folder: string }> = async (app, { folder }) => {
  async function existing (id: z.output<typeof SnapshotId>) {
    const found = id === 'latest' ? (await listSnapshots(app.db))[0] : await findSnapshot(app.db, id)
    if (!found) throw notFound({ vi: `Không có bản chụp ${id}.`, en: `There is no snapshot ${id}; old ones are removed.` })
    return found
  }

  app.get('/snapshots', {
    config: { access: 'public' },
    schema: {
      operationId: 'listSnapshots',
      tags: ['changes'],
      summary: 'List snapshots of the register',
      description: 'Newest first. A snapshot and the events behind its position make the register. / Danh sách bản chụp của cơ sở dữ liệu.',
      querystring: z.strictObject({}),
      response: { 200: SnapshotList, ...problems(400, 503) },
    },
  }, async (_request, reply) => {
    reply.header('cache-control', 'no-cache')
    return { items: (await listSnapshots(app.db)).map(present) }
  })

  app.get('/snapshots/:snapshot', {
    config: { access: 'public' },
    schema: {
      operationId: 'getSnapshot',
      tags: ['changes'],
      summary: 'Get the manifest of a snapshot',
      description: 'Its position, number of rows, checksum as `/changes/digest` has it for this position, and its files with SHA-256 and length. / Thông tin của một bản chụp.',
      params: z.object({ snapshot: SnapshotId }),
      querystring: z.strictObject({}),
      response: { 200: Snapshot, ...problems(400, 404, 503) },
    },
  }, async (request, reply) => {
    const found = await existing(request.params.snapshot)
    reply.header('cache-control', 'no-cache')
    return present(found)
  })

  app.get('/snapshots/:snapshot/:file', {
    config: { access: 'public', formats: ['gzip'] },
    schema: {
      operationId: 'downloadSnapshot',
      tags: ['changes'],
      summary: 'Download a file of a snapshot',
      description: 'Every served enterprise by code, gzip of NDJSON or of CSV, names in Vietnamese. Takes `Range` with one range and `If-Range`; the strong `ETag` is the SHA-256 of the file. / Tải tệp của bản chụp.',
      params: z.object({ snapshot: SnapshotId, file: SnapshotFileName }),
      querystring: z.strictObject({}),
      response: {
        200: { description: 'The file.', content: { 'application/gzip': { schema: file } } },
        206: { description: 'The part of the file that `Range` names.', content: { 'application/gzip': { schema: file } } },
        ...problems(400, 404, 406, 416, 503),
      },
    },
  }, async (request, reply) => {
    const snapshot = await existing(request.params.snapshot)
    const manifest = snapshot.files.find(({ name }) => name === request.params.file)
    if (!manifest) throw notFound()
    const { bytes, sha256, mediaType, name } = manifest
    const tag = `"${sha256}"`
    reply.headers({ etag: tag, 'cache-control': request.params.snapshot === 'latest' ? 'public, no-cache' : FOR_GOOD, 'accept-ranges': 'bytes' })
    const known = request.headers['if-none-match']
    if (known?.split(',').some((one) => ['*', tag].includes(one.trim().replace(/^W\//, '')))) return (reply as FastifyReply).code(304).send()
    const ifRange = request.headers['if-range']
    const range = request.method === 'GET' && (ifRange === undefined || ifRange === tag) ? byteRangeOf(request.headers.range, bytes) : undefined
    if (range === 'unsatisfiable') throw new HttpProblem('range-not-satisfiable', undefined, { headers: { 'content-range': `bytes */${bytes}` } })
    const { start, end } = range ?? { start: 0, end: bytes - 1 }
    const content = await openSnapshot(folder, snapshot.position, manifest, { start, end })
    // It is listed, but lies on another machine, or not any more as it was made.
    if (!content) throw unavailable()
    reply.type(mediaType).headers({
      'content-length': String(end - start + 1),
      'content-disposition': `attachment; filename="${name.replace('.', `-${snapshot.position}.`)}"`,
      'repr-digest': `sha-256=:${Buffer.from(sha256, 'hex').toString('base64')}:`,
      ...range && { 'content-range': `bytes ${start}-${end}/${bytes}` },
    })
    if (request.method === 'HEAD') {
      content.destroy()
      return reply.send(Readable.from([]))
    }
    return reply.code(range ? 206 : 200).send(content)
  })
}

export default routes

const file = z.unknown().meta({ type: 'string', contentEncoding: 'binary', maxLength: 2 ** 31 - 1, description: 'Bytes.', examples: ['(bytes)'] })

function present ({ position, madeAt, asOf, rows, checksum, schemaVersion, files }: typeof snapshots.$inferSelect): Snapshot {
  return {
    id: position, position, madeAt, asOf, rows, schemaVersion, language: 'vi', division: '2025', digest: { count: rows, checksum },
    files: files.map((one) => ({ ...one, url: `/v1/snapshots/${position}/${one.name}` })),
  }
}
