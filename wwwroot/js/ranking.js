// Drags a row of a list by its grip, with a mouse, a pen or a finger. Only the two places go to the page: it moves the row itself, as it
// does for the keys.

/** Watches a list whose rows have a .grip; tells the component (its OnDragged) from which place to which. Returns what ends it. */
export function watch(list, component) {
  let from = null, over = null;

  const rows = () => [...list.children];
  const mark = row => {
    if (over === row) return;
    over?.classList.remove("before", "after");
    over = row;
    over?.classList.add(rows().indexOf(row) < from ? "before" : "after");
  };
  const end = () => {
    if (from !== null) rows()[from]?.classList.remove("dragged");
    mark(null);
    from = null;
  };

  const down = event => {
    const row = event.target.closest?.(".grip")?.closest("li");
    if (!row || event.button !== 0) return;
    event.preventDefault();
    from = rows().indexOf(row);
    row.classList.add("dragged");
    list.setPointerCapture(event.pointerId);
  };
  const move = event => {
    if (from === null) return;
    // The row at the pointer's height; above the first and below the last are those.
    const all = rows();
    const row = all.find(one => event.clientY < one.getBoundingClientRect().bottom) ?? all.at(-1);
    mark(row === all[from] ? null : row);
  };
  const up = () => {
    if (from !== null && over) component.invokeMethodAsync("OnDragged", from, rows().indexOf(over)).catch(() => { });
    end();
  };

  list.addEventListener("pointerdown", down);
  list.addEventListener("pointermove", move);
  list.addEventListener("pointerup", up);
  list.addEventListener("pointercancel", end);
  return {
    stop() {
      list.removeEventListener("pointerdown", down);
      list.removeEventListener("pointermove", move);
      list.removeEventListener("pointerup", up);
      list.removeEventListener("pointercancel", end);
    },
  };
}
