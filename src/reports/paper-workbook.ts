import { buffer } from 'node:stream/consumers'
import type { CellValue, Sheet } from '../http/workbook.ts'
import { workbookOfSheets } from '../http/workbook.ts'
import type { ConsolidationDocument } from './consolidation.ts'
import { COMPARED } from './consolidation.ts'
import { FIGURES } from './figures.ts'
import { capital, comparedOf, nounOf } from './paper-blocks.ts'

/** The same figures as tables: numbers are numbers, and every text is a text. */
export async function xlsxOf (document: ConsolidationDocument, sha256: string, at: Date): Promise<Buffer> {
  const { localities, totals, comparison, standing, questions, narratives, comments, provenance } = document
  const noun = capital(nounOf(document))
  const value = (one: number | null | undefined): CellValue => one ?? null
  const compared = comparedOf(document)
  // A total of all beside a difference of some does not add up: these have a row of their own.
  const isOfAll = compared?.localities === localities.length
  const difference = compared ? [compared.before.enterprises, compared.change.enterprises, compared.changePercent] : [null, null, null]
  const figures = FIGURES.filter(({ code }) => code in totals || localities.some((one) => code in one.figures))
  const sheets: Sheet[] = [
    {
      title: 'Tổng hợp', widths: [50, 24, 18, 18], header: ['Chỉ tiêu', 'Kỳ này', 'Kỳ trước', 'Tăng, giảm'],
      rows: [
        ...figures.filter(({ code }) => code in totals).map(({ code, name, unit }) => [`${name} (${unit})`, value(totals[code]), null, null] as CellValue[]),
        ...compared ? COMPARED.map((code) => [`So sánh được: ${FIGURES.find((one) => one.code === code)!.name}`, compared.now[code], compared.before[code], compared.change[code]] as CellValue[]) : [],
        [`${noun} phải báo cáo`, standing.reporters, null, null], ['Đã gửi', standing.submitted, null, null], ['Gửi sau hạn', standing.late.length, null, null], ['Chưa gửi', standing.missing.length, null, null],
        ['Được tổng hợp', standing.accepted, null, null], ['Kỳ báo cáo', document.cycle, comparison?.cycle ?? null, null], ['Vị trí của sổ đăng ký', `${provenance.positionFrom ?? ''}–${provenance.positionTo ?? ''}`, null, null], ['SHA-256', sha256, null, null],
      ],
    },
    {
      title: noun, widths: [8, 22, ...figures.map(() => 14), 14, 14, 14, 24], header: ['Mã', noun, ...figures.map(({ name }) => name), 'Báo cáo kỳ trước', 'Tăng, giảm', 'Tăng, giảm (%)', 'So với các đơn vị'],
      rows: [
        ...localities.map(({ code, name, figures: own, previous, change, changePercent }) => [code, name, ...figures.map((one) => value(own[one.code])), value(previous?.counts?.enterprises), value(change?.enterprises), value(changePercent), previous?.of.join(' ') ?? null]),
        ...compared && !isOfAll ? [['', `So sánh được (${compared.localities} ${nounOf(document)})`, ...figures.map((one) => value((compared.now as Partial<Record<string, number | null>>)[one.code])), ...difference, null]] : [],
        ...document.reporterKind === 'bodies' ? [] : [['', 'Tổng số', ...figures.map((one) => value(totals[one.code])), ...isOfAll ? difference : [null, null, null], null]],
      ],
    },
    {
      title: 'Tình trạng', widths: [8, 22, 28, 14, 20], header: ['Mã', noun, 'Gửi lúc', 'Muộn', 'Trạng thái'],
      rows: [
        ...localities.map(({ code, name, submittedAt, isLate }) => [code, name, submittedAt, isLate ? 'có' : 'không', 'đã tiếp nhận']), ...standing.waiting.map(({ code, name, submittedAt }) => [code, name, submittedAt, standing.late.some((one) => one.code === code) ? 'có' : 'không', 'chưa tiếp nhận']),
        ...standing.missing.map(({ code, name }) => [code, name, null, null, 'chưa gửi']),
      ],
    },
    { title: 'Câu hỏi', widths: [60, 12, 12, 12, 14], header: ['Nội dung', 'Trả lời', 'Có', 'Chưa', 'Tổng số'], rows: questions.map(({ title, kind, answered, yes, no, sum }) => [title, answered, kind === 'yes-no' ? yes : null, kind === 'yes-no' ? no : null, kind === 'number' ? sum : null]) },
    {
      title: 'Nội dung', widths: [8, 22, 40, 100], header: ['Mã', noun, 'Mục', 'Nội dung'],
      rows: [...narratives.flatMap(({ title, items }) => items.map(({ code, name, text }) => [code, name, title, text])), ...comments.map(({ code, name, figure, text }) => [code, name, `Ý kiến về số liệu: ${FIGURES.find((one) => one.code === figure)?.name ?? figure}`, text])],
    },
  ]
  return await buffer(workbookOfSheets(sheets, at))
}
