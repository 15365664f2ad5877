import react from '@vitejs/plugin-react'
import { defineConfig } from 'vitest/config'
import { componentStyles } from './scripts/component-styles.ts'
import { serviceWorker } from './scripts/service-worker.ts'

/** Where a `shouwang serve` answers while the pages are being worked on. */
const server = process.env.SHOUWANG ?? 'http://127.0.0.1:8180'

/** The component library and what it stands on. */
const library = /node_modules[\\/](antd|@ant-design|@rc-component|@emotion|@tanstack|dayjs|throttle-debounce|scroll-into-view)/

/** Components that no list shows: forms and papers wait for them, a first page does not. */
const seldom =
  /node_modules[\\/](antd[\\/]es[\\/](date-picker|steps|timeline|descriptions|collapse|progress|drawer|input-number|upload|segmented|statistic|badge|result|qr-code)[\\/](?!locale)|@rc-component[\\/](picker[\\/]es[\\/](?!locale)|steps|collapse|progress|drawer|input-number|upload|segmented|qrcode))/

export default defineConfig({
  plugins: [react(), componentStyles(), serviceWorker()],
  // The same program without what only browsers before 2020 need: a tenth less for telephones.
  resolve: { alias: [{ find: /^dexie$/, replacement: 'dexie/dist/modern/dexie.min.mjs' }] },
  server: { proxy: { '/api': { target: server } } },
  test: { environment: 'happy-dom', include: ['src/**/*.test.{ts,tsx}'] },
  build: {
    // Telephones of cadres have old browsers in them.
    target: ['chrome80', 'safari14'],
    // Names of files carry the hash of their content, so that browsers may keep them for good.
    assetsDir: 'assets',
    chunkSizeWarningLimit: 1200,
    rolldownOptions: {
      input: { index: 'index.html', visit: 'visit.html' },
      output: {
        // What most pages share comes in few files: on an old machine each file costs more than its bytes.
        // Telephones share no component library.
        advancedChunks: {
          groups: [
            { name: 'react', test: /node_modules[\\/](react|react-dom|scheduler)[\\/]|@oxc-project/, priority: 3 },
            { name: 'queries', test: /node_modules[\\/]@tanstack[\\/](query-core|react-query)[\\/]/, priority: 3 },
            { name: 'icons', test: /node_modules[\\/](@ant-design[\\/]icons|dayjs[\\/]dayjs)/, priority: 3 },
            { name: 'ui', test: (id: string) => library.test(id) && !seldom.test(id), priority: 2, minShareCount: 3 },
            { name: 'ui-seldom', test: seldom, priority: 1, minShareCount: 3 },
          ],
        },
      },
    },
  },
})
