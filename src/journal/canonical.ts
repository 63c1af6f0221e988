import { createHash } from 'node:crypto'

/**
 * The one way to write a value as JSON (RFC 8785): members in the order of their names, no blanks, numbers as ECMAScript
 * writes them. What is published is kept and served in these bytes, so that a checksum means the same everywhere.
 */
export function canonicalJson (value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`
  if (typeof value === 'object' && value !== null) {
    const members = Object.entries(value).sort(([a], [b]) => a < b ? -1 : 1)
    return `{${members.map(([name, member]) => `${JSON.stringify(name)}:${canonicalJson(member)}`).join(',')}}`
  }
  const text = JSON.stringify(value) as string | undefined
  if (text === undefined || (typeof value === 'number' && !Number.isFinite(value))) throw new TypeError(`${String(value)} is no JSON`)
  return text
}

export const sha256Of = (text: string): string => createHash('sha256').update(text).digest('hex')
