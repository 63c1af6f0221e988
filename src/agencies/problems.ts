import type { Bilingual } from '../http/language.ts'
import { badRequest, HttpProblem, notFound } from '../http/problem.ts'
import { NotAppointable } from './commands.ts'

const conflict = (detail: Bilingual) => new HttpProblem('wrong-state', detail)

/** What a caller is told of a refusal of these commands; what is none is passed on. */
export function asProblem (err: unknown): unknown {
  if (!(err instanceof NotAppointable)) return err
  const { about } = err
  switch (err.why) {
    case 'shipped': return conflict({ vi: `Cơ quan ${about} đi kèm phần mềm; hãy dùng mã khác.`, en: `The body ${about} is shipped with the registry; use another code.` })
    case 'no-parent': return badRequest('parent', `there is no body ${about}`)
    case 'cycle': return badRequest('parent', 'makes a cycle: the body would be above itself')
    case 'reversed': return badRequest('validTo', 'must not be before its first day')
    case 'overlaps': return conflict({ vi: `Đã có đầu mối ${about} trong thời gian này; hãy kết thúc đầu mối đó trước.`, en: `There is a focal point ${about} in this time: end it first.` })
    case 'no-focal-point': return notFound({ vi: `Không có đầu mối ${about}.`, en: `There is no focal point ${about}.` })
    case 'unseen': return new HttpProblem('precondition-required')
    case 'changed': return new HttpProblem('precondition-failed')
    case 'no-agency': return badRequest('agency', `there is no body ${about}`)
    case 'collective': return badRequest('agency', 'is no single body')
    case 'ended': return badRequest('agency', `is not there on that day: ${about}`)
    case 'elsewhere': return badRequest('agency', `is not one of this locality: ${about}`)
    case 'other-division': return badRequest('validFrom', 'the unit is not there in all of this time: those of the division of 2004 end with 2025-06-30, those that were merged begin on 2025-07-01')
  }
}
