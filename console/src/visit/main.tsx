import './visit.css'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { LanguageProvider } from '../text/text'
import { App } from './App'
import { begin } from './begin'

// Only the built page has one: while pages are being worked on they change too often.
if (import.meta.env.PROD && 'serviceWorker' in navigator) {
  void navigator.serviceWorker.register('/sw.js', { scope: '/visit' })
}

void begin().then(found =>
  createRoot(document.getElementById('root')!).render(
    <StrictMode>
      <LanguageProvider>
        <App found={found} />
      </LanguageProvider>
    </StrictMode>,
  ),
)
