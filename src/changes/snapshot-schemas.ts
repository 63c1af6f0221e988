import { z } from 'zod'
import { fromText } from '../http/query.ts'
import { DIGEST, Digest, readPosition } from './schemas.ts'
import { SNAPSHOT_FILES } from './tables.ts'

const MAX = Number.MAX_SAFE_INTEGER

export const SnapshotId = fromText({ type: 'string', maxLength: 16, pattern: '^(latest|\\d{1,16})$', description: 'The position that the snapshot was cut at, or `latest`.', examples: ['latest'] },
  'must be the number of a snapshot, or latest', (text) => text === 'latest' ? text : readPosition(text))
export const SnapshotFileName = z.enum(SNAPSHOT_FILES).meta({ description: 'One JSON document a line, or CSV in UTF-8; both gzip.', examples: [SNAPSHOT_FILES[1]] })

const File = z.object({
  name: SnapshotFileName,
  url: z.string().max(300).meta({ format: 'uri-reference', description: 'Where it is, from the root of the service.' }),
  mediaType: z.string().max(100),
  bytes: z.int().min(0).max(MAX),
  sha256: z.string().length(64).regex(/^[0-9a-f]{64}$/).meta({ description: 'Of the file as it is downloaded.' }),
}).meta({ id: 'SnapshotFile', description: 'A file of a snapshot.' })

const example = {
  id: 21_004, position: 21_004, madeAt: '2026-11-22T19:30:00.000Z', asOf: '2026-11-23', rows: DIGEST.count, schemaVersion: 1, language: 'vi', division: '2025', digest: DIGEST,
  files: [{ name: 'enterprises.ndjson.gz', url: '/v1/snapshots/21004/enterprises.ndjson.gz', mediaType: 'application/gzip', bytes: 1_048_576, sha256: '9d0f'.repeat(16) }],
}

export const Snapshot = z.object({
  id: z.int().min(0).max(MAX),
  position: z.int().min(0).max(MAX).meta({ description: 'The register as it stood here; the feed goes on behind it.' }),
  madeAt: z.date(),
  asOf: z.iso.date().meta({ description: 'The day whose categories and names of places the rows show.' }),
  rows: z.int().min(0).max(MAX),
  schemaVersion: z.int().min(1).max(1000).meta({ description: 'Goes up when a member of the rows changes its meaning or goes away.' }),
  language: z.literal('vi').meta({ description: 'Of the names that follow from codes.' }),
  division: z.literal('2025'),
  digest: Digest.meta({ description: 'As `register` of `/changes/digest` with this position as `until`.' }),
  files: z.array(File).max(10),
}).meta({ id: 'Snapshot', description: 'The register at one position, as files.', examples: [example] })
export type Snapshot = z.output<typeof Snapshot>

export const SnapshotList = z.object({ items: z.array(Snapshot).max(100) }).meta({ id: 'SnapshotList', description: 'Snapshots, newest first.', examples: [{ items: [example] }] })
