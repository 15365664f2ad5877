import { Link } from '@tanstack/react-router'
import { Card, Flex, Typography } from 'antd'
import { marks } from '../cases/marks'
import { menu, names } from '../frame/places'
import { useMay, useStaff } from '../session/session'
import { useText } from '../text/text'
import { text } from './text'

/** Greets somebody whose roles do no casework, and leads to what they may open. */
export function Places() {
  const own = useText(text)
  const titles = useText(names)
  const mark = useText(marks)
  const staff = useStaff()
  const may = useMay()
  const places = menu
    .flatMap(it => it.places)
    .filter(it => it.path !== '/' && (it.needs === 'who_am_i' || may(it.needs)))
  return (
    <Card>
      <Flex vertical gap={16}>
        <div>
          <h1 className="todo-title">{own.hello(staff.name)}</h1>
          <Typography.Text type="secondary">
            {staff.roles_zh.join(mark.and)} · {staff.region_name}
          </Typography.Text>
        </div>
        <p>{own.controlWhy}</p>
        <h2 className="section">{own.places}</h2>
        <ul className="places">
          {places.map(it => (
            <li key={it.path}>
              <Link to={it.path} className="place">
                {titles[it.name]}
              </Link>
            </li>
          ))}
        </ul>
      </Flex>
    </Card>
  )
}
