import { TouchedSince } from '../enterprises/commands.ts'
import { badRequest, HttpProblem } from '../http/problem.ts'
import { ChunkRefused } from './chunk.ts'
import { MissingChunks, MixedPush, SequenceGap } from './push.ts'
import { WrongState } from './run-state.ts'
import { RunInProgress } from './run.ts'

const BODY_FAULTS = {
  digest: ['Content-Digest', 'is not the SHA-256 of the body that arrived'],
  'record-count': ['Record-Count', 'is not the number of records that arrived'],
  'too-many-rejects': ['body', 'holds over 100000 lines that are no records; is it in one of the documented forms?'],
  cut: ['body', 'ends in the middle of the gzip stream'],
  damaged: ['body', 'is no gzip stream, or is damaged'],
} as const

/** What a caller is told of the faults that pushing knows. */
function problemFor (err: unknown): HttpProblem | undefined {
  if (err instanceof ChunkRefused) {
    if (err.fault === 'too-large') return new HttpProblem('body-too-large')
    if (err.fault === 'conflict') return new HttpProblem('chunk-conflict')
    const [path, message] = BODY_FAULTS[err.fault]
    return badRequest(path, message)
  }
  if (err instanceof SequenceGap) {
    const { expected, received } = err.gap
    return new HttpProblem('sequence-gap', { vi: `Nguồn phải tiếp tục từ số ${expected}, nhưng nhận được ${received}.`, en: `The source goes on with ${expected}; received was ${received}.` }, { members: { expected, received } })
  }
  if (err instanceof MissingChunks) {
    return new HttpProblem('missing-chunk', { vi: `Còn thiếu phần: ${err.numbers.join(', ')}.`, en: `Missing chunks: ${err.numbers.join(', ')}.` },
      { errors: err.numbers.map((number) => ({ path: `chunks.${number}`, message: 'has not arrived' })) })
  }
  if (err instanceof TouchedSince) return new HttpProblem('touched-since', undefined, { errors: err.codes.map((code) => ({ path: code, message: 'was changed again since' })) })
  if (err instanceof WrongState) return new HttpProblem('wrong-state', { vi: `Lần đồng bộ đang ở trạng thái ${err.state}.`, en: err.message })
  if (err instanceof MixedPush) return new HttpProblem('mixed-sources')
  if (err instanceof RunInProgress) return new HttpProblem('run-in-progress', undefined, { headers: { 'retry-after': '5' } })
  return undefined
}

/** Runs the work; faults that pushing knows become problems. */
export async function asProblems<T> (work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (err) {
    throw problemFor(err) ?? err
  }
}
