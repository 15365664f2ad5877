import { CompressOutlined, ExpandOutlined, PrinterOutlined } from '@ant-design/icons'
import { Button, Select, Space } from 'antd'
import type { S } from '../api/client'
import { useAddress } from '../frame/address'
import { useRegions } from '../parts/regions'
import { useMonths } from '../parts/useMonths'
import { useStaff } from '../session/session'
import { useText } from '../text/text'
import { pathTo } from './path'
import type { CockpitSearch } from './search'
import { text } from './text'

/** Which region and month the board shows, as of when, and the way back up. */
export function BoardHead({ cockpit, onLeave }: { cockpit: S['Cockpit']; onLeave?: () => void }) {
  const own = useText(text)
  const [search, setSearch] = useAddress<CockpitSearch>()
  const { months } = useMonths()
  const enter = () => {
    // Where a browser refuses the full screen, the board fills its window.
    void document.documentElement.requestFullscreen?.().catch(() => {})
    setSearch({ ...search, wall: true })
  }
  return (
    <header className="board-head">
      <div>
        <h1 className="board-title">{own.title}</h1>
        <Path code={cockpit.code} onGo={region => setSearch({ ...search, region })} />
      </div>
      <Space wrap className="board-tools">
        <span className="board-as-of">
          {own.asOf(cockpit.as_of)}，{cockpit.month ? own.ofMonth(cockpit.month) : own.noMonth}
        </span>
        <Select
          className="no-print"
          aria-label={own.month}
          value={cockpit.month ?? undefined}
          onChange={month => setSearch({ ...search, month })}
          options={months.map(value => ({ value, label: value }))}
        />
        {onLeave ? (
          <Button icon={<CompressOutlined />} onClick={onLeave}>
            {own.leaveWall}
          </Button>
        ) : (
          <>
            <Button className="no-print" icon={<PrinterOutlined />} onClick={() => window.print()}>
              {own.print}
            </Button>
            <Button className="no-print" icon={<ExpandOutlined />} onClick={enter}>
              {own.wall}
            </Button>
          </>
        )}
      </Space>
    </header>
  )
}

/** From the own region down to the shown one, each a way back. */
function Path({ code, onGo }: { code: string; onGo: (code: string) => void }) {
  const own = useText(text)
  const staff = useStaff()
  const path = pathTo(code, staff.region)
  const regions = useRegions(path)
  return (
    <nav aria-label={own.path}>
      <ol className="board-path">
        {path.map((it, place) => (
          <li key={it}>
            {it === code ? (
              <strong aria-current="page">{regions[place]?.name ?? '…'}</strong>
            ) : (
              <Button type="link" className="board-step" onClick={() => onGo(it)}>
                {regions[place]?.name ?? '…'}
              </Button>
            )}
          </li>
        ))}
      </ol>
    </nav>
  )
}
