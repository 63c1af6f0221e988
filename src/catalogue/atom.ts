import type { z } from 'zod'
import type { Language } from '../http/language.ts'
import { xml } from '../http/xml.ts'
import type { Feed } from './match-schemas.ts'

const TITLES = { vi: 'Cung và cầu công nghệ số', en: 'Supply and demand of digital technology' }
const KINDS = { supply: { vi: 'Nguồn cung', en: 'Supply' }, demand: { vi: 'Nhu cầu', en: 'Demand' } }
/** Of a feed without entries: no instant of its own, and one is demanded (RFC 4287 §4.1.1). */
const NEVER = '1970-01-01T00:00:00.000Z'

/** The feed as Atom (RFC 4287); `self` is its own address. */
export function atomOf ({ provinceName, updatedAt, items }: z.output<typeof Feed>, { self, language }: { self: string, language: Language }): string {
  const entries = items.map(({ kind, url, title, titleEn, by, technologies, fields, summary, publishedAt, updatedAt: updated }) => `
  <entry>
    <id>${xml(url)}</id>
    <title>${xml(`${KINDS[kind][language]}: ${language === 'en' ? titleEn ?? title : title}`)}</title>
    <link rel="alternate" type="application/json" href="${xml(url)}"/>
    <author><name>${xml(by)}</name></author>
    <published>${publishedAt}</published>
    <updated>${updated}</updated>
    ${[kind, ...fields, ...technologies].map((term) => `<category term="${xml(term)}"/>`).join('')}
    <summary>${xml(summary)}</summary>
  </entry>`)
  return `<?xml version="1.0" encoding="UTF-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="${language}">
  <id>${xml(self)}</id>
  <title>${xml(`${TITLES[language]}: ${provinceName}`)}</title>
  <link rel="self" type="application/atom+xml" href="${xml(self)}"/>
  <updated>${updatedAt ?? NEVER}</updated>${entries.join('')}
</feed>
`
}
