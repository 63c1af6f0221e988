import type { Bilingual } from './language.ts'

interface ProblemType { status: number, title: Exclude<Bilingual, string>, detail: Exclude<Bilingual, string> }

/** Every kind of problem that this API answers; the key is the last part of its `type`, `/problems/<kind>`. */
export const PROBLEM_TYPES = {
  'invalid-request': {
    status: 400,
    title: { vi: 'Yêu cầu không hợp lệ', en: 'Invalid request' },
    detail: { vi: 'Không đọc được yêu cầu.', en: 'The request cannot be read.' },
  },
  unauthenticated: {
    status: 401,
    title: { vi: 'Cần khóa truy cập', en: 'Key required' },
    detail: { vi: 'Yêu cầu này cần một khóa còn hiệu lực.', en: 'This request needs a valid key.' },
  },
  forbidden: {
    status: 403,
    title: { vi: 'Không đủ quyền', en: 'Not allowed' },
    detail: { vi: 'Khóa này không có quyền cần thiết.', en: 'This key lacks the scope that is needed.' },
  },
  'not-found': {
    status: 404,
    title: { vi: 'Không tìm thấy', en: 'Not found' },
    detail: { vi: 'Không có gì ở địa chỉ này.', en: 'There is nothing at this address.' },
  },
  'dependent-unit': {
    status: 404,
    title: { vi: 'Đơn vị phụ thuộc', en: 'Dependent unit' },
    detail: {
      vi: 'Đây là mã của chi nhánh hoặc địa điểm kinh doanh, không phải mã doanh nghiệp.',
      en: 'This is the code of a branch or a business location, not of an enterprise.',
    },
  },
  'not-digital': {
    status: 404,
    title: { vi: 'Không phải doanh nghiệp công nghệ số', en: 'Not a digital technology enterprise' },
    detail: {
      vi: 'Doanh nghiệp có trong đăng ký kinh doanh nhưng không phải doanh nghiệp công nghệ số và cũng không phải ứng viên.',
      en: 'The enterprise is registered, but is neither a digital technology enterprise nor a candidate.',
    },
  },
  'method-not-allowed': {
    status: 405,
    title: { vi: 'Phương thức không được phép', en: 'Method not allowed' },
    detail: { vi: 'Địa chỉ này không nhận phương thức đó.', en: 'This address does not take that method.' },
  },
  'not-acceptable': {
    status: 406,
    title: { vi: 'Không có định dạng được yêu cầu', en: 'No acceptable format' },
    detail: { vi: 'Không trả lời được bằng định dạng được yêu cầu.', en: 'What is asked for does not exist in a format that Accept names.' },
  },
  'wrong-state': {
    status: 409,
    title: { vi: 'Trạng thái không cho phép', en: 'Not possible in this state' },
    detail: { vi: 'Trạng thái hiện tại không cho phép thao tác này.', en: 'What is asked for is not possible in the present state.' },
  },
  'chunk-conflict': {
    status: 409,
    title: { vi: 'Phần dữ liệu khác nội dung', en: 'Chunk with other content' },
    detail: { vi: 'Phần này đã được nhận với nội dung khác.', en: 'A chunk of this number has arrived with other content.' },
  },
  'missing-chunk': {
    status: 409,
    title: { vi: 'Thiếu phần dữ liệu', en: 'Missing chunk' },
    detail: { vi: 'Còn thiếu phần dữ liệu.', en: 'Not all chunks have arrived; `errors` names those that are missing.' },
  },
  'sequence-gap': {
    status: 409,
    title: { vi: 'Số thứ tự không liên tục', en: 'Gap in the sequence' },
    detail: { vi: 'Số thứ tự của nguồn bị ngắt quãng.', en: 'The sequence of the source has a gap.' },
  },
  'mixed-sources': {
    status: 409,
    title: { vi: 'Không được trộn nguồn', en: 'Sources must not mix' },
    detail: { vi: 'Dữ liệu thử nghiệm và dữ liệu thật không được ở chung.', en: 'Made-up enterprises and real ones must not share a register.' },
  },
  'touched-since': {
    status: 409,
    title: { vi: 'Đã thay đổi sau đó', en: 'Changed since' },
    detail: { vi: 'Các doanh nghiệp đã thay đổi sau lần đồng bộ này.', en: 'Enterprises were changed again after this run; `errors` names them.' },
  },
  'run-in-progress': {
    status: 409,
    title: { vi: 'Đang đồng bộ', en: 'A run is in progress' },
    detail: { vi: 'Một lần đồng bộ khác đang chạy; hãy thử lại.', en: 'Another run is in progress; try again.' },
  },
  gone: {
    status: 410,
    title: { vi: 'Không còn trong đăng ký', en: 'No longer registered' },
    detail: { vi: 'Doanh nghiệp không còn trong dữ liệu đăng ký kinh doanh.', en: 'The enterprise is no longer in the business registration.' },
  },
  pruned: {
    status: 410,
    title: { vi: 'Không còn được phục vụ', en: 'No longer served' },
    detail: { vi: 'Các sự kiện đầu tiên không còn được phục vụ.', en: 'The first events are no longer served.' },
  },
  timeout: {
    status: 408,
    title: { vi: 'Hết thời gian chờ', en: 'Request timeout' },
    detail: { vi: 'Yêu cầu không đến đủ trong thời gian cho phép.', en: 'The request did not arrive completely in time.' },
  },
  'precondition-failed': {
    status: 412,
    title: { vi: 'Đã có phiên bản mới', en: 'Changed meanwhile' },
    detail: { vi: 'Dữ liệu đã thay đổi từ lúc được đọc; hãy đọc lại rồi quyết định.', en: 'It has changed since it was read: read it again, and then decide.' },
  },
  'precondition-required': {
    status: 428,
    title: { vi: 'Cần If-Match', en: 'If-Match required' },
    detail: {
      vi: 'Cần phần đầu If-Match với ETag của phiên bản đã đọc, để không ghi đè thay đổi của người khác.',
      en: 'If-Match is needed with the ETag that was read, so that nobody overwrites what another did meanwhile.',
    },
  },
  'body-too-large': {
    status: 413,
    title: { vi: 'Nội dung quá lớn', en: 'Body too large' },
    detail: { vi: 'Nội dung của yêu cầu vượt quá giới hạn.', en: 'The body of the request is over the limit.' },
  },
  'unsupported-media-type': {
    status: 415,
    title: { vi: 'Kiểu nội dung không được hỗ trợ', en: 'Unsupported media type' },
    detail: { vi: 'Địa chỉ này không nhận kiểu nội dung đó.', en: 'This address does not take that content type.' },
  },
  'range-not-satisfiable': {
    status: 416,
    title: { vi: 'Không có phần được yêu cầu', en: 'No such range' },
    detail: { vi: 'Tệp ngắn hơn phần được yêu cầu.', en: 'The file has none of the bytes that Range names.' },
  },
  'expectation-failed': {
    status: 417,
    title: { vi: 'Không đáp ứng được', en: 'Expectation failed' },
    detail: { vi: 'Chỉ hỗ trợ Expect: 100-continue.', en: 'Only Expect: 100-continue is supported.' },
  },
  'too-many-requests': {
    status: 429,
    title: { vi: 'Quá nhiều yêu cầu', en: 'Too many requests' },
    detail: { vi: 'Đã vượt số yêu cầu cho phép mỗi phút; hãy thử lại sau.', en: 'The requests allowed in a minute are used up; try again later.' },
  },
  'header-too-large': {
    status: 431,
    title: { vi: 'Dòng yêu cầu hoặc phần đầu quá dài', en: 'Request line or header too large' },
    detail: { vi: 'Dòng yêu cầu và phần đầu dài hơn 16 kB.', en: 'The request line and headers are longer than 16 kB.' },
  },
  internal: {
    status: 500,
    title: { vi: 'Lỗi máy chủ', en: 'Server error' },
    detail: { vi: 'Đã có lỗi ngoài dự kiến; lỗi đã được ghi lại.', en: 'Something unexpected went wrong; it has been logged.' },
  },
  unavailable: {
    status: 503,
    title: { vi: 'Tạm thời không sẵn sàng', en: 'Temporarily unavailable' },
    detail: { vi: 'Cơ sở dữ liệu tạm thời không sẵn sàng; hãy thử lại.', en: 'The database is away for the moment; try again.' },
  },
} satisfies Record<string, ProblemType>

export type ProblemKind = keyof typeof PROBLEM_TYPES
