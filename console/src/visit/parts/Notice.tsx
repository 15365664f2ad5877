import type { ReactNode } from 'react'

interface NoticeProps {
  /** What went wrong is read out at once. */
  tone?: 'plain' | 'good' | 'warn' | 'bad'
  children: ReactNode
}

/** A sentence that has to be seen. */
export function Notice({ tone = 'plain', children }: NoticeProps) {
  return (
    <div className={`notice ${tone}`} role={tone === 'bad' ? 'alert' : undefined}>
      {children}
    </div>
  )
}
