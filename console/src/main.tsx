import 'antd/dist/reset.css'
import './frame/frame.css'
import { QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { App, ConfigProvider } from 'antd'
import enUS from 'antd/locale/en_US'
import zhCN from 'antd/locale/zh_CN'
import dayjs from 'dayjs'
import 'dayjs/locale/zh-cn'
import { StrictMode, type ReactNode } from 'react'
import { createRoot } from 'react-dom/client'
import { queries } from './api/queries'
import { router } from './routes'
import { atWork } from './session/atWork'
import { LanguageProvider, useLanguage } from './text/text'

const theme = {
  // The style sheet is made with the pages (scripts/component-styles.ts).
  zeroRuntime: import.meta.env.PROD,
  token: {
    colorPrimary: '#1f6f54',
    colorInfo: '#1f6f54',
    colorLink: '#1f6f54',
    colorLinkHover: '#17513e',
    colorInfoBg: '#e9f2ee',
    controlItemBgActive: '#e3efe9',
    colorError: '#b3261e',
    colorWarning: '#a8500a',
    colorBgLayout: '#f4f6f3',
    colorTextPlaceholder: '#6b756f',
    colorTextDescription: '#55615a',
    colorTextSecondary: '#55615a',
    colorTextTertiary: '#5f6a64',
    borderRadius: 6,
    fontFamily: 'var(--type)',
  },
  components: {
    Table: { headerBg: '#f2f5f2', rowSelectedBg: '#e9f2ee', rowSelectedHoverBg: '#e3efe9' },
    Menu: { itemSelectedBg: '#e3efe9', groupTitleColor: '#55615a' },
  },
}

function Themed({ children }: { children: ReactNode }) {
  const { language } = useLanguage()
  dayjs.locale(language === 'zh' ? 'zh-cn' : 'en')
  return (
    <ConfigProvider locale={language === 'zh' ? zhCN : enUS} theme={theme} button={{ autoInsertSpace: false }}>
      <App>{children}</App>
    </ConfigProvider>
  )
}

/** The longest the first page may wait for what it shows, in ms; then it is drawn without. */
const PATIENCE = 3000

function draw() {
  createRoot(document.getElementById('root')!).render(
    <StrictMode>
      <LanguageProvider>
        <Themed>
          <QueryClientProvider client={queries}>
            <RouterProvider router={router} />
          </QueryClientProvider>
        </Themed>
      </LanguageProvider>
    </StrictMode>,
  )
}

// The first page is drawn once, with what it shows: while an empty one is drawn nothing is asked for
// and no answer is heard, which takes an old machine longer than all the answers.
void queries.prefetchQuery(atWork)
const late = new Promise(resolve => setTimeout(resolve, PATIENCE))
void Promise.race([router.load(), late]).finally(draw)
