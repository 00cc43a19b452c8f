// Runs before the first paint, so that a stored theme never flashes. Kept as a file because the
// content security policy forbids inline scripts. The key is the one in src/app/preferences.ts.
(function () {
  try {
    var stored = JSON.parse(localStorage.getItem('boardwire.preferences') || '{}');
    var theme = stored.state && stored.state.theme;
    if (theme === 'light' || theme === 'dark') document.documentElement.dataset.theme = theme;
  } catch {
    // Storage may be blocked: the system theme applies.
  }
})();
