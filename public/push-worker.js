// Rings for what the product has told: a title, and the page it speaks of below this worker's own scope.
self.addEventListener('push', (event) => {
  const { id, title, path } = event.data?.json() ?? {};
  if (!title) return;
  // The same message again takes the place of the first and makes no second sound.
  event.waitUntil(self.registration.showNotification(title, { tag: id, data: { path }, icon: '/icon.svg' }));
});

self.addEventListener('notificationclick', (event) => {
  event.notification.close();
  const scope = new URL(self.registration.scope);
  const page = new URL(scope.pathname.replace(/\/$/, '') + (event.notification.data?.path ?? ''), scope.origin);
  const isOurs = ({ origin, pathname }) => origin === scope.origin && `${pathname}/`.startsWith(scope.pathname);
  if (!isOurs(page)) return;
  event.waitUntil(
    self.clients.matchAll({ type: 'window' }).then((windows) => {
      const here = windows.find(({ url }) => isOurs(new URL(url)));
      return here ? here.focus().then((window) => window.navigate(page.href)) : self.clients.openWindow(page.href);
    }),
  );
});
