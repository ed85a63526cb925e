// Search, filter and sort for the table of findings. The page is whole without it: the controls are made here.
(function () {
  "use strict";
  var table = document.getElementById("list"), controls = document.getElementById("controls");
  if (!table || !controls) return;
  var body = table.tBodies[0], rows = Array.from(body.rows), heads = Array.from(table.tHead.rows[0].cells);
  var SEVERITY = 0, CODE = 1, WHERE = 2, BIB = 3;
  var ranks = { error: 3, warning: 2, info: 1 };

  var facts = rows.map(function (row) {
    var cells = Array.from(row.cells, function (cell) { return cell.textContent.trim(); });
    return { row: row, cells: cells, order: Number(row.dataset.i), text: cells.join(" ").toLowerCase(),
      source: row.cells[WHERE].firstChild.textContent };
  });

  function labelled(name, element) {
    var label = document.createElement("label");
    label.append(name, element);
    controls.append(label);
    return element;
  }

  function search() {
    var input = document.createElement("input");
    input.type = "search";
    input.autocomplete = "off";
    return labelled("Search", input);
  }

  function choice(name, values) {
    var select = document.createElement("select"), count = {};
    values.forEach(function (value) { count[value] = (count[value] || 0) + 1; });
    select.add(new Option("all", ""));
    Object.keys(count).sort().forEach(function (value) {
      select.add(new Option(value + " (" + count[value] + ")", value));
    });
    if (select.length > 2) labelled(name, select);
    return select;
  }

  var box = search();
  var severity = choice("Severity", facts.map(function (f) { return f.cells[SEVERITY]; }));
  var code = choice("Cause", facts.map(function (f) { return f.cells[CODE]; }));
  var source = choice("Input", facts.map(function (f) { return f.source; }));
  var clear = document.createElement("button");
  clear.type = "button";
  clear.textContent = "Show all";
  var said = document.createElement("output");
  said.setAttribute("role", "status");
  controls.append(clear, said);

  function filter() {
    var words = box.value.toLowerCase().split(/\s+/), shown = 0;
    facts.forEach(function (f) {
      var fits = (!severity.value || f.cells[SEVERITY] === severity.value) &&
        (!code.value || f.cells[CODE] === code.value) && (!source.value || f.source === source.value) &&
        words.every(function (word) { return f.text.includes(word); });
      f.row.hidden = !fits;
      shown += fits;
    });
    said.textContent = shown + " of " + facts.length + " in the list";
  }

  function reset() {
    box.value = severity.value = code.value = source.value = "";
    filter();
  }

  function compare(column, a, b) {
    if (column === SEVERITY) return ranks[a.cells[SEVERITY]] - ranks[b.cells[SEVERITY]];
    if (column === WHERE) return 0;
    return a.cells[column].localeCompare(b.cells[column], "en", { numeric: column === BIB });
  }

  function sort(column) {
    var head = heads[column], down = head.getAttribute("aria-sort") === "ascending";
    heads.forEach(function (other) { other.removeAttribute("aria-sort"); });
    head.setAttribute("aria-sort", down ? "descending" : "ascending");
    facts.sort(function (a, b) {
      return (compare(column, a, b) || a.order - b.order) * (down ? -1 : 1);
    });
    body.append.apply(body, facts.map(function (f) { return f.row; }));
  }

  heads.forEach(function (head, column) {
    var button = document.createElement("button");
    button.type = "button";
    button.append.apply(button, Array.from(head.childNodes));
    button.addEventListener("click", function () { sort(column); });
    head.append(button);
  });
  table.classList.add("js");
  box.addEventListener("input", filter);
  [severity, code, source].forEach(function (select) { select.addEventListener("change", filter); });
  clear.addEventListener("click", reset);
  document.querySelectorAll("a.see").forEach(function (link) {
    link.addEventListener("click", function () {
      reset();
      code.value = link.dataset.code;
      filter();
    });
  });
  document.addEventListener("click", function (event) { // a cause among the folded remarks
    var link = event.target.closest && event.target.closest("a[href^='#c-']");
    var target = link && document.getElementById(link.getAttribute("href").slice(1));
    var folded = target && target.closest("details");
    if (folded) folded.open = true;
  });
  filter();
})();
