import { eq, sql } from 'drizzle-orm'
import type { Database } from '../db/client.ts'
import type { Author } from '../journal/audit.ts'
import { recordAudit } from '../journal/audit.ts'
import { recordPublication } from '../journal/publications.ts'
import type { QuestionnaireRow, SurveyRow } from './queries.ts'
import { findQuestionnaire, findSurvey } from './queries.ts'
import type { Answer } from './questions.ts'
import { questionnaires, surveyAnswers, surveys } from './tables.ts'

/** Thrown where a survey is there already, or is closed. */
export class WrongTime extends Error {
  override name = 'WrongTime'
}

type QuestionnaireRequest = Pick<QuestionnaireRow, 'code' | 'title' | 'titleEn' | 'questions'>

/** Publishes the next version of a questionnaire; those before stay as they are. */
export const publishQuestionnaire = (db: Database, request: QuestionnaireRequest, by: Author): Promise<QuestionnaireRow> =>
  db.transaction(async (tx) => (await recordPublication(tx, { by, action: 'questionnaire.publish', subject: `questionnaire/${request.code}` }, async (recordedFrom) => {
    const version = ((await findQuestionnaire(tx, request.code))?.version ?? 0) + 1
    const [row] = await tx.insert(questionnaires).values({ ...request, version, publishedAt: sql`clock_timestamp()`, recordedFrom }).returning()
    return { detail: { code: request.code }, after: { version, ...request }, result: row! }
  }))!)

type SurveyRequest = Pick<SurveyRow, 'code' | 'title' | 'titleEn' | 'year' | 'questionnaire' | 'version'>

/** Opens a survey: whoever is active and counted now is asked, wherever he goes afterwards. */
export const openSurvey = (db: Database, request: SurveyRequest, by: Author): Promise<SurveyRow> =>
  db.transaction(async (tx) => (await recordPublication(tx, { by, action: 'survey.open', subject: `survey/${request.code}` }, async (position) => {
    if (await findSurvey(tx, request.code)) throw new WrongTime('there')
    const [row] = await tx.insert(surveys).values({ ...request, isOpen: true, openedAt: sql`clock_timestamp()`, countedAt: position - 1, position }).returning()
    const { rowCount } = await tx.execute(sql`
      insert into survey_members (survey, enterprise, province_code) select ${request.code}, code, province_code from enterprise_versions
      where is_current and presence = 'present' and status = 'active' and basis in ('confirmed', 'derived')`)
    return { detail: { code: request.code, enterprises: rowCount ?? 0 }, after: { ...request, countedAt: position - 1 }, result: row! }
  }))!)

/** Closes a survey for good: from then on its results are public, and can no longer be told apart from those of a day before. */
export const closeSurvey = (db: Database, code: string, by: Author): Promise<void> => db.transaction(async (tx) => {
  await recordPublication(tx, { by, action: 'survey.close', subject: `survey/${code}` }, async (position) => {
    const known = await findSurvey(tx, code)
    if (!known?.isOpen) return undefined
    await tx.update(surveys).set({ isOpen: false, closedAt: sql`clock_timestamp()`, position }).where(eq(surveys.code, code))
    return { detail: { code }, before: { isOpen: true }, after: { isOpen: false }, result: undefined }
  })
})

/** Takes the answers of an enterprise while the survey is open; later ones go in the place of earlier ones. The trail tells that, and not what they are. */
export const submitAnswers = (db: Database, { survey, enterprise, answers }: { survey: string, enterprise: string, answers: Answer[] }, by: Author) => db.transaction(async (tx) => {
  const [open] = await tx.select().from(surveys).where(eq(surveys.code, survey)).for('share')
  if (!open?.isOpen) throw new WrongTime('closed')
  const [row] = await tx.insert(surveyAnswers).values({ survey, enterprise, answers, version: 1 })
    .onConflictDoUpdate({ target: [surveyAnswers.survey, surveyAnswers.enterprise], set: { answers, version: sql`survey_answers.version + 1`, submittedAt: sql`clock_timestamp()` } }).returning()
  await recordAudit(tx, { by, action: 'survey.answer', subject: `survey/${survey}/${enterprise}`, after: { version: row!.version } })
  return row!
})
