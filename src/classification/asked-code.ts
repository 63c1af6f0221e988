import { codeKind } from '../enterprises/queries.ts'
import { badRequest, HttpProblem } from '../http/problem.ts'

export function checkCode (code: string): void {
  const kind = codeKind(code)
  if (kind === 'dependent-unit') throw new HttpProblem('dependent-unit')
  if (kind !== 'enterprise') throw badRequest('code', 'is not an enterprise code: its check digit is wrong')
}
