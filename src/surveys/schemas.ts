import { z } from 'zod'
import { EnterpriseCode } from '../enterprises/schemas.ts'
import { ListFormat } from '../http/list-file.ts'
import { Position } from '../http/page.ts'
import { fromText, prose } from '../http/query.ts'
import { ProvinceCode } from '../localities/schemas.ts'
import { QUESTION_KINDS } from './questions.ts'

const text = (max: number) => z.string().max(max)
const code = (example: string, description: string) => z.string().max(60).regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'must be small letters, digits and hyphens').meta({ description, examples: [example] })
export const SurveyCode = code('sandbox-2026', 'Code of a survey: small letters, digits and hyphens.')
export const QuestionnaireCode = code('sandbox', 'Code of a questionnaire: small letters, digits and hyphens.')
const Plain = z.string().max(60).regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'must be small letters, digits and hyphens')
const version = z.int().min(1).max(10_000)
export const VersionAsked = fromText({ type: 'integer', format: 'int32', minimum: 1, maximum: 10_000, description: 'Number of a version; the newest where absent.' }, 'must be a whole number from 1', (given) => /^([1-9]\d{0,3}|10000)$/.test(given) ? Number(given) : undefined).optional()
const instant = z.iso.datetime({ offset: true })
const count = z.int().min(0).max(100_000_000)

const Kind = z.enum(QUESTION_KINDS).meta({ description: 'A number, one of several options, any of them, or words.' })
const questionExample = { code: 'staff', kind: 'number' as const, text: 'Số lao động', textEn: 'Employees', unit: 'người', required: true, options: [] }
export const Question = z.object({
  code: Plain, kind: Kind, text: text(500), textEn: text(500).nullable(), unit: text(40).nullable(), required: z.boolean(), options: z.array(z.object({ code: Plain, text: text(300) })).max(100),
}).meta({ id: 'Question', description: 'One question.', examples: [questionExample] })
const about = { questionnaire: Plain, version, title: text(300), titleEn: text(300).nullable(), publishedAt: instant, position: Position }
const aboutExample = { questionnaire: 'sandbox', version: 1, title: 'Phiếu thử nghiệm', titleEn: null, publishedAt: '2026-11-22T01:12:00.000Z', position: 21004 }
export const QuestionnaireItem = z.object({ ...about, questions: z.int().min(0).max(1000).meta({ description: 'How many questions it has.' }) }).meta({ id: 'QuestionnaireItem', description: 'A version of a questionnaire.', examples: [{ ...aboutExample, questions: 1 }] })
export const QuestionnaireList = z.object({ items: z.array(QuestionnaireItem).max(10_000), position: Position }).meta({ id: 'QuestionnaireList', description: 'All versions of all questionnaires, the newest of each first.' })
export const Questionnaire = z.object({ ...about, questions: z.array(Question).max(200) }).meta({ id: 'Questionnaire', description: 'A version of a questionnaire, which never changes.', examples: [{ ...aboutExample, questions: [questionExample] }] })
export const QuestionnaireRequest = z.strictObject({
  title: prose(300), titleEn: prose(300).nullable().default(null),
  questions: z.array(z.strictObject({
    code: Plain, kind: Kind, text: prose(500), textEn: prose(500).nullable().default(null), unit: prose(40).nullable().default(null), required: z.boolean().default(false),
    options: z.array(z.strictObject({ code: Plain, text: prose(300) })).max(100).default([]),
  })).min(1).max(200),
}).meta({ id: 'QuestionnaireRequest', description: 'The next version of a questionnaire.', examples: [{ title: aboutExample.title, questions: [{ code: 'staff', kind: 'number', text: 'Số lao động', unit: 'người', required: true }] }] })

const surveyExample = { code: 'sandbox-2026', title: 'Khảo sát thử nghiệm', titleEn: null, year: 2026, questionnaire: 'sandbox', version: 1, state: 'closed' as const, openedAt: '2026-11-22T01:12:00.000Z', closedAt: '2026-11-22T01:12:00.000Z', countedAt: 21003, asked: 574, answered: 4, ratePercent: 0.7, position: 21004 }
export const Survey = z.object({
  code: Plain, title: text(300), titleEn: text(300).nullable(), year: z.int().min(2000).max(2099), questionnaire: Plain, version, state: z.enum(['open', 'closed']), openedAt: instant, closedAt: instant.nullable(),
  countedAt: Position.meta({ description: 'The position at which those who are asked were counted.' }), asked: count.meta({ description: 'Enterprises that were active and counted then.' }), answered: count.nullable().meta({ description: 'Null while the survey is open.' }),
  ratePercent: z.number().min(0).max(100).nullable().meta({ description: 'Of those asked, how many have answered; null while the survey is open.' }), position: Position,
}).meta({ id: 'Survey', description: 'A survey and how many have answered.', examples: [surveyExample] })
export const SurveyList = z.object({ items: z.array(Survey).max(10_000), position: Position }).meta({ id: 'SurveyList', description: 'All surveys, the newest year first.' })
export const ListQuery = z.strictObject({ format: ListFormat })
export const SurveyRequest = z.strictObject({ code: Plain, title: prose(300), titleEn: prose(300).nullable().default(null), year: z.int().min(2000).max(2099), questionnaire: Plain, version })
  .meta({ id: 'SurveyRequest', description: 'A survey to open.', examples: [{ code: 'industry-2026', title: 'Khảo sát thử nghiệm', year: 2026, questionnaire: 'sandbox', version: 1 }] })
export const CloseRequest = z.strictObject({ state: z.literal('closed') }).meta({ id: 'SurveyStateRequest', description: 'A survey is closed for good.', examples: [{ state: 'closed' }] })

const number = z.number().min(-1e15).max(1e15).nullable()
const choices = z.array(Plain).max(100).nullable()
const answer = { question: Plain, number, choices, text: text(2000).nullable() }
const answerExample = { question: 'staff', number: 25, choices: null, text: null }
export const Answers = z.object({ survey: Plain, enterprise: EnterpriseCode, answers: z.array(z.object(answer)).max(200), version: z.int().min(1).max(2_147_483_647), submittedAt: instant })
  .meta({ id: 'SurveyAnswers', description: 'What an enterprise answered; never public.', examples: [{ survey: 'sandbox-2026', enterprise: '3750002081', answers: [answerExample], version: 1, submittedAt: '2026-11-22T01:12:00.000Z' }] })
export const AnswersRequest = z.strictObject({
  answers: z.array(z.strictObject({ question: Plain, number: number.default(null), choices: choices.default(null), text: prose(2000).nullable().default(null) })).min(1).max(200),
}).meta({ id: 'SurveyAnswersRequest', description: 'All answers of an enterprise: a number, options or words, as each question wants.', examples: [{ answers: [{ question: 'staff', number: 25 }] }] })

const figures = z.object({
  province: ProvinceCode.nullable().meta({ description: 'Where the enterprises were when the survey opened; null for the nation.' }),
  isSuppressed: z.boolean().meta({ description: 'Not shown, as it would tell of single respondents, or let another figure be worked out that would.' }),
  respondents: count.nullable(), sum: z.number().min(-1e24).max(1e24).nullable().meta({ description: 'Of what was answered, added up in decimal; null of what is no number.' }),
  mean: z.number().min(-1e15).max(1e15).nullable().meta({ description: 'Rounded to six decimals; null of what is no number, and where nobody answered.' }),
  options: z.array(z.object({ code: Plain, respondents: count })).max(100).nullable().meta({ description: 'How many chose each; null where the question has none, and where they would tell of single respondents.' }),
})
const shown = { province: null, isSuppressed: false, respondents: 4, sum: 100, mean: 25, options: null }
const Result = z.object({ question: Plain, kind: Kind, unit: text(40).nullable(), nation: figures, provinces: z.array(figures).max(100) })
  .meta({ id: 'SurveyResult', description: 'What was answered to a question, together.', examples: [{ question: 'staff', kind: 'number' as const, unit: 'người', nation: shown, provinces: [{ ...shown, province: '79' }] }] })
const Responses = z.object({ province: ProvinceCode, asked: count, answered: count }).meta({ id: 'SurveyResponses', description: 'How many of a province have answered.', examples: [{ province: '79', asked: 200, answered: 4 }] })
export const Results = z.object({ survey: Survey, turnout: z.array(Responses).max(100), items: z.array(Result).max(200), position: Position })
  .meta({ id: 'SurveyResults', description: 'The results of a closed survey. Words that were answered are not among them.' })
export const ResultRow = z.object({ question: Plain, ...figures.shape }).meta({ id: 'SurveyResultRow', description: 'One figure of the results, as files have it.' })
