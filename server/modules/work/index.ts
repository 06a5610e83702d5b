export { workEvents } from './events';
export { workStates } from './state';
export { deedOfTeam, teamsOf } from './teams';
export { getApproval, listApprovals, listExpiredApprovals } from './verbs/approvals';
export { addHoliday, readCalendars, removeHoliday, setHours } from './verbs/calendar';
export {
  breakPromises,
  countClocks,
  countPromises,
  pauseWork,
  readClock,
  resumeWaiting,
  resumeWork,
} from './verbs/clock';
export {
  breakGlass,
  cancelApproval,
  decideAlone,
  decideApproval,
  expireApproval,
  recheckApproval,
} from './verbs/deciding';
export {
  claimWork,
  closeWorkItem,
  countDueSnoozed,
  escalateWork,
  handOver,
  readNote,
  releaseWorkItem,
  snoozeWork,
  wakeSnoozed,
} from './verbs/handling';
export { countWork, getWork, listColleagues, listWork } from './verbs/items';
export { listUnpromised, promiseWork } from './verbs/promising';
export {
  changeTask,
  countReminders,
  createTask,
  finishTask,
  listTasks,
  remindTasks,
  reopenTask,
} from './verbs/tasks';
export { listViews, removeView, saveView } from './verbs/views';
