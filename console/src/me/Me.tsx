// 我的账号: who I am here, my password, my one-time codes, my tokens.
import { Card, Descriptions, Flex } from 'antd'
import { useRoleNames } from '../accounts/roleNames'
import { useMay, useStaff } from '../session/session'
import { useText } from '../text/text'
import './me.css'
import { OwnTokens } from './OwnTokens'
import { PasswordCard } from './PasswordCard'
import { text } from './text'
import { TotpCard } from './TotpCard'

/** The own account of whoever is at work. */
export default function Me() {
  const own = useText(text)
  const may = useMay()
  return (
    <Flex vertical gap={12}>
      <Card>
        <h1 className="list-title me-title">{own.title}</h1>
        <WhoIAm />
      </Card>
      <div className="me-cards">
        <PasswordCard />
        <TotpCard />
      </div>
      {may('create_token') && <OwnTokens />}
    </Flex>
  )
}

function WhoIAm() {
  const own = useText(text)
  const staff = useStaff()
  const may = useMay()
  const named = useRoleNames()
  const scope = () => {
    if (!may('show_household')) return own.scopeNone
    if (staff.department) return own.scopeDepartment
    return staff.own_families ? own.scopeFamilies : own.scopeRegion
  }
  const rows: [string, React.ReactNode][] = [
    [own.login, staff.login],
    [own.name, staff.name],
    [own.role, named(staff.roles)],
    [own.region, staff.region_name],
    [own.department, staff.department],
    [own.scope, scope()],
  ]
  return (
    <>
      <Descriptions
        size="small"
        column={2}
        items={rows.filter(it => it[1]).map(([label, children]) => ({ key: label, label, children }))}
      />
      <p className="quiet me-note">{own.wrong}</p>
    </>
  )
}
