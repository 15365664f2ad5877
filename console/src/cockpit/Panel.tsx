import type { ReactNode } from 'react'

interface PanelProps {
  title: string
  /** Where it stands on the board. */
  place: 'tiles' | 'trend' | 'risks' | 'funnel' | 'alarms'
  children: ReactNode
}

/** A part of the board under its title. */
export function Panel({ title, place, children }: PanelProps) {
  return (
    <section className={`panel panel-${place}`} aria-label={title}>
      <h2 className="panel-title">{title}</h2>
      <div className="panel-room">{children}</div>
    </section>
  )
}
