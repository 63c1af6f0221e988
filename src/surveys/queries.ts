import { and, asc, desc, eq, sql } from 'drizzle-orm'
import type { Database } from '../db/client.ts'
import { meanOf, sumOf } from './decimal.ts'
import type { Answer, Question } from './questions.ts'
import { cellOf, suppress, suppressChoices } from './suppression.ts'
import { questionnaires, surveyAnswers, surveyMembers, surveys } from './tables.ts'

export type { Cell } from './suppression.ts'
export { suppress, together } from './suppression.ts'
export type QuestionnaireRow = typeof questionnaires.$inferSelect
export type SurveyRow = typeof surveys.$inferSelect

export const listQuestionnaires = (db: Database): Promise<QuestionnaireRow[]> => db.select().from(questionnaires).orderBy(asc(questionnaires.code), desc(questionnaires.version))
export async function findQuestionnaire (db: Database, code: string, version?: number): Promise<QuestionnaireRow | undefined> {
  const [row] = await db.select().from(questionnaires).where(and(eq(questionnaires.code, code), version === undefined ? undefined : eq(questionnaires.version, version))).orderBy(desc(questionnaires.version)).limit(1)
  return row
}

export const listSurveys = (db: Database): Promise<SurveyRow[]> => db.select().from(surveys).orderBy(desc(surveys.year), asc(surveys.code))
export async function findSurvey (db: Database, code: string): Promise<SurveyRow | undefined> {
  const [row] = await db.select().from(surveys).where(eq(surveys.code, code))
  return row
}

export async function findMember (db: Database, survey: string, enterprise: string): Promise<boolean> {
  return await db.$count(surveyMembers, and(eq(surveyMembers.survey, survey), eq(surveyMembers.enterprise, enterprise))) > 0
}
export async function findAnswers (db: Database, survey: string, enterprise: string) {
  const [row] = await db.select().from(surveyAnswers).where(and(eq(surveyAnswers.survey, survey), eq(surveyAnswers.enterprise, enterprise)))
  return row
}
export async function findProvinceNow (db: Database, enterprise: string): Promise<string | undefined> {
  const { rows: [row] } = await db.execute<{ province: string }>(sql`select province_code as province from enterprise_versions where code = ${enterprise} and is_current`)
  return row?.province
}

export interface Response { province: string, asked: number, answered: number }
/** Who was asked and who has answered, by the province in which they were when the survey opened. */
export async function countResponses (db: Database, survey: string): Promise<Response[]> {
  const { rows } = await db.execute<Response & Record<string, unknown>>(sql`
    select m.province_code as province, count(*)::int as asked, count(a.enterprise)::int as answered
    from survey_members m left join survey_answers a on a.survey = m.survey and a.enterprise = m.enterprise where m.survey = ${survey} group by 1 order by 1`)
  return rows
}

interface Given { province: string, answer: Answer }

/** Aggregates of a question for each province and the nation, less what would tell of single respondents. */
function aggregate (question: Question, given: Given[], provinces: string[]) {
  const of = (province: string) => given.filter((one) => one.province === province).map(({ answer }) => answer)
  const contribution = ({ number }: Answer) => question.kind === 'number' ? number! : 1
  const { hidden, isTotalHidden } = suppress(provinces.map((key) => cellOf(key, of(key).map(contribution))))
  const chosenBy = (answers: Answer[]) => question.options.map(({ code }) => answers.filter(({ choices }) => choices!.includes(code)).length)
  const options = suppressChoices(provinces.map((key) => ({ key, respondents: of(key).length, chosen: chosenBy(of(key)) })), hidden)
  const figures = (province: string | null, answers: Answer[], isHidden: boolean, areOptionsHidden: boolean) => {
    if (isHidden) return { province, isSuppressed: true, respondents: null, sum: null, mean: null, options: null }
    const numbers = question.kind === 'number' ? answers.map(({ number }) => number!) : null
    return {
      province, isSuppressed: false, respondents: answers.length, sum: numbers && sumOf(numbers), mean: numbers && meanOf(numbers),
      options: question.options.length === 0 || areOptionsHidden ? null : chosenBy(answers).map((respondents, i) => ({ code: question.options[i]!.code, respondents })),
    }
  }
  return {
    question: question.code, kind: question.kind, unit: question.unit,
    nation: figures(null, given.map(({ answer }) => answer), isTotalHidden, options.isTotalHidden),
    provinces: provinces.map((province) => figures(province, of(province), hidden.has(province), options.hidden.has(province))),
  }
}

/** The results of a survey, as they may be shown to everybody. */
export async function readResults (db: Database, { code, questionnaire, version }: SurveyRow) {
  const { questions } = (await findQuestionnaire(db, questionnaire, version))!
  const rows = await db.select({ province: surveyMembers.provinceCode, answers: surveyAnswers.answers }).from(surveyAnswers)
    .innerJoin(surveyMembers, and(eq(surveyMembers.survey, surveyAnswers.survey), eq(surveyMembers.enterprise, surveyAnswers.enterprise))).where(eq(surveyAnswers.survey, code))
  const provinces = (await countResponses(db, code)).map(({ province }) => province)
  return questions.map((question) => aggregate(question, rows.flatMap(({ province, answers }) => answers.filter((one) => one.question === question.code).map((answer) => ({ province, answer }))), provinces))
}
