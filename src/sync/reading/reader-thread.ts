import { parentPort, workerData } from 'node:worker_threads'
import { createDerivation } from '../derivation.ts'
import { codeIn, readRecord } from '../sources/record-forms.ts'
import { emptyRead, readLine } from './read-block.ts'
import type { ReadTask, ThreadSetup } from './readers.ts'
import { memoryOf } from './readers.ts'

// One of the threads that `readers.ts` starts: takes tasks, answers what they came to.
const { material, today } = workerData as ThreadSetup
const rules = { derivation: createDerivation(material), today, readRecord, codeIn }

parentPort!.on('message', ({ id, bytes, picks, first, digests }: ReadTask & { id: number }) => {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const hex = Buffer.from(digests.buffer, digests.byteOffset, digests.byteLength).toString('hex')
  const read = emptyRead()
  for (let i = 0, at = 0; i < picks.length; i += 3, at += 32) {
    const [index, start, end] = [picks[i]!, picks[i + 1]!, picks[i + 2]!]
    readLine(read, start < 0 ? null : buffer.subarray(start, end), { line: first + index, digest: hex.slice(at, at + 32) }, rules)
  }
  const copy = Buffer.from(read.copy)
  parentPort!.postMessage({ id, read: { ...read, copy: '' }, copy }, memoryOf(copy))
})
