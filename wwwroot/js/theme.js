// Loaded before the first paint, so that a remembered theme shows without a flash. Without script the system's theme is used.
(() => {
  const root = document.documentElement;
  root.classList.add("script");
  try {
    const theme = localStorage.getItem("theme");
    if (theme === "light" || theme === "dark") root.dataset.theme = theme;
  } catch { /* storage refused: the system's theme */ }
})();
