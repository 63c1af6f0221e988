import { forbidden } from '../auth/schemas.ts'
import { orComeAgain } from '../http/patience.ts'
import { badRequest, HttpProblem } from '../http/problem.ts'
import { DecisionRefused } from './decision-commands.ts'
import type { Refusal } from './judgement.ts'

export function problemOf ({ kind, detail, path, message, province }: Refusal): HttpProblem {
  if (kind === 'forbidden') return forbidden('decide', province)
  return path === undefined ? new HttpProblem(kind, detail) : badRequest(path, message!)
}

/** What a command threw, as the problem that it stands for. */
export const asProblems = <T>(work: () => Promise<T>): Promise<T> => orComeAgain(async () => {
  try {
    return await work()
  } catch (err) {
    throw err instanceof DecisionRefused ? problemOf(err.refusal) : err
  }
})
