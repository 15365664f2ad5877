// What stands around every page: who is at work, the menu, the language.
import {
  AimOutlined,
  AlertOutlined,
  AuditOutlined,
  BankOutlined,
  BarChartOutlined,
  BookOutlined,
  CheckSquareOutlined,
  CloudUploadOutlined,
  DashboardOutlined,
  ExperimentOutlined,
  FileDoneOutlined,
  FileTextOutlined,
  FolderOpenOutlined,
  FormOutlined,
  HeartOutlined,
  MessageOutlined,
  MobileOutlined,
  MoneyCollectOutlined,
  NotificationOutlined,
  PartitionOutlined,
  PieChartOutlined,
  SafetyCertificateOutlined,
  ScheduleOutlined,
  StockOutlined,
  SolutionOutlined,
  TableOutlined,
  TeamOutlined,
  ThunderboltOutlined,
  UserOutlined,
  WalletOutlined,
} from '@ant-design/icons'
import { useQuery, useQueryClient, type QueryClient } from '@tanstack/react-query'
import { Outlet, useLocation, useNavigate } from '@tanstack/react-router'
import { Alert, Avatar, Button, Dropdown, Flex, Layout, Menu, Skeleton } from 'antd'
import { lazy, Suspense, useEffect, type ComponentType } from 'react'
import { http, whenSignedOut } from '../api/client'
import { atWork } from '../session/atWork'
import { StaffContext, type Staff } from '../session/session'
import { common } from '../text/common'
import { bilingual, useText } from '../text/text'
import { LanguageSwitch } from './LanguageSwitch'
import { menu, names, type PlaceName } from './places'

const text = bilingual(
  { skip: '跳到正文', signOut: '退出登录', menu: '主菜单', unreachable: '连不上服务器：请检查网络，再刷新页面' },
  { skip: 'Skip to content', signOut: 'Sign out', menu: 'Main menu', unreachable: 'The server cannot be reached' },
)

const icons: Record<PlaceName, ComponentType> = {
  todos: ScheduleOutlined,
  cases: AuditOutlined,
  visits: MobileOutlined,
  appeals: MessageOutlined,
  notices: NotificationOutlined,
  assistance: HeartOutlined,
  ledgers: TableOutlined,
  reports: FileTextOutlined,
  assessment: SolutionOutlined,
  surveys: FormOutlined,
  cockpit: DashboardOutlined,
  clues: AlertOutlined,
  events: ThunderboltOutlined,
  riskAlarms: StockOutlined,
  imports: CloudUploadOutlined,
  households: FolderOpenOutlined,
  income: WalletOutlined,
  targets: AimOutlined,
  incomeAnalysis: PieChartOutlined,
  benefits: MoneyCollectOutlined,
  quality: CheckSquareOutlined,
  parameters: BookOutlined,
  trials: ExperimentOutlined,
  chains: PartitionOutlined,
  precision: BarChartOutlined,
  accounts: TeamOutlined,
  audit: SafetyCertificateOutlined,
  jobs: BankOutlined,
  duties: FileDoneOutlined,
}

// Whoever has signed in does not load the doors.
const door = () => import('../session/SignIn')
const SignIn = lazy(async () => ({ default: (await door()).SignIn }))
const PasswordFirst = lazy(async () => ({ default: (await door()).PasswordFirst }))
const TotpFirst = lazy(async () => ({ default: (await door()).TotpFirst }))

/** The frame, or the door when nobody is at work. */
export function Frame() {
  const words = useText(text)
  const client = useQueryClient()
  const staff = useQuery(atWork)
  useEffect(() => {
    whenSignedOut(() => {
      nobodyAtWork(client)
    })
  }, [client])
  if (staff.isPending) return <Skeleton active className="page" />
  if (staff.isError) return <Alert type="error" showIcon title={words.unreachable} className="page" />
  const first = staff.data ? duty(staff.data) : <SignIn />
  if (first) return <Suspense fallback={<Skeleton active className="page" />}>{first}</Suspense>
  return (
    staff.data && (
      <StaffContext value={staff.data}>
        <Shell staff={staff.data} />
      </StaffContext>
    )
  )
}

/** What somebody has to do before anything else. */
function duty(staff: Staff) {
  if (staff.must_change_password) return <PasswordFirst />
  return staff.must_set_up_totp && <TotpFirst />
}

/** Shows the door, and forgets what was read. The query of who is at work stays: the frame watches it. */
function nobodyAtWork(client: QueryClient) {
  client.setQueryData(atWork.queryKey, null)
  client.removeQueries({ predicate: it => it.queryKey[0] !== atWork.queryKey[0] })
}

function Shell({ staff }: { staff: Staff }) {
  const words = useText(text)
  const shared = useText(common)
  const titles = useText(names)
  const navigate = useNavigate()
  const client = useQueryClient()
  const { pathname } = useLocation()
  const signOut = async () => {
    await http.DELETE('/api/v1/session')
    nobodyAtWork(client)
  }
  const may = (needs: string) => needs === 'who_am_i' || staff.may.includes(needs)
  const groups = menu
    .map(it => ({ ...it, places: it.places.filter(place => may(place.needs)) }))
    .filter(it => it.places.length > 0)
  const items = groups.map(it => ({
    type: 'group' as const,
    key: it.group,
    label: titles[it.group],
    children: it.places.map(place => {
      const Icon = icons[place.name]
      return { key: place.path, icon: <Icon />, label: titles[place.name] }
    }),
  }))
  const all = groups.flatMap(it => it.places)
  const here = all.filter(it => it.path !== '/' && pathname.startsWith(it.path)).at(-1)?.path ?? '/'
  return (
    <Layout className="frame">
      <a className="skip" href="#content">
        {words.skip}
      </a>
      <Layout.Header className="frame-head">
        <img src="/icon.svg" width={26} height={26} alt="" />
        <strong>{shared.app}</strong>
        <span className="frame-region">{staff.region_name}</span>
        <Flex gap={16} align="center" className="frame-self">
          <LanguageSwitch />
          <Dropdown
            menu={{
              items: [
                { key: 'me', label: titles.me, onClick: () => navigate({ to: '/me' }) },
                { key: 'out', label: words.signOut, onClick: signOut },
              ],
            }}
          >
            <Button type="text" className="frame-name">
              <Avatar size={26} icon={<UserOutlined />} /> {staff.name} · {staff.roles_zh.join('、')}
            </Button>
          </Dropdown>
        </Flex>
      </Layout.Header>
      <Layout>
        <Layout.Sider width={184} theme="light" className="frame-side" breakpoint="md" collapsedWidth={56}>
          <nav aria-label={words.menu}>
            <Menu
              mode="inline"
              selectedKeys={[here]}
              items={items}
              onClick={({ key }) => navigate({ to: key })}
            />
          </nav>
        </Layout.Sider>
        <Layout.Content id="content" role="main" tabIndex={-1} className="page">
          <Outlet />
        </Layout.Content>
      </Layout>
    </Layout>
  )
}
