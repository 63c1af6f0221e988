import { badRequest, HttpProblem, notFound } from '../http/problem.ts'
import { NotPlannable } from './commands.ts'

export const noPlan = (code: string) => notFound({ vi: `Không có kế hoạch ${code}.`, en: `There is no plan ${code}.` })
export const noDraft = (code: string) => notFound({ vi: `Không có bản thảo ${code}.`, en: `There is no draft ${code}.` })
export const noTask = (code: string) => notFound({ vi: `Không có nhiệm vụ ${code}.`, en: `There is no task ${code}.` })

/** Told to the caller, where these commands refused. */
export const refuse = (err: unknown): never => { throw asProblem(err) }

/** What a caller is told of a refusal; what is none is passed on. */
function asProblem (err: unknown): unknown {
  if (!(err instanceof NotPlannable)) return err
  const { about } = err
  switch (err.why) {
    case 'shipped': return new HttpProblem('wrong-state', { vi: `Kế hoạch ${about} đi kèm phần mềm; hãy dùng mã khác.`, en: `The plan ${about} is shipped with the registry; use another code.` })
    case 'unseen': return new HttpProblem('precondition-required')
    case 'changed': return new HttpProblem('precondition-failed')
    case 'no-agency': return badRequest('tasks', `there is no body ${about}`)
    case 'elsewhere': return badRequest('agency', `is not one of this locality: ${about}`)
    case 'not-central': return badRequest('agency', `is not a central body: ${about}`)
    case 'no-task': return noTask(about)
    case 'no-indicator': return notFound({ vi: `Không có chỉ tiêu ${about}.`, en: `There is no indicator ${about}.` })
    case 'no-draft': return noDraft(about)
    case 'measured': return new HttpProblem('wrong-state', { vi: `Chỉ tiêu này do sổ đăng ký tự tính (${about}).`, en: `The registry measures this indicator itself (${about}).` })
  }
}
