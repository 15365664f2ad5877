/// <reference lib="webworker" />
// Keeps the page of visits, so that it opens without a network. Which files it is made of,
// scripts/service-worker.ts writes in when the page is built. Data are none of its business: they are
// sealed, and it never touches what is asked of /api.
declare const self: ServiceWorkerGlobalScope
declare const __SHELL__: { version: string; files: string[] }

const { version, files } = __SHELL__
const page = '/visit.html'
const cacheName = `visit-${version}`

self.addEventListener('install', event => {
  event.waitUntil(caches.open(cacheName).then(cache => cache.addAll(files)))
})

self.addEventListener('activate', event => {
  event.waitUntil(tidy().then(() => self.clients.claim()))
})

self.addEventListener('fetch', event => {
  const url = new URL(event.request.url)
  if (event.request.method !== 'GET' || url.origin !== location.origin) return
  // The scope is a beginning of addresses: other pages that begin with the same letters are not ours.
  const opens = url.pathname === '/visit' || url.pathname.startsWith('/visit/') || url.pathname === page
  const path = event.request.mode === 'navigate' ? (opens ? page : undefined) : url.pathname
  if (path && files.includes(path)) event.respondWith(kept(path, event.request))
})

self.addEventListener('message', event => {
  if (event.data === 'take over') void self.skipWaiting()
})

async function kept(path: string, request: Request): Promise<Response> {
  const cache = await caches.open(cacheName)
  return (await cache.match(path)) ?? fetch(request)
}

async function tidy(): Promise<void> {
  for (const it of await caches.keys()) if (it.startsWith('visit-') && it !== cacheName) await caches.delete(it)
}

export {}
