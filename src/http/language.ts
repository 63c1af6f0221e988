import type { FastifyReply, FastifyRequest } from 'fastify'

export type Language = 'vi' | 'en'

/** A text in both languages, or one that is the same in both. */
export type Bilingual = string | { vi: string, en: string }

export const inLanguage = (text: Bilingual, language: Language): string => typeof text === 'string' ? text : text[language]

/** The caller's preference by Accept-Language (RFC 9110 §12.5.4); Vietnamese where none is stated. */
export const languageOf = (request: FastifyRequest): Language => preferredLanguage(request.headers['accept-language'])

export function preferredLanguage (header: string | undefined): Language {
  if (header === undefined || header === 'vi' || header.length > 500) return 'vi'
  const weight = { vi: 0, en: 0, any: 0 }
  for (const entry of header.toLowerCase().split(',')) {
    const [range, q] = entry.trim().split(/\s*;\s*q\s*=\s*/)
    const primary = range?.split('-')[0]
    const key = primary === '*' ? 'any' : primary
    const value = q === undefined ? 1 : Number(q)
    if ((key === 'vi' || key === 'en' || key === 'any') && value >= 0 && value <= 1) weight[key] = Math.max(weight[key], value)
  }
  return weight.en > Math.max(weight.vi, weight.any) ? 'en' : 'vi'
}

/** Says which language the answer speaks, and to caches what it depends on. */
export function speak (reply: FastifyReply, language: Language): FastifyReply {
  return reply.header('content-language', language).header('vary', 'Accept-Language')
}
