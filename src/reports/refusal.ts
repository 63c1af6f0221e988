import type { Bilingual } from '../http/language.ts'
import { HttpProblem, invalidRequest, notFound } from '../http/problem.ts'
import type { Refusal } from './submission-commands.ts'
import { MOST_ATTACHMENTS, ReportRefused } from './submission-commands.ts'

const STATES: Record<Exclude<Refusal, 'changed' | 'incomplete' | 'no-attachment'>, Bilingual> = {
  closed: { vi: 'Kỳ báo cáo đã đóng.', en: 'The cycle is closed.' },
  submitted: { vi: 'Báo cáo đã được gửi và đang chờ xem xét.', en: 'The report has been submitted and waits for its review.' },
  accepted: { vi: 'Báo cáo đã được tiếp nhận.', en: 'The report has been accepted.' },
  'not-submitted': { vi: 'Báo cáo chưa được gửi.', en: 'The report has not been submitted.' },
  'nothing-written': { vi: 'Chưa có nội dung báo cáo.', en: 'Nothing has been written yet.' },
  full: { vi: `Mỗi báo cáo có nhiều nhất ${MOST_ATTACHMENTS} tệp đính kèm.`, en: `A report has at most ${MOST_ATTACHMENTS} attachments.` },
}

/** What a command threw, as the problem that it stands for. */
export async function asProblems<T> (work: Promise<T>): Promise<T> {
  try {
    return await work
  } catch (err) {
    if (!(err instanceof ReportRefused)) throw err
    if (err.why === 'changed') throw new HttpProblem('precondition-failed')
    if (err.why === 'incomplete') throw invalidRequest(err.faults)
    if (err.why === 'no-attachment') throw noAttachment()
    throw new HttpProblem('wrong-state', STATES[err.why])
  }
}

export const noCycle = (code: string) => notFound({ vi: `Không có kỳ báo cáo ${code}.`, en: `There is no cycle ${code}.` })
export const noReporter = (cycle: string, code: string) => notFound({ vi: `${code} không báo cáo trong kỳ ${cycle}.`, en: `${code} does not report in ${cycle}.` })
export const noForm = (code: string) => notFound({ vi: `Không có ${code}.`, en: `There is no ${code}.` })
export const noAttempt = (attempt: string) => notFound({ vi: `Chưa có lần gửi ${attempt}.`, en: `There is no attempt ${attempt}.` })
export const noAttachment = () => notFound({ vi: 'Không có tệp đính kèm này.', en: 'There is no such attachment.' })
