import { z } from 'zod'
import { isDay } from '../calendar.ts'
import type { JsonSchema } from './json-schema.ts'
import { tidy } from './json-schema.ts'

const MAX_LIST = 100
const ONCE = 'must be given once, as text'

/**
 * A parameter that is text in the URL and something else in the code. The specification shows what it means
 * (`json`), the text is read strictly: `read` answers undefined for everything else than the one way to write it.
 */
export function fromText<T> (json: JsonSchema, expected: string, read: (text: string) => T | undefined) {
  return z.unknown().transform((value, ctx): T => {
    const result = typeof value === 'string' ? read(value) : undefined
    if (result !== undefined) return result
    ctx.addIssue({ code: 'custom', message: typeof value === 'string' ? expected : ONCE })
    return z.NEVER
  }).meta(json)
}

/** `true` or `false`; `1`, `yes` and an empty value are refused, since somebody may mean either by them. */
export const flag = (description: string) =>
  fromText({ type: 'boolean', description }, 'must be true or false', (text) => text === 'true' ? true : text === 'false' ? false : undefined)

/** A day that exists; calendar days are meant in Asia/Ho_Chi_Minh. */
export const Day = z.string().max(10).refine(isDay, 'must be a day that exists, YYYY-MM-DD').meta({ format: 'date' })

/** A position of the register, or an instant. */
export type KnownAt = { position: number } | { instant: Date }

const INSTANT = /^\d{4}-\d\d-\d\d[Tt]\d\d:\d\d(:\d\d(\.\d{1,9})?)?([Zz]|[+-]\d\d:\d\d)$/

function readKnownAt (text: string): KnownAt | undefined {
  if (/^\d{1,15}$/.test(text)) return { position: Number(text) }
  const instant = INSTANT.test(text) && isDay(text.slice(0, 10)) ? new Date(text) : undefined
  return instant && !Number.isNaN(instant.getTime()) ? { instant } : undefined
}

/** The parameters that ask about the past; together they fix an answer for good. */
export const momentParameters = {
  asof: Day.optional().meta({ format: 'date', description: 'As things stood in the world on this day, in Asia/Ho_Chi_Minh.' }),
  knownat: fromText({ type: 'string', maxLength: 40, pattern: '^[0-9TtZz:.+-]+$', description: 'As the register knew it at this position, or at this instant (RFC 3339). Inside a block it means the block before it.' },
    'must be a position of the register, or an instant such as 2026-11-22T10:00:00+07:00', readKnownAt).optional(),
}

/** Text to search for: trimmed, at least one character. */
export const words = (max: number, description: string) => z.string().trim().min(1).max(max).meta({ description, pattern: '\\S' })

/** What no text of the database or of JSON can hold is refused. */
export const keepable = <T extends z.ZodType<string>>(schema: T) => schema.refine((text) => !text.includes('\0') && text.isWellFormed(), 'must be text without NUL characters and lone surrogates')

/** Text of a body that people write and that is kept. */
export const prose = (max: number) => keepable(z.string().trim().min(1).max(max)).meta({ pattern: '\\S' })

/** Values parted by commas, `a,b`; answers each once and in order, so that the same question has one form. */
export function list<Item extends z.ZodType<string>> (item: Item, { max = MAX_LIST, description }: { max?: number, description: string }) {
  const { $schema, ...items } = z.toJSONSchema(item, { io: 'input' })
  const json = { type: 'array', description, items: tidy(items as JsonSchema), minItems: 1, maxItems: max }
  return z.unknown().transform((value, ctx): z.output<Item>[] => {
    const texts = typeof value === 'string' ? value.split(',') : []
    if (texts.length === 0 || texts.length > max) {
      ctx.addIssue({ code: 'custom', message: texts.length === 0 ? `${ONCE}, with commas between the values` : `must not hold more than ${max} values` })
      return z.NEVER
    }
    const results = texts.map((text) => ({ text, ...item.safeParse(text) }))
    for (const { text, error } of results) {
      for (const { message } of error?.issues ?? []) ctx.addIssue({ code: 'custom', message: `${JSON.stringify(text.slice(0, 50))}: ${message}` })
    }
    return [...new Set(results.flatMap(({ data }) => data === undefined ? [] : [data]))].sort()
  }).meta(json)
}
