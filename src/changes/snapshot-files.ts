import { createHash } from 'node:crypto'
import { createReadStream, createWriteStream } from 'node:fs'
import { mkdir, readdir, rename, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable, Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGzip } from 'node:zlib'
import type { SnapshotFile } from './tables.ts'

const PARTIAL = '.partial'

/** Where the files of the snapshot of a position lie. */
export const folderOf = (folder: string, position: number) => join(folder, String(position))

/** Writes one file and says what it is; on disk when it answers. */
async function write (path: string, name: SnapshotFile['name'], pieces: AsyncIterable<string>): Promise<SnapshotFile> {
  const hash = createHash('sha256')
  let bytes = 0
  const meter = new Transform({
    transform (chunk: Buffer, _encoding, done) {
      hash.update(chunk)
      bytes += chunk.length
      done(null, chunk)
    },
  })
  await pipeline(Readable.from(pieces), createGzip(), meter, createWriteStream(path, { flush: true, mode: 0o644 }))
  return { name, mediaType: 'application/gzip', bytes, sha256: hash.digest('hex') }
}

/** The files of a snapshot, under their name when all are whole; what an earlier attempt left behind goes. */
export async function writeSnapshot (folder: string, position: number, contents: [name: SnapshotFile['name'], pieces: AsyncIterable<string>][]): Promise<SnapshotFile[]> {
  await mkdir(folder, { recursive: true })
  for (const name of await readdir(folder)) if (name.endsWith(PARTIAL)) await rm(join(folder, name), { recursive: true, force: true })
  const draft = join(folder, `${position}${PARTIAL}`)
  await mkdir(draft)
  try {
    const files: SnapshotFile[] = []
    for (const [name, pieces] of contents) files.push(await write(join(draft, name), name, pieces))
    // Files without a note in the database, from a process that died between the two.
    await rm(folderOf(folder, position), { recursive: true, force: true })
    await rename(draft, folderOf(folder, position))
    return files
  } catch (err) {
    await rm(draft, { recursive: true, force: true })
    throw err
  }
}

export const removeSnapshot = (folder: string, position: number) => rm(folderOf(folder, position), { recursive: true, force: true })

/** A file, or a part of it; undefined where this machine does not have it as it was made. */
export async function openSnapshot (folder: string, position: number, { name, bytes }: SnapshotFile, range: { start: number, end: number }): Promise<Readable | undefined> {
  const path = join(folderOf(folder, position), name)
  const found = await stat(path).catch(() => undefined)
  if (found?.size !== bytes) return undefined
  return bytes === 0 ? Readable.from([]) : createReadStream(path, range)
}
