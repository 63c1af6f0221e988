import { printable } from '../http/xml.ts'
import type { COMPARED, ConsolidationDocument } from './consolidation.ts'
import { appendixBlocks } from './paper-appendices.ts'
import type { Block, Paper, Part } from './paper-blocks.ts'
import { centre, comparedOf, count, dayAt, dayInWords, hasFigures, left, namesOf, nounOf, proseOf, right, ROMAN, share, signed, signedShare } from './paper-blocks.ts'

const CATEGORIES = [
  ['category-i', 'Nhóm (i): tập đoàn, doanh nghiệp lớn chuyển hướng sang công nghệ số'], ['category-ii', 'Nhóm (ii): doanh nghiệp công nghệ thông tin đã khẳng định thương hiệu'],
  ['category-iii', 'Nhóm (iii): doanh nghiệp khởi nghiệp ứng dụng công nghệ số'], ['category-iv', 'Nhóm (iv): doanh nghiệp khởi nghiệp đổi mới sáng tạo về công nghệ số'],
] as const

function standingPart (document: ConsolidationDocument): Part {
  const { standing, dueAt, localities } = document
  const noun = nounOf(document)
  const { reporters, submitted, late, missing, waiting } = standing
  const blocks: Block[] = [
    { kind: 'paragraph', text: `Hạn gửi báo cáo là ${dueAt.slice(11, 19)} ngày ${dayInWords(dueAt)}. Có ${submitted}/${reporters} ${noun} đã gửi báo cáo, trong đó ${localities.length} báo cáo được tiếp nhận và tổng hợp tại báo cáo này; ${late.length} ${noun} gửi sau hạn; ${missing.length} ${noun} chưa gửi.` },
    ...late.length > 0 ? [{ kind: 'bullet', text: `Gửi sau hạn: ${late.map(({ name, submittedAt }) => `${name} (${dayAt(submittedAt!)})`).join(', ')}.` } as const] : [],
    ...missing.length > 0 ? [{ kind: 'bullet', text: `Chưa gửi: ${namesOf(missing)}.` } as const] : [],
    ...waiting.length > 0 ? [{ kind: 'bullet', text: `Đã gửi, chưa được tiếp nhận: ${namesOf(waiting)}.` } as const] : [],
  ]
  return { title: `TÌNH HÌNH GỬI BÁO CÁO CỦA ${noun.toLocaleUpperCase('vi')}`, blocks }
}

function comparisonOf (document: ConsolidationDocument): string {
  const { comparison } = document
  if (!comparison) return 'Chưa có báo cáo tổng hợp của kỳ trước để so sánh.'
  const { now, before, change, changePercent } = comparedOf(document) ?? {}
  if (!now || !before || typeof change?.enterprises !== 'number') return `Không có số liệu của cả hai kỳ để so sánh với báo cáo kỳ trước (${comparison.cycle}).`
  return `So với báo cáo kỳ trước (${comparison.cycle}), tính trên ${comparison.localities} địa phương có số liệu của cả hai kỳ: ${count(now.enterprises)} so với ${count(before.enterprises)}, ${change.enterprises < 0 ? 'giảm' : 'tăng'} ${count(Math.abs(change.enterprises))} doanh nghiệp (${signedShare(changePercent)}).`
}

function figurePart (document: ConsolidationDocument): Part {
  const { totals, localities } = document
  const compared = comparedOf(document)
  const total = totals['enterprises']
  const largest = localities.toSorted((a, b) => (b.figures['enterprises'] ?? 0) - (a.figures['enterprises'] ?? 0) || (a.code < b.code ? -1 : 1)).filter(({ figures }) => (figures['enterprises'] ?? 0) > 0).slice(0, 5)
  const ofAll = (value: number | null | undefined) => share(typeof value === 'number' && total ? value / total * 100 : null)
  const row = (name: string, code: typeof COMPARED[number]) => [name, count(totals[code]), ofAll(totals[code]), count(compared?.now[code]), count(compared?.before[code]), signed(compared?.change[code])]
  const blocks: Block[] = [
    ...typeof total === 'number' ? [{ kind: 'paragraph', text: `Tổng số doanh nghiệp công nghệ số đang hoạt động tại các địa phương được tổng hợp là ${count(total)} doanh nghiệp, mật độ ${share(totals['density'])} doanh nghiệp trên 1.000 dân, đạt ${share(totals['target-share'])} % phần mục tiêu 2030 của các địa phương này.` } as const] : [],
    { kind: 'paragraph', text: comparisonOf(document) },
    ...largest.length > 0 ? [{ kind: 'paragraph', text: `Địa phương có nhiều doanh nghiệp nhất: ${largest.map(({ name, figures }) => `${name} (${count(figures['enterprises'])})`).join(', ')}.` } as const] : [],
    { kind: 'caption', text: 'Bảng 1. Doanh nghiệp công nghệ số theo nhóm' },
    {
      kind: 'table', columns: [left('Nhóm doanh nghiệp', 58), right('Số lượng', 20), right('Tỷ trọng (%)', 20), right('So sánh được', 22), right('Kỳ trước', 20), right('Tăng, giảm', 20)],
      rows: CATEGORIES.map(([code, name]) => row(name, code)), total: row('Tổng số', 'enterprises'),
    },
    ...compared ? [{ kind: 'note', text: `So sánh được, kỳ trước và tăng, giảm: trên ${compared.localities} địa phương có số liệu của cả hai kỳ; số lượng: trên ${localities.length} địa phương được tổng hợp.` } as const] : [],
  ]
  return { title: 'SỐ LƯỢNG DOANH NGHIỆP CÔNG NGHỆ SỐ', blocks }
}

const questionPart = (document: ConsolidationDocument): Part => ({
  title: 'KẾT QUẢ THỰC HIỆN CÁC NHIỆM VỤ',
  blocks: [
    { kind: 'caption', text: `Bảng ${hasFigures(document) ? 2 : 1}. Trả lời của ${document.localities.length} ${nounOf(document)}` },
    {
      kind: 'table', columns: [centre('TT', 10), left('Nội dung', 90), right('Có', 18), right('Chưa', 18), right('Tổng số', 24)],
      rows: document.questions.map(({ title, kind, yes, no, sum }, i) => [String(i + 1), title, kind === 'yes-no' ? count(yes) : '', kind === 'yes-no' ? count(no) : '', kind === 'number' ? count(sum) : '']),
    },
  ],
})

/** Every text in it without what a Word file cannot hold: people paste anything, and their reports are frozen as they wrote them. */
function printed<T> (value: T): T {
  if (typeof value === 'string') return printable(value) as T
  if (Array.isArray(value)) return value.map(printed) as T
  return typeof value === 'object' && value !== null ? Object.fromEntries(Object.entries(value).map(([name, one]) => [name, printed(one)])) as T : value
}

/** The report of the nation as it is laid out by Annex I of Decree 30/2020/NĐ-CP. */
export function paperOf (document: ConsolidationDocument, sha256: string): Paper {
  const { letter, provenance, recipient, period } = document
  const [, month, day] = letter.signedOn?.split('-') ?? []
  const date = letter.signedOn === null ? 'ngày … tháng … năm …' : `ngày ${day} tháng ${Number(month) > 2 ? Number(month) : month} năm ${letter.signedOn.slice(0, 4)}`
  const { asOfFrom, asOfTo, positionFrom, positionTo, ruleSets } = provenance
  const span = asOfFrom === null ? '' : ` Số liệu tại thời điểm gửi báo cáo, từ ${dayInWords(asOfFrom)} đến ${dayInWords(asOfTo!)}, vị trí ${positionFrom}–${positionTo} của sổ đăng ký, bộ quy tắc ${ruleSets.join(', ')}.`
  const parts = [
    standingPart(document), ...hasFigures(document) ? [figurePart(document)] : [], ...document.questions.length === 0 ? [] : [questionPart(document)],
    ...letter.conclusion === null ? [] : [{ title: 'ĐÁNH GIÁ, KIẾN NGHỊ', blocks: proseOf(letter.conclusion) }],
  ]
  return printed({
    issuer: recipient.toLocaleUpperCase('vi'), number: letter.number ?? '……/BC-……', placeAndDate: `${letter.place}, ${date}`, name: 'BÁO CÁO',
    title: `Tổng hợp ${document.title.charAt(0).toLocaleLowerCase('vi')}${document.title.slice(1)} ${period.includes('H') ? `kỳ ${period}` : `năm ${period}`}`, addressee: letter.addressee,
    blocks: [
      ...letter.opening === null ? [{ kind: 'paragraph', text: `Thực hiện ${document.rule.code === 'd01' ? 'Chỉ thị số 01/CT-TTg ngày 14 tháng 01 năm 2020 của Thủ tướng Chính phủ' : `quy định báo cáo ${document.rule.code}`}, ${recipient} tổng hợp báo cáo của các ${nounOf(document)} như sau:` } as const] : proseOf(letter.opening),
      ...parts.flatMap(({ title, blocks }, i) => [{ kind: 'heading', text: `${ROMAN[i]}. ${title}` } as const, ...blocks]),
      { kind: 'note', text: `Tổng hợp từ sổ đăng ký doanh nghiệp công nghệ số, kỳ ${document.cycle}, bản ${document.edition}.${span} Mã kiểm SHA-256: ${sha256}.` },
    ],
    appendices: appendixBlocks(document), receivers: letter.receivers, signature: { authority: letter.authority, position: letter.position, signatory: letter.signatory },
  })
}
