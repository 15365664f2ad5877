import { WarningOutlined } from '@ant-design/icons'
import type { S } from '../api/client'
import { percent } from '../parts/figures'
import { useText } from '../text/text'
import { text } from './text'

/** 规模预警: places where unusually many households have new difficulties. */
export function Alarms({ alarms }: { alarms: S['AlarmView'][] }) {
  const own = useText(text)
  if (alarms.length === 0) return <p className="board-nothing">{own.noAlarms}</p>
  return (
    <ul className="alarms">
      {alarms.map(it => (
        <li key={it.code}>
          <WarningOutlined className="alarm-sign" aria-hidden />
          <span>
            <strong>{it.region}</strong>
            <br />
            {own.alarm(it.affected, it.households, percent(it.share_basis_points), percent(it.limit_basis_points))}
          </span>
        </li>
      ))}
    </ul>
  )
}
