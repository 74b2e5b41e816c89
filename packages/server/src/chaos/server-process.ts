// The server as `main.ts` runs it, except that it loads first and starts when it is told to by one line of input.
import { once } from 'node:events'
import { enableCompileCache } from 'node:module'
import { join } from 'node:path'
import { readConfig } from '../config.ts'

const config = readConfig()
enableCompileCache(join(config.dataFolder, 'compile-cache'))
const { runServer } = await import('../commands/start.ts')
await once(process.stdin, 'data')
// Whoever started it is gone, and so it goes as well, and takes its PostgreSQL along.
process.stdin.once('end', () => process.kill(process.pid, 'SIGTERM')).resume()
await runServer(config, (line) => void process.stdout.write(`${line}\n`))
// Listening for that end would keep a server that was stopped in order.
process.stdin.destroy()
