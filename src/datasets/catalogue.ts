import type { Format } from '../http/negotiation.ts'

/** How often a data set changes, as the frequencies of the EU's Publications Office name it. */
type Rhythm = 'CONT' | 'MONTHLY' | 'ANNUAL' | 'IRREG'

interface Text { vi: string, en: string }

export interface Dataset {
  code: string
  title: Text
  description: Text
  rhythm: Rhythm
  keywords: Text[]
  /** Where it is found, below `/v1`, and in which forms. */
  found: { path: string, forms: readonly Format[] }[]
}

const LIST = ['json', 'ndjson', 'csv', 'xlsx'] as const
const ENTERPRISES = { vi: 'doanh nghiệp công nghệ số', en: 'digital technology enterprises' }
const STATISTICS = { vi: 'thống kê', en: 'statistics' }
const REGIONS = { vi: 'vùng kinh tế - xã hội', en: 'socio-economic regions' }
const DIVISION = { vi: 'đơn vị hành chính', en: 'administrative division' }

/** Every data set that anybody may have, with the addresses that a harvester can fetch as they stand. */
export const DATASETS: readonly Dataset[] = [
  {
    code: 'enterprises', rhythm: 'CONT', keywords: [ENTERPRISES],
    title: { vi: 'Sổ đăng ký doanh nghiệp công nghệ số', en: 'Register of digital technology enterprises' },
    description: { vi: 'Mỗi doanh nghiệp một hồ sơ: tên, nhóm và căn cứ, tình trạng, địa phương, ngành. Không có dữ liệu cá nhân.', en: 'One record per enterprise: names, category and its basis, status, place, activities. No personal data.' },
    found: [{ path: '/enterprises', forms: LIST }, { path: '/snapshots', forms: ['json'] }],
  },
  {
    code: 'changes', rhythm: 'CONT', keywords: [ENTERPRISES],
    title: { vi: 'Các thay đổi của sổ đăng ký', en: 'Changes of the register' },
    description: { vi: 'Mọi sự kiện theo thứ tự, với giá trị cũ và mới; đủ để giữ một bản sao.', en: 'Every event in order, with old and new values: enough to keep a copy.' },
    found: [{ path: '/changes', forms: ['json', 'ndjson'] }],
  },
  {
    code: 'counts-by-locality', rhythm: 'CONT', keywords: [ENTERPRISES, STATISTICS, DIVISION],
    title: { vi: 'Số doanh nghiệp theo địa phương và nhóm', en: 'Enterprises by locality and category' },
    description: { vi: 'Cho 34 tỉnh, thành phố và 63 đơn vị trước tháng 7 năm 2025.', en: 'For the 34 provinces and the 63 before July 2025.' },
    found: [{ path: '/statistics/localities', forms: LIST }, { path: '/statistics/localities?division=2004', forms: LIST }],
  },
  {
    code: 'counts-by-region', rhythm: 'CONT', keywords: [ENTERPRISES, STATISTICS, REGIONS],
    title: { vi: 'Số doanh nghiệp theo vùng kinh tế - xã hội và nhóm', en: 'Enterprises by socio-economic region and category' },
    description: { vi: 'Cho sáu vùng của 34 tỉnh, thành phố, kèm mật độ và tỷ trọng trong cả nước.', en: 'For the six regions of the 34 provinces, with density and share of the nation.' },
    found: [{ path: '/statistics/regions', forms: LIST }],
  },
  {
    code: 'counts', rhythm: 'CONT', keywords: [ENTERPRISES, STATISTICS],
    title: { vi: 'Số doanh nghiệp theo nhiều chiều', en: 'Enterprises by several dimensions' },
    description: { vi: 'Theo tối đa ba chiều: địa phương, nhóm, tình trạng, sở hữu, loại hình, ngành, năm đăng ký, tuổi.', en: 'By up to three dimensions: place, category, status, ownership, legal type, industry, year of registration, age.' },
    found: [{ path: '/statistics/counts?by=province,category', forms: [...LIST, 'jsonstat'] }],
  },
  {
    code: 'series', rhythm: 'CONT', keywords: [ENTERPRISES, STATISTICS],
    title: { vi: 'Chuỗi thời gian', en: 'Series through time' },
    description: { vi: 'Số cuối kỳ và các luồng vào, ra theo tháng, quý hoặc năm.', en: 'Stocks and flows by month, quarter or year.' },
    found: [{ path: '/statistics/series', forms: LIST }],
  },
  {
    code: 'density', rhythm: 'CONT', keywords: [ENTERPRISES, STATISTICS],
    title: { vi: 'Mật độ doanh nghiệp trên 1.000 dân', en: 'Enterprises per 1,000 people' },
    description: { vi: 'Trên cơ sở dân số được nêu rõ, so với mục tiêu năm 2030.', en: 'On a stated base of population, against the goal of 2030.' },
    found: [{ path: '/statistics/density', forms: LIST }],
  },
  {
    code: 'target', rhythm: 'CONT', keywords: [ENTERPRISES, STATISTICS],
    title: { vi: 'Tiến độ và phân bổ mục tiêu 100.000 doanh nghiệp', en: 'The target of 100,000 enterprises: progress and allocation' },
    description: { vi: 'So với Chỉ thị 01/CT-TTg, cả nước và theo địa phương.', en: 'Against Directive 01/CT-TTg, for the nation and by locality.' },
    found: [{ path: '/statistics/target', forms: ['json'] }, { path: '/statistics/allocation', forms: LIST }],
  },
  {
    code: 'published-figures', rhythm: 'IRREG', keywords: [ENTERPRISES, STATISTICS],
    title: { vi: 'Số liệu đã công bố của các nguồn khác', en: 'Figures that others published' },
    description: { vi: 'Kèm nguồn và ngày, đặt cạnh số liệu của sổ đăng ký.', en: 'With source and day, beside those of the register.' },
    found: [{ path: '/statistics/published', forms: LIST }],
  },
  {
    code: 'editions', rhythm: 'MONTHLY', keywords: [ENTERPRISES, STATISTICS],
    title: { vi: 'Ấn bản số liệu hằng tháng', en: 'Editions of the monthly figures' },
    description: { vi: 'Số liệu đã công bố, không thay đổi, có mã kiểm.', en: 'Figures as they were published, with checksums; they never change.' },
    found: [{ path: '/editions', forms: LIST }],
  },
  {
    code: 'rankings', rhythm: 'ANNUAL', keywords: [{ vi: 'xếp hạng địa phương', en: 'ranking of localities' }],
    title: { vi: 'Xếp hạng địa phương', en: 'Rankings of localities' },
    description: { vi: 'Bảng xếp hạng hằng năm đã công bố, các bộ tiêu chí và chỉ tiêu.', en: 'The yearly rankings that were published, criteria and indicators.' },
    found: [{ path: '/rankings', forms: LIST }, { path: '/ranking-criteria', forms: LIST }, { path: '/ranking-indicators', forms: LIST }],
  },
  {
    code: 'reports', rhythm: 'ANNUAL', keywords: [{ vi: 'báo cáo', en: 'reports' }],
    title: { vi: 'Các kỳ báo cáo của địa phương, cơ quan', en: 'Cycles of reports of localities and bodies' },
    description: { vi: 'Ai báo cáo cho ai, đến khi nào, theo mẫu nào. Nội dung báo cáo không công khai.', en: 'Who reports to whom, until when and by which form. What the reports say is not public.' },
    found: [{ path: '/reports', forms: LIST }, { path: '/report-rules', forms: LIST }, { path: '/report-templates', forms: LIST }],
  },
  {
    code: 'localities', rhythm: 'IRREG', keywords: [DIVISION],
    title: { vi: 'Danh mục tỉnh, thành phố', en: 'Provinces and centrally-run cities' },
    description: { vi: '34 đơn vị hiện nay, 63 đơn vị trước đó và quan hệ kế thừa.', en: 'The 34 units in force, the 63 before them, and the succession.' },
    found: [{ path: '/localities', forms: LIST }, { path: '/localities?division=2004', forms: LIST }],
  },
  {
    code: 'regions', rhythm: 'IRREG', keywords: [REGIONS],
    title: { vi: 'Danh mục vùng kinh tế - xã hội', en: 'Socio-economic regions' },
    description: { vi: 'Sáu vùng và các tỉnh, thành phố của từng vùng.', en: 'The six regions and the provinces of each.' },
    found: [{ path: '/regions', forms: LIST }],
  },
  {
    code: 'agencies', rhythm: 'IRREG', keywords: [{ vi: 'cơ quan nhà nước', en: 'public bodies' }],
    title: { vi: 'Cơ quan và đầu mối', en: 'Public bodies and focal points' },
    description: { vi: 'Cơ quan, tổ chức với quan hệ kế thừa; đầu mối về doanh nghiệp công nghệ số ở trung ương và địa phương.', en: 'Bodies with what they came from and went to; focal points for digital technology enterprises at the centre and in localities.' },
    found: [{ path: '/agencies', forms: LIST }, { path: '/focal-points', forms: LIST }],
  },
  {
    code: 'plans', rhythm: 'IRREG', keywords: [{ vi: 'kế hoạch', en: 'plans' }],
    title: { vi: 'Kế hoạch, nhiệm vụ và chỉ tiêu', en: 'Plans, tasks and indicators' },
    description: { vi: 'Của cả nước, ngành và địa phương; nhiệm vụ với cơ quan chủ trì, phối hợp, thời hạn và tiến độ.', en: 'Of the nation, of sectors and localities; tasks with leads, co-ordinating bodies, days and progress.' },
    found: [{ path: '/plans', forms: LIST }, { path: '/plans/tasks', forms: LIST }, { path: '/plans/coverage?period=2026-2030', forms: LIST }, { path: '/plans/statistics', forms: LIST }],
  },
  {
    code: 'industries', rhythm: 'IRREG', keywords: [{ vi: 'mã ngành', en: 'activity codes' }],
    title: { vi: 'Mã ngành thuộc phạm vi công nghệ số', en: 'Activity codes in the scope of digital technology' },
    description: { vi: 'VSIC 2018 và 2025.', en: 'VSIC 2018 and 2025.' },
    found: [{ path: '/industries', forms: LIST }],
  },
  {
    code: 'supply-and-demand', rhythm: 'CONT', keywords: [ENTERPRISES, { vi: 'cung và cầu công nghệ số', en: 'supply and demand of digital technology' }],
    title: { vi: 'Danh mục cung và cầu công nghệ số', en: 'Catalogue of supply and demand of digital technology' },
    description: { vi: 'Sản phẩm, dịch vụ, công nghệ mà doanh nghiệp sẵn sàng cung cấp và nhu cầu của cơ quan nhà nước, đã công bố; sản phẩm, dịch vụ mà cơ quan đang sử dụng.', en: 'What enterprises are ready to supply and what agencies need, as published; what agencies use of it.' },
    found: [{ path: '/catalogue/supply', forms: LIST }, { path: '/catalogue/demand', forms: LIST }, { path: '/catalogue/adoptions', forms: LIST }, { path: '/catalogue/adoptions/counts', forms: LIST }, { path: '/catalogue/technologies', forms: LIST }, { path: '/catalogue/fields', forms: LIST }],
  },
  {
    code: 'recognition', rhythm: 'IRREG', keywords: [ENTERPRISES],
    title: { vi: 'Sản phẩm trọng điểm, nền tảng, tôn vinh, khu công nghệ, quyền và chứng nhận, chương trình, sự kiện, chuyển giao công nghệ, dịch vụ hỗ trợ', en: 'Key products, platforms, honours, zones, rights and certificates, programmes, events, transfers of technology, support services' },
    description: { vi: 'Kèm cơ quan công nhận và văn bản; danh mục phần mềm nguồn mở khuyến nghị theo phiên bản.', en: 'With who recognises them and by which document; versions of the recommended open-source list.' },
    found: [...['products', 'platforms', 'honours', 'zones', 'credentials', 'programmes', 'events', 'transfers', 'support-services', 'open-source'].map((path) => ({ path: `/${path}`, forms: LIST }))],
  },
  {
    code: 'surveys', rhythm: 'ANNUAL', keywords: [STATISTICS],
    title: { vi: 'Khảo sát hằng năm', en: 'Yearly surveys' },
    description: { vi: 'Các cuộc khảo sát, mẫu phiếu và tỷ lệ trả lời; kết quả đã ẩn các ô nhỏ.', en: 'Surveys, questionnaires and response rates; results with small cells suppressed.' },
    found: [{ path: '/surveys', forms: LIST }, { path: '/questionnaires', forms: LIST }],
  },
  {
    code: 'annual-returns', rhythm: 'ANNUAL', keywords: [STATISTICS],
    title: { vi: 'Báo cáo năm của doanh nghiệp', en: 'Annual returns of enterprises' },
    description: { vi: 'Các năm báo cáo và tỷ lệ báo cáo; thị trường, nghiên cứu, nhân lực, hiện diện ở nước ngoài tại `/annual-returns/{year}/figures`, đã ẩn các ô nhỏ.', en: 'Years and how many returned; markets, research, people and presence abroad at `/annual-returns/{year}/figures`, with small cells suppressed.' },
    found: [{ path: '/annual-returns', forms: LIST }],
  },
  {
    code: 'classification', rhythm: 'IRREG', keywords: [ENTERPRISES],
    title: { vi: 'Bốn nhóm doanh nghiệp và bộ quy tắc', en: 'The four categories and the rule sets' },
    description: { vi: 'Theo Chỉ thị 01/CT-TTg; quy tắc đề xuất, cơ quan có thẩm quyền quyết định.', en: 'After Directive 01/CT-TTg: a rule proposes, a competent officer decides.' },
    found: [{ path: '/categories', forms: LIST }, { path: '/classification/rulesets', forms: LIST }],
  },
]
