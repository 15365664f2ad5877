// Makes /sw.js, which keeps the page of visits on telephones, and answers /visit while the page is
// being worked on, as the server does.
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { transformWithOxc, type Connect, type Plugin } from 'vite'

const page = 'visit.html'
const source = 'src/sw/sw.ts'

/** What the page takes from public/: names without a hash. */
const plain = ['tokens.css', 'icon.svg', 'visit.webmanifest', 'visit-192.png', 'visit-512.png']

export function serviceWorker(): Plugin {
  return {
    name: 'service-worker',
    enforce: 'post',
    configureServer: server => void server.middlewares.use(visitPage),
    configurePreviewServer: server => void server.middlewares.use(visitPage),
    generateBundle: {
      order: 'post',
      async handler(_, bundle) {
        const html = bundle[page]
        if (html?.type !== 'asset') throw new Error(`${page} is not built`)
        const files = new Set<string>()
        const gather = (name: string) => {
          const it = bundle[name]
          if (files.has(name) || it?.type !== 'chunk') return
          files.add(name)
          it.viteMetadata?.importedCss.forEach(css => files.add(css))
          it.imports.concat(it.dynamicImports).forEach(gather)
        }
        for (const it of Object.values(bundle)) {
          if (it.type === 'chunk' && it.isEntry && it.name === 'visit') gather(it.fileName)
        }
        if (files.size === 0) throw new Error('the page of visits has no scripts')
        const all = [page, ...plain, ...files].map(it => `/${it}`)
        const version = createHash('sha256').update(all.join()).update(html.source)
        for (const it of plain) version.update(readFileSync(`public/${it}`))
        const shell = JSON.stringify({ version: version.digest('hex').slice(0, 12), files: all })
        const { code } = await transformWithOxc(readFileSync(source, 'utf8'), source, { target: 'chrome80' })
        const worker = code.replace('__SHELL__', shell).replace(/export\s*\{\s*\};?/, '')
        this.emitFile({ type: 'asset', fileName: 'sw.js', source: worker })
      },
    },
  }
}

/** `/visit` and below are one page. */
const visitPage: Connect.NextHandleFunction = (request, _, next) => {
  if (/^\/visit(\/[^.]*)?(\?.*)?$/.test(request.url ?? '')) request.url = `/${page}`
  next()
}
