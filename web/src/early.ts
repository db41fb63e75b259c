// Asks for the folder on screen while the application is still on its way. A script of its own, before all others, that
// imports nothing.
{
  const { pathname } = location;
  const home = `${document.documentElement.dataset['base'] ?? ''}/`;
  if (pathname.endsWith('/') && pathname !== home && !pathname.startsWith(`${home}-/`)) {
    const aborting = new AbortController();
    const answer = fetch(pathname, {
      cache: 'no-store',
      credentials: 'same-origin',
      headers: { Accept: 'application/json' },
      signal: aborting.signal,
    });
    // Whoever takes it learns of a failure; until then it is nobody's.
    answer.catch(() => undefined);
    globalThis.sallyportEarly = { path: pathname, answer, aborting };
  }
}
