import { sql } from 'drizzle-orm'
import { boolean, index, integer, jsonb, pgTable, primaryKey, text, timestamp, uniqueIndex } from 'drizzle-orm/pg-core'
import { id, position } from '../db/columns.ts'
import type { Answer, Question } from './questions.ts'

const instant = (name: string) => timestamp(name, { withTimezone: true })

/** Versions of questionnaires. A trigger refuses to change or remove them. */
export const questionnaires = pgTable('questionnaires', {
  id: id(),
  code: text('code').notNull(),
  version: integer('version').notNull(),
  title: text('title').notNull(),
  titleEn: text('title_en'),
  questions: jsonb('questions').$type<Question[]>().notNull(),
  publishedAt: instant('published_at').notNull(),
  recordedFrom: position('recorded_from').notNull(),
}, (t) => [uniqueIndex('questionnaires_code_version_key').on(t.code, t.version)])

export const surveys = pgTable('surveys', {
  code: text('code').primaryKey(),
  title: text('title').notNull(),
  titleEn: text('title_en'),
  year: integer('year').notNull(),
  questionnaire: text('questionnaire').notNull(),
  version: integer('version').notNull(),
  isOpen: boolean('is_open').notNull(),
  openedAt: instant('opened_at').notNull(),
  closedAt: instant('closed_at'),
  /** What the register's enterprises were counted at when it opened. */
  countedAt: position('counted_at').notNull(),
  position: position('position').notNull(),
})

/** Who is asked: the active enterprises that counted when the survey opened, where they were then. */
export const surveyMembers = pgTable('survey_members', {
  survey: text('survey').notNull(),
  enterprise: text('enterprise').notNull(),
  provinceCode: text('province_code').notNull(),
}, (t) => [primaryKey({ name: 'survey_members_pk', columns: [t.survey, t.enterprise] }), index('survey_members_province_index').on(t.survey, t.provinceCode)])

/** What an enterprise answered: never public. */
export const surveyAnswers = pgTable('survey_answers', {
  survey: text('survey').notNull(),
  enterprise: text('enterprise').notNull(),
  answers: jsonb('answers').$type<Answer[]>().notNull(),
  version: integer('version').notNull(),
  submittedAt: instant('submitted_at').notNull().default(sql`clock_timestamp()`),
}, (t) => [primaryKey({ name: 'survey_answers_pk', columns: [t.survey, t.enterprise] })])
