// The yardstick of what Node can do at all: one constant answer, nothing asked, nothing checked.
import { createServer } from 'node:http'

const body = Buffer.from('hello')
const server = createServer((_request, response) => {
  response.writeHead(200, { 'content-type': 'text/plain', 'content-length': body.length })
  response.end(body)
})
server.keepAliveTimeout = 72_000
server.listen(Number(process.argv[2]), '127.0.0.1')
