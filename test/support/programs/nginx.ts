/** nginx as a cache before the pages, where the machine has one. */
import { spawn } from 'node:child_process'
import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { once } from 'node:events'
import { join } from 'node:path'
import { aFolder } from '../cli.ts'
import { findFreePort } from './free-port.ts'

const places = [process.env['NGINX_PATH'], '/usr/sbin/nginx', '/usr/bin/nginx', '/usr/local/bin/nginx']

/** The proxy of tests; undefined where the machine has none. */
export const nginxPath = places.find((path) => path !== undefined && path !== '' && existsSync(path))

if (nginxPath === undefined)
  process.stderr.write('Skipped: a caching proxy. "apt-get install nginx" brings one, or name it in NGINX_PATH.\n')

/** A proxy that runs; `X-Cache` of its answers says HIT or MISS. */
export interface CachingProxy extends AsyncDisposable {
  readonly url: string
  /** Where it keeps what it keeps. */
  readonly folder: string
}

/** Starts a proxy that keeps whatever it may, as a careless operator sets it up: by path alone, for every method it can. */
export async function openCachingProxy(target: string): Promise<CachingProxy> {
  const folder = aFolder()
  const port = await findFreePort()
  mkdirSync(join(folder, 'cache'), { mode: 0o777 })
  writeFileSync(join(folder, 'nginx.conf'), formatConfig(folder, port, target))
  const child = spawn(nginxPath ?? 'nginx', ['-p', folder, '-c', join(folder, 'nginx.conf')], { stdio: 'ignore' })
  const url = `http://127.0.0.1:${port}`
  for (let attempt = 0; attempt < 200; attempt += 1) {
    if (
      await fetch(`${url}/health`).then(
        () => true,
        () => false,
      )
    )
      break
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  return {
    url,
    folder: join(folder, 'cache'),
    async [Symbol.asyncDispose]() {
      const ended = once(child, 'exit')
      child.kill('SIGTERM')
      await ended
    },
  }
}

function formatConfig(folder: string, port: number, target: string): string {
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(
    (name) => `${name}_temp_path ${folder}/${name};`,
  )
  return `daemon off; master_process off; pid ${folder}/nginx.pid; error_log ${folder}/error.log;
events { worker_connections 64; }
http {
  access_log off; ${temporary.join(' ')}
  proxy_cache_path ${folder}/cache keys_zone=pages:1m;
  server {
    listen 127.0.0.1:${port};
    location / {
      proxy_pass ${target};
      proxy_cache pages; proxy_cache_key $uri; proxy_cache_valid any 10m; proxy_cache_methods GET HEAD POST;
      add_header X-Cache $upstream_cache_status always;
    }
  }
}
`
}
