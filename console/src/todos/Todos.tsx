// 我的待办: where the day begins.
import { useMay } from '../session/session'
import { Places } from './Places'
import './todos.css'
import { Workbench } from './Workbench'

/** To-dos for whoever does casework; for the others, the way to their places. */
export default function Todos() {
  const may = useMay()
  return may('list_todos') ? <Workbench /> : <Places />
}
