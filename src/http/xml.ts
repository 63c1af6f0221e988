/** Other characters have no place in XML 1.0, not even escaped. */
const FORBIDDEN = /[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu
const ESCAPES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }

/** Text without what no XML can hold; where such a character parted words, a blank does. */
export const printable = (text: string): string => text.replace(/[\v\f]/g, ' ').replace(FORBIDDEN, '')

/** Text as it stands in an element or in an attribute in double quotes. */
export const xml = (text: string): string => text.replace(FORBIDDEN, '').replace(/[&<>"]/g, (character) => ESCAPES[character]!)
