import { Result } from 'antd'
import { bilingual, useText } from '../text/text'

const text = bilingual(
  { title: '没有这一页', hint: '地址可能写错了，或者这一页已经移走。请从左边的菜单进入。' },
  { title: 'No such page', hint: 'The address may be wrong. Please start from the menu.' },
)

export default function NotFound() {
  const words = useText(text)
  return <Result status="404" title={<h1 className="list-title">{words.title}</h1>} subTitle={words.hint} />
}
