import * as work from './index';

export const workRouter = {
  item: {
    list: work.listWork,
    counts: work.countWork,
    get: work.getWork,
    colleagues: work.listColleagues,
    claim: work.claimWork,
    release: work.releaseWorkItem,
    handOver: work.handOver,
    readNote: work.readNote,
    snooze: work.snoozeWork,
    pause: work.pauseWork,
    resume: work.resumeWork,
    clock: work.readClock,
    promises: work.countPromises,
    escalate: work.escalateWork,
    close: work.closeWorkItem,
  },
  approval: {
    list: work.listApprovals,
    get: work.getApproval,
    recheck: work.recheckApproval,
    decide: work.decideApproval,
    cancel: work.cancelApproval,
    breakGlass: work.breakGlass,
    decideAlone: work.decideAlone,
  },
  task: {
    list: work.listTasks,
    create: work.createTask,
    change: work.changeTask,
    finish: work.finishTask,
    reopen: work.reopenTask,
  },
  calendar: {
    read: work.readCalendars,
    setHours: work.setHours,
    addHoliday: work.addHoliday,
    removeHoliday: work.removeHoliday,
  },
  view: { list: work.listViews, save: work.saveView, remove: work.removeView },
};
