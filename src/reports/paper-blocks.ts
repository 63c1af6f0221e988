import type { ConsolidationDocument } from './consolidation.ts'
import { COMPARED } from './consolidation.ts'

/** What is printed, without a word about how: DOCX and PDF are made of the same. */
export interface Column { title: string, width: number, align: 'left' | 'center' | 'right' }
export type Block =
  | { kind: 'heading', text: string }
  | { kind: 'paragraph' | 'bullet' | 'note' | 'caption', text: string }
  | { kind: 'table', columns: Column[], rows: string[][], total?: string[] }
  | { kind: 'appendix', number: string, text: string }

export interface Paper {
  issuer: string
  number: string
  placeAndDate: string
  name: string
  title: string
  addressee: string
  blocks: Block[]
  appendices: Block[]
  receivers: readonly string[]
  signature: { authority: string | null, position: string, signatory: string | null }
}

/** What is numbered among its like: a part of the report, or an appendix. */
export interface Part { title: string, blocks: Block[] }

const whole = new Intl.NumberFormat('vi-VN', { maximumFractionDigits: 0 })
const decimal = new Intl.NumberFormat('vi-VN', { minimumFractionDigits: 2, maximumFractionDigits: 2 })
export const count = (value: number | null | undefined) => value === null || value === undefined ? '–' : whole.format(value)
export const share = (value: number | null | undefined) => value === null || value === undefined ? '–' : decimal.format(value)
export const signed = (value: number | null | undefined) => value === null || value === undefined ? '–' : `${value > 0 ? '+' : ''}${whole.format(value)}`
export const signedShare = (value: number | null | undefined) => value === null || value === undefined ? '–' : `${value > 0 ? '+' : ''}${decimal.format(value)} %`
export const capital = (text: string) => text.charAt(0).toLocaleUpperCase('vi') + text.slice(1)
export const dayInWords = (day: string) => day.slice(0, 10).split('-').reverse().join('/')
/** The day that a clock on a wall in Vietnam showed. */
export const dayAt = (instant: string) => dayInWords(new Date(Date.parse(instant) + 7 * 3_600_000).toISOString())

/** Paragraphs and list items of what somebody wrote. */
export function proseOf (text: string): Block[] {
  return text.split(/\n\s*\n/).flatMap((part): Block[] => {
    const lines = part.split('\n').map((line) => line.trim()).filter((line) => line !== '')
    if (lines.some((line) => /^[-*•] /.test(line))) return lines.map((line) => /^[-*•] /.test(line) ? { kind: 'bullet', text: line.slice(2) } : { kind: 'paragraph', text: line })
    return lines.length === 0 ? [] : [{ kind: 'paragraph', text: lines.join(' ').replace(/^#+ /, '') }]
  })
}

export const namesOf = (all: readonly { name: string }[]) => all.map(({ name }) => name).join(', ')
export const left = (title: string, width: number): Column => ({ title, width, align: 'left' })
export const right = (title: string, width: number): Column => ({ title, width, align: 'right' })
export const centre = (title: string, width: number): Column => ({ title, width, align: 'center' })

/** What those who report are called. Editions that were made before bodies reported do not say which they are. */
export const nounOf = ({ reporterKind }: ConsolidationDocument) => reporterKind === 'bodies' ? 'cơ quan, đơn vị' : 'địa phương'
export const ROMAN = ['I', 'II', 'III', 'IV']

/** Whether there are figures to print: bodies have those of one nation or of overlapping places, and a template may ask for none. */
export const hasFigures = ({ reporterKind, localities }: ConsolidationDocument) => reporterKind !== 'bodies' && (localities.length === 0 || COMPARED.some((code) => localities.some(({ figures }) => code in figures)))
/** The comparison where there is somebody to compare; its zeros are none where there is nobody. */
export const comparedOf = ({ comparison }: ConsolidationDocument) => comparison && comparison.localities > 0 ? comparison : null
