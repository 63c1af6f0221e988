import type { ConsolidationDocument } from './consolidation.ts'
import { COMPARED } from './consolidation.ts'
import type { Block, Part } from './paper-blocks.ts'
import { capital, centre, comparedOf, count, dayAt, hasFigures, left, nounOf, proseOf, right, ROMAN, share, signed } from './paper-blocks.ts'

function figureAppendix (document: ConsolidationDocument): Part {
  const { localities, totals, comparison } = document
  const row = (name: string, n: string, figures: ConsolidationDocument['totals'], before?: number | null, change?: number | null) => [
    n, name, ...COMPARED.slice(1).map((code) => count(figures[code])), count(figures['enterprises']), count(before), signed(change), share(figures['density']), share(figures['target-share']),
  ]
  const compared = comparedOf(document)
  // A total of all beside a difference of some does not add up: these have a row of their own.
  const isOfAll = compared?.localities === localities.length
  return {
    title: 'DOANH NGHIỆP CÔNG NGHỆ SỐ THEO ĐỊA PHƯƠNG',
    blocks: [
      {
        kind: 'table', columns: [centre('TT', 9), left('Địa phương', 28), right('(i)', 12), right('(ii)', 13), right('(iii)', 12), right('(iv)', 13), right('Tổng số', 15), right('Kỳ trước', 15), right('Tăng, giảm', 15), right('Mật độ', 13), right('Mục tiêu (%)', 15)],
        rows: [
          ...localities.map(({ name, figures, previous, change }, i) => row(name, String(i + 1), figures, previous?.counts?.enterprises, change?.enterprises)),
          ...compared && !isOfAll ? [row(`So sánh được (${compared.localities} địa phương)`, '', compared.now, compared.before.enterprises, compared.change.enterprises)] : [],
        ],
        total: isOfAll ? row('Tổng số', '', totals, compared.before.enterprises, compared.change.enterprises) : row('Tổng số', '', totals),
      },
      { kind: 'note', text: `Mật độ: doanh nghiệp trên 1.000 dân. Mục tiêu: mức đạt so với phần của mục tiêu 100.000 doanh nghiệp năm 2030, chia theo dân số. Kỳ trước và tăng, giảm: ${comparison ? `so với báo cáo ${comparison.cycle}; địa phương được sáp nhập so với tổng của các địa phương trước đó; so sánh trên ${comparison.localities} địa phương có số liệu của cả hai kỳ` : 'chưa có báo cáo kỳ trước'}.` },
    ],
  }
}

function standingAppendix (document: ConsolidationDocument): Part {
  const { localities, standing } = document
  const sent = [
    ...localities.map(({ name, submittedAt, isLate }) => [name, dayAt(submittedAt), isLate ? 'Gửi sau hạn, đã tiếp nhận' : 'Đúng hạn, đã tiếp nhận']),
    ...standing.waiting.map(({ name, submittedAt, code }) => [name, dayAt(submittedAt!), `${standing.late.some((one) => one.code === code) ? 'Gửi sau hạn' : 'Đúng hạn'}, chưa tiếp nhận`]),
  ]
  const missing = standing.missing.map(({ name }) => [name, '', 'Chưa gửi'])
  return {
    title: 'TÌNH HÌNH GỬI BÁO CÁO',
    blocks: [{ kind: 'table', columns: [centre('TT', 12), left(capital(nounOf(document)), 58), centre('Ngày gửi', 34), left('Tình trạng', 56)], rows: [...sent, ...missing].map((cells, i) => [String(i + 1), ...cells]) }],
  }
}

const narrativeAppendix = (document: ConsolidationDocument): Part => ({
  title: `NỘI DUNG BÁO CÁO CỦA CÁC ${nounOf(document).toLocaleUpperCase('vi')}`,
  blocks: [
    ...document.narratives.filter(({ items }) => items.length > 0).flatMap(({ title, items }): Block[] => [
      { kind: 'heading', text: title },
      ...items.flatMap(({ name, text }): Block[] => {
        const [first, ...rest] = proseOf(text)
        return first === undefined ? [] : first.kind === 'paragraph' ? [{ kind: 'paragraph', text: `${name}: ${first.text}` }, ...rest] : [{ kind: 'paragraph', text: `${name}:` }, first, ...rest]
      }),
    ]),
    ...document.comments.length > 0 ? [{ kind: 'heading', text: 'Ý kiến về số liệu' } as const, ...document.comments.map(({ name, text }) => ({ kind: 'paragraph', text: `${name}: ${text}` }) as const)] : [],
  ],
})

/** All of them, numbered. */
export const appendixBlocks = (document: ConsolidationDocument): Block[] =>
  [...hasFigures(document) ? [figureAppendix(document)] : [], standingAppendix(document), narrativeAppendix(document)]
    .flatMap(({ title, blocks }, i) => [{ kind: 'appendix', number: `Phụ lục ${ROMAN[i]}`, text: title } as const, ...blocks])
