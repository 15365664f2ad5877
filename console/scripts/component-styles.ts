// Makes the style sheet of the component library while the pages are built, of the components that are
// in them. A browser that has to make it itself spends a quarter of the first page's time on it.
import { extractStyle } from '@ant-design/static-style-extract'
import * as antd from 'antd'
import type { Plugin } from 'vite'

/** The page that has components of the library. */
const page = 'index.html'

/** Where a component keeps its style. */
const style = /[\\/]antd[\\/]es[\\/]([a-z-]+)[\\/]style[\\/]index\.m?js$/

/** Components that are not called as their folder is. */
const named: Record<string, string[]> = {
  grid: ['Row', 'Col'],
  message: ['message'],
  notification: ['notification'],
  'qr-code': ['QRCode'],
}

export function componentStyles(): Plugin {
  let file = ''
  return {
    name: 'component-styles',
    apply: 'build',
    enforce: 'pre',
    generateBundle(_, bundle) {
      const chunks = Object.values(bundle).filter(it => it.type === 'chunk')
      const folders = new Set(chunks.flatMap(it => it.moduleIds).flatMap(id => style.exec(id)?.[1] ?? []))
      const includes = [...folders].sort().flatMap(it => named[it] ?? [pascal(it)]).filter(it => it in antd)
      if (includes.length === 0) throw new Error('no component of the library is in the pages')
      const source = extractStyle({ includes })
      file = this.getFileName(this.emitFile({ type: 'asset', name: 'components.css', source }))
    },
    // Before the pages' own style sheets, which say what is otherwise.
    transformIndexHtml: (_, { path }) =>
      path.endsWith(page) && file ? [{ tag: 'link', attrs: { rel: 'stylesheet', href: `/${file}` }, injectTo: 'head-prepend' }] : [],
  }
}

function pascal(folder: string): string {
  return folder.replace(/(^|-)([a-z])/g, (_, __, letter: string) => letter.toUpperCase())
}
