import { ConfigProvider, theme } from 'antd'
import { useEffect } from 'react'
import { createPortal } from 'react-dom'
import type { S } from '../api/client'
import { Board } from './Board'
import { dark } from './colours'

const darkTheme = {
  inherit: false,
  algorithm: theme.darkAlgorithm,
  token: {
    colorPrimary: '#3f9a78',
    colorLink: '#9be0c3',
    colorLinkHover: '#c5f0df',
    colorBgContainer: '#11271f',
    colorBgElevated: '#17352a',
    colorText: '#eef5f1',
    borderRadius: 6,
    fontSize: 16,
    fontFamily: 'var(--type)',
  },
}

/** The board over the whole of a wall screen, dark. Escape leaves it. */
export function Wall({ cockpit, onLeave }: { cockpit: S['Cockpit']; onLeave: () => void }) {
  useEffect(() => {
    const page = document.getElementById('root')
    page?.setAttribute('inert', '')
    // A browser that leaves the full screen leaves the wall with it.
    const changed = () => document.fullscreenElement === null && onLeave()
    const pressed = (event: KeyboardEvent) => event.key === 'Escape' && onLeave()
    document.addEventListener('fullscreenchange', changed)
    document.addEventListener('keydown', pressed)
    return () => {
      page?.removeAttribute('inert')
      document.removeEventListener('fullscreenchange', changed)
      document.removeEventListener('keydown', pressed)
    }
  })
  const leave = () => {
    if (document.fullscreenElement) void document.exitFullscreen()
    onLeave()
  }
  return createPortal(
    <ConfigProvider theme={darkTheme} button={{ autoInsertSpace: false }}>
      <main className="cockpit-wall">
        <Board cockpit={cockpit} colours={dark} letters={15} onLeave={leave} />
      </main>
    </ConfigProvider>,
    document.body,
  )
}
