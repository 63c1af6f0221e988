import { createReadStream, createWriteStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { from as copyFrom, to as copyTo } from 'pg-copy-streams'
import type { HandoverFile } from './handover-files.ts'
import type { Register } from './register.ts'
import { settle } from './register.ts'
import { megabytes, note, number, seconds } from './screen.ts'

const CHUNK = 1 << 20

/** Writes all versions of the register to a file as COPY's text, in the order in which they lie in the table. */
export async function exportVersions ({ admin, folder, signal }: Register): Promise<HandoverFile> {
  const path = join(folder, 'versions.copy')
  const copy = admin.query(copyTo('copy enterprise_versions to stdout'))
  await pipeline(copy, createWriteStream(path, { highWaterMark: CHUNK }), { signal })
  const records = copy.rowCount ?? 0
  note(`The yardstick's file: ${number(records)} rows, ${megabytes((await stat(path)).size)}`)
  return { path, records }
}

/** Seconds for COPY of that file into an empty table with the same columns, checks and indexes, in one transaction. */
export async function copyVersions (register: Register, { path, records }: HandoverFile): Promise<number> {
  const { admin, signal } = register
  await admin.query('create table yardstick (like enterprise_versions including all)')
  await settle(register)
  const began = performance.now()
  const copy = admin.query(copyFrom('copy yardstick from stdin'))
  await pipeline(createReadStream(path, { highWaterMark: CHUNK }), copy, { signal })
  const took = (performance.now() - began) / 1000
  if (copy.rowCount !== records) throw new Error(`The yardstick took ${copy.rowCount} of ${records} rows.`)
  await admin.query('drop table yardstick')
  note(`COPY of the same rows: ${seconds(took)}`)
  return took
}
