import { z } from 'zod'
import type { Bilingual, Language } from './language.ts'
import { inLanguage } from './language.ts'
import type { ProblemKind } from './problem-types.ts'
import { PROBLEM_TYPES } from './problem-types.ts'

export const PROBLEM_MEDIA_TYPE = 'application/problem+json'

const MAX_ERRORS = 1000

export const FieldError = z.object({
  path: z.string().max(300).meta({ description: 'The parameter, or the member of the body, parts joined by dots.' }),
  message: z.string().max(2000).meta({ description: 'What is wrong with it.' }),
}).meta({ id: 'FieldError', description: 'One field of a request that cannot be used.' })
export type FieldError = z.output<typeof FieldError>

/** RFC 9457: the shape of every error that this API answers. */
export const Problem = z.object({
  type: z.string().max(300).meta({ format: 'uri-reference', description: 'What kind of problem this is; stable, meant for programs.' }),
  title: z.string().max(200).meta({ description: 'The kind in words, in the language that was asked for.' }),
  status: z.int().min(400).max(599).meta({ description: 'The HTTP status.' }),
  detail: z.string().max(2000).meta({ description: 'What happened this time, for people.' }),
  instance: z.string().max(500).meta({ format: 'uri-reference', description: 'Names this very failure in the log of the service.' }).optional(),
  expected: z.int().min(1).max(Number.MAX_SAFE_INTEGER).meta({ description: 'Of a `sequence-gap`: the number that the source goes on with.' }).optional(),
  received: z.int().min(1).max(Number.MAX_SAFE_INTEGER).meta({ description: 'Of a `sequence-gap`: the number that came.' }).optional(),
  lastVersion: z.unknown().meta({ type: 'object', description: 'Of a `gone` enterprise: its last version.' }).optional(),
  earliest: z.int().min(1).max(Number.MAX_SAFE_INTEGER).meta({ description: 'Of `pruned`: the first position that is still served.' }).optional(),
  tip: z.int().min(0).max(Number.MAX_SAFE_INTEGER).meta({ description: 'Of `pruned`: the last position there is.' }).optional(),
  snapshot: z.string().max(300).meta({ format: 'uri-reference', description: 'Of `pruned`: the snapshot to begin anew from.' }).optional(),
  scope: z.string().max(100).meta({ description: 'Of `forbidden` and `unauthenticated`: the scope that is needed.' }).optional(),
  errors: z.array(FieldError).max(MAX_ERRORS).meta({ description: 'The fields that cannot be used.' }).optional(),
}).meta({
  id: 'Problem',
  description: 'A problem document (RFC 9457).',
  examples: [{ type: '/problems/not-found', title: 'Not found', status: 404, detail: 'There is nothing at this address.' }],
})
export type Problem = z.output<typeof Problem>

interface ProblemExtras {
  errors?: readonly FieldError[]
  /** Further members of the document, which its kind defines. */
  members?: Readonly<Record<string, unknown>>
  headers?: Readonly<Record<string, string>>
  cause?: unknown
}

/** Thrown anywhere below a route, it becomes the answer. Without a detail it speaks the general one of its kind. */
export class HttpProblem extends Error {
  override name = 'HttpProblem'
  readonly kind: ProblemKind
  readonly statusCode: number
  readonly type: string
  readonly detail: Bilingual
  readonly errors?: readonly FieldError[]
  readonly members: Readonly<Record<string, unknown>>
  readonly headers: Readonly<Record<string, string>>

  constructor (kind: ProblemKind, detail: Bilingual = PROBLEM_TYPES[kind].detail, { errors, members = {}, headers = {}, cause }: ProblemExtras = {}) {
    super(inLanguage(detail, 'en'), cause === undefined ? {} : { cause })
    this.kind = kind
    this.statusCode = PROBLEM_TYPES[kind].status
    this.type = `/problems/${kind}`
    this.detail = detail
    if (errors) this.errors = errors
    this.members = members
    this.headers = headers
  }

  get title (): string {
    return PROBLEM_TYPES[this.kind].title.en
  }

  toDocument (language: Language): Problem {
    return {
      type: this.type,
      title: PROBLEM_TYPES[this.kind].title[language],
      status: this.statusCode,
      detail: inLanguage(this.detail, language),
      ...this.errors && { errors: [...this.errors] },
      ...this.members,
    }
  }
}

export const notFound = (detail?: Bilingual) => new HttpProblem('not-found', detail)

/** Seconds after which a caller may come again; a database restarts in less. */
const RETRY_AFTER = '5'

export const unavailable = (cause?: unknown) =>
  new HttpProblem('unavailable', undefined, { headers: { 'retry-after': RETRY_AFTER }, cause })

/** For what only a handler can judge; what a schema judges needs no call. `path` is the parameter. */
export const badRequest = (path: string, message: string) => invalidRequest([{ path, message }])

export function invalidRequest (errors: readonly FieldError[]): HttpProblem {
  const listed = errors.slice(0, MAX_ERRORS).map(({ path, message }) => ({ path: printable(path, 300), message: printable(message, 2000) }))
  const names = printable([...new Set(listed.map(({ path }) => path))].join(', '), 1900)
  return new HttpProblem('invalid-request', { vi: `Không dùng được: ${names}.`, en: `Cannot be used: ${names}.` }, { errors: listed })
}

/** A caller's own words, as the schema of a problem lets them through. */
const printable = (text: string, length: number) => text.slice(0, length).replaceAll('\0', '\ufffd').toWellFormed()

/** Response map of a route: `response: { 200: Enterprise, ...problems(404) }`. 400, 401, 403, 500 and default come by themselves. */
export function problems<S extends number> (...statuses: S[]) {
  const response = { description: 'Problem', content: { [PROBLEM_MEDIA_TYPE]: { schema: Problem } } }
  return Object.fromEntries(statuses.map((status) => [status, response])) as Record<S, {
    description: string
    content: { [PROBLEM_MEDIA_TYPE]: { schema: typeof Problem } }
  }>
}
