import { spawn, spawnSync, type ChildProcess } from 'node:child_process'
import { chmodSync, chownSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { connect, createServer } from 'node:net'
import { tmpdir, userInfo } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'

/** Why the tests with a real IMAP server cannot run; undefined where they can. */
export const dovecotReason =
  spawnSync('dovecot', ['--version']).status === 0
    ? undefined
    : 'dovecot is not here (apt-get install dovecot-imapd), so nothing is read over IMAP'

/** A Dovecot of the test's own with one mailbox. */
export interface Dovecot extends AsyncDisposable {
  readonly port: number
  readonly user: string
  readonly password: string
  /** Puts a mail into the inbox, as a delivery agent does. */
  readonly deliver: (name: string, octets: string | Buffer) => void
  /** Names of the files of a folder: `''` is the inbox; new mails and those that were looked at. */
  readonly list: (folder?: string) => string[]
}

// Dovecot serves no mail as root.
const [uid, gid] = process.getuid?.() === 0 ? [65_534, 65_534] : [process.getuid?.() ?? 0, process.getgid?.() ?? 0]

/** Starts one on a free port of the loopback, below a folder of its own and as no special user. */
export async function openDovecot(): Promise<Dovecot> {
  const base = mkdtempSync(join(tmpdir(), 'courant-dovecot-'))
  const maildir = join(base, 'mail')
  const folders = [base, ...['mail', 'mail/new', 'mail/cur', 'mail/tmp', 'run'].map((name) => join(base, name))]
  for (const folder of folders) mkdirSync(folder, { recursive: true })
  const port = await findFreePort()
  writeFileSync(join(base, 'users'), `bounces:{PLAIN}invented-password:${uid}:${gid}::${base}\n`)
  writeFileSync(join(base, 'dovecot.conf'), formatConfig(base, port))
  for (const path of [...folders, join(base, 'users'), join(base, 'dovecot.conf')]) chownSync(path, uid, gid)
  chmodSync(base, 0o755)
  const server = spawn('dovecot', ['-F', '-c', join(base, 'dovecot.conf')], { uid, gid, stdio: 'ignore' })
  await waitUntilOpen(port)
  return {
    port,
    user: 'bounces',
    password: 'invented-password',
    deliver(name, octets) {
      const path = join(maildir, 'new', name)
      writeFileSync(path, octets)
      chownSync(path, uid, gid)
    },
    list: (folder = '') =>
      ['new', 'cur'].flatMap((part) => readdirSync(join(maildir, folder, part)).map((name) => `${part}/${name}`)),
    async [Symbol.asyncDispose]() {
      await stop(server)
      rmSync(base, { recursive: true, force: true })
    },
  }
}

function formatConfig(base: string, port: number): string {
  const name = uid === 65_534 ? 'nobody' : userInfo().username
  const group = spawnSync('id', ['-gn', name]).stdout.toString().trim()
  return `
base_dir = ${base}/run
state_dir = ${base}/run
log_path = ${base}/log
protocols = imap
listen = 127.0.0.1
ssl = no
disable_plaintext_auth = no
default_internal_user = ${name}
default_internal_group = ${group}
default_login_user = ${name}
first_valid_uid = 1
mail_location = maildir:${base}/mail
service imap-login {
  chroot =
  inet_listener imap {
    port = ${port}
  }
  inet_listener imaps {
    port = 0
  }
}
service anvil {
  chroot =
}
service stats {
  chroot =
}
passdb {
  driver = passwd-file
  args = ${base}/users
}
userdb {
  driver = passwd-file
  args = ${base}/users
}
namespace inbox {
  inbox = yes
}
`
}

async function findFreePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  const { port } = server.address() as { port: number }
  await new Promise((resolve) => server.close(resolve))
  return port
}

async function waitUntilOpen(port: number): Promise<void> {
  for (let attempt = 0; attempt < 100; attempt += 1) {
    const isOpen = await new Promise<boolean>((resolve) => {
      const socket = connect(port, '127.0.0.1', () => resolve(true))
      socket.on('error', () => resolve(false))
      socket.on('connect', () => socket.destroy())
    })
    if (isOpen) return
    await sleep(100)
  }
  throw new Error('Dovecot does not listen.')
}

async function stop(server: ChildProcess): Promise<void> {
  if (server.exitCode !== null) return
  const ended = new Promise((resolve) => server.once('exit', resolve))
  server.kill('SIGTERM')
  await ended
}
