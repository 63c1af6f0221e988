import type { IncomingMessage, ServerResponse } from 'node:http'
import { STATUS_CODES } from 'node:http'
import type { Socket } from 'node:net'
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify'
import { STATIC_HEADERS } from './headers.ts'
import { HttpProblem, PROBLEM_MEDIA_TYPE } from './problem.ts'
import { sendProblem } from './problem-handler.ts'

const CONTENT_TYPE = `${PROBLEM_MEDIA_TYPE}; charset=utf-8`
const LINGER_MS = 2000

const badPath = () => new HttpProblem('invalid-request', {
  vi: 'Đường dẫn không phải là văn bản UTF-8 được mã hóa đúng.',
  en: 'The path is not properly encoded text in UTF-8.',
}, { errors: [{ path: 'path', message: 'is not properly encoded text in UTF-8' }] })

/** For requests that the router refuses before any hook or handler has run, such as `/%ff`. */
export function frameworkErrors (err: FastifyError, request: FastifyRequest, reply: FastifyReply): void {
  reply.headers(STATIC_HEADERS)
  const isBadPath = err.code === 'FST_ERR_BAD_URL' || err.code === 'FST_ERR_MAX_PARAM_LENGTH'
  sendProblem(request, reply, isBadPath ? badPath() : new HttpProblem('internal'))
}

/** For what Node's parser refuses: there is no request and no reply then, only the socket. */
export function clientErrorHandler (err: Error & { code?: string }, socket: Socket): void {
  if (err.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy()
    return
  }
  socket.end(answer(refusalOf(err.code)))
  // A caller in the middle of sending would lose the answer to a reset if the socket closed at once.
  socket.resume()
  setTimeout(() => socket.destroy(), LINGER_MS).unref()
}

/** For an `Expect` other than 100-continue, which Node would refuse with an empty body. */
export function refuseExpectation (_request: IncomingMessage, response: ServerResponse): void {
  const { body, headers } = documentOf(new HttpProblem('expectation-failed'))
  response.writeHead(417, headers).end(body)
}

function refusalOf (code: string | undefined): HttpProblem {
  if (code === 'HPE_HEADER_OVERFLOW') return new HttpProblem('header-too-large')
  if (code === 'ERR_HTTP_REQUEST_TIMEOUT') return new HttpProblem('timeout')
  if (code === 'HPE_CHUNK_EXTENSIONS_OVERFLOW') return new HttpProblem('body-too-large')
  return new HttpProblem('invalid-request', { vi: 'Đây không phải là một yêu cầu HTTP hợp lệ.', en: 'This is not a valid HTTP request.' })
}

// The language asked for is unknown here, as the headers could not be read: the default of the API.
function documentOf (problem: HttpProblem) {
  const body = JSON.stringify(problem.toDocument('vi'))
  const headers = {
    ...STATIC_HEADERS,
    'content-type': CONTENT_TYPE,
    'content-language': 'vi',
    'content-length': String(Buffer.byteLength(body)),
    'cache-control': 'no-store',
    connection: 'close',
  }
  return { body, headers }
}

function answer (problem: HttpProblem): string {
  const { body, headers } = documentOf(problem)
  const lines = Object.entries({ date: new Date().toUTCString(), ...headers }).map(([name, value]) => `${name}: ${value}`)
  return [`HTTP/1.1 ${problem.statusCode} ${STATUS_CODES[problem.statusCode]}`, ...lines, '', body].join('\r\n')
}
