# The page in a real browser: Chromium, driven by browse.py. Left out where there is none.

load helper

setup_file() {
    export TALLYPOST=${TALLYPOST:-$BATS_TEST_DIRNAME/../../tallypost} PAGES=$BATS_FILE_TMPDIR
    cd "$BATS_TEST_DIRNAME/../../samples" || return 1
    "$TALLYPOST" check --quiet --event event.ini --as-of 2026-07-01 club-sheet.csv runsignup-export.csv phone-log.ndjson \
        --report "html=$PAGES/page.html" || [ $? -eq 1 ]
    python3 - "$PAGES/long-names.csv" <<'PY'
import sys
long = "W" * 400
with open(sys.argv[1], "w", encoding="utf-8") as f:
    f.write(f"Bib,Date,Distance (mi),Time,Type,{long}\n")
    for i in range(3000):
        f.write(f"{i},2026-05-{1 + i % 33:02},{3 + i % 5}.1,{3 + i % 5}:00:00,{'run' if i % 9 else long},</script><script>x()\n")
PY
    "$TALLYPOST" check --quiet --as-of 2026-07-01 "$PAGES/long-names.csv" --report "html=$PAGES/long.html" || [ $? -eq 1 ]
    code=0
    timeout 60 python3 "$BATS_TEST_DIRNAME/browse.py" "$PAGES/page.html" >"$PAGES/browser.txt" 2>&1 || code=$?
    if [ "$code" -eq 124 ]; then
        echo 'Chromium does not answer here' >"$PAGES/browser.txt"
    fi
    if [ "$code" -eq 77 ] || [ "$code" -eq 124 ]; then
        touch "$PAGES/no-browser"
    fi
}

# browse [OPTION...] FILE SCRIPT: what SCRIPT finds in $out; the browser must have nothing to complain of.
browse() {
    [ ! -e "$PAGES/no-browser" ] || skip "$(cat "$PAGES/browser.txt")"
    ERR=$BATS_TEST_TMPDIR/err
    out=$(timeout 60 python3 "$BATS_TEST_DIRNAME/browse.py" "$@" 2>"$ERR") || {
        cat "$ERR"
        return 1
    }
}

# Functions for the scripts below.
TOOLS='
const all = (selector) => Array.from(document.querySelectorAll(selector));
const seen = (element) => element.getClientRects().length > 0;
const rows = () => all("#list tbody tr").filter(seen).map((row) => row.cells[1].textContent);
const set = (label, value) => {
    const input = all("#controls label").find((l) => l.firstChild.textContent === label).lastElementChild;
    input.value = value;
    input.dispatchEvent(new Event(input.tagName === "SELECT" ? "change" : "input"));
};
const sort = (title) => all("th button").find((b) => b.textContent === title).click();
const said = () => document.querySelector("[role=status]").textContent;
const pixel = (color) => {
    const context = document.createElement("canvas").getContext("2d");
    context.fillStyle = color;
    context.fillRect(0, 0, 1, 1);
    return Array.from(context.getImageData(0, 0, 1, 1).data).slice(0, 3);
};
const light = (color) => pixel(color).map((c) => c / 255).map((c) => c <= 0.03928 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4)
    .reduce((sum, c, i) => sum + c * [0.2126, 0.7152, 0.0722][i], 0);
const behind = (element) => {
    const color = getComputedStyle(element).backgroundColor;
    return color === "rgba(0, 0, 0, 0)" ? behind(element.parentElement) : color;
};
const contrast = (element) => {
    const style = getComputedStyle(element), inks = element.ownerSVGElement ? style.fill : style.color;
    const [a, b] = [light(inks), light(behind(element))].sort((x, y) => y - x);
    return (a + 0.05) / (b + 0.05);
};
const pale = () => all("body *").filter((e) => seen(e) &&
    Array.from(e.childNodes).some((n) => n.nodeType === 3 && n.textContent.trim()) && contrast(e) < 4.5)
    .map((e) => e.outerHTML.slice(0, 60));
const names = () => all("a, button, input, select, summary, [tabindex]").filter((e) => seen(e) &&
    !(e.ariaLabel || e.textContent.trim() || e.getAttribute("aria-labelledby") || e.closest("label")));
const wide = () => document.documentElement.scrollWidth - innerWidth;
'

@test "search and filters say how many they leave, and show all again" {
    browse "$PAGES/page.html" "$TOOLS"'[rows().length, said(), (set("Search", "ROSTER bib"), rows()), said(),
        (set("Severity", "warning"), rows()), (set("Search", ""), rows()),
        (all("#controls button")[0].click(), rows().length),
        (set("Input", "phone-log.ndjson"), rows()), (set("Cause", "json-syntax"), said())]'
    [ "$out" = '[15, "15 of 15 in the list", ["participant-unknown", "participant-inactive"], "2 of 15 in the list", [], ["pace-fast", "csv-stray-quote"], 15, ["json-syntax"], "1 of 15 in the list"]' ]
}

@test "columns sort both ways, and say so" {
    browse "$PAGES/page.html" "$TOOLS"'
        const bibs = () => all("#list tbody tr").map((row) => row.cells[3].textContent).filter((bib) => bib).join(" ");
        const state = () => all("th[aria-sort]").map((th) => th.textContent + " " + th.getAttribute("aria-sort")).join();
        [(sort("Bib"), bibs()), state(), (sort("Bib"), bibs()), state(), (sort("Cause"), rows()[0]), state(),
         (sort("Severity"), rows().at(-1)), (sort("Where"), rows()[0])]'
    [ "$out" = '["0007 0007 7 12 12 12 31 31 31 44 99", "Bib ascending", "99 44 31 31 31 12 12 12 7 0007 0007", "Bib descending", "bib-unwrapped", "Cause ascending", "json-syntax", "date-order-proved"]' ]
}

@test "a cause leads to its findings" {
    browse "$PAGES/page.html" "$TOOLS"'
        all("a.see").find((a) => a.dataset.code === "duplicate-exact").click();
        [rows(), said(), location.hash]'
    [ "$out" = '[["duplicate-exact"], "1 of 15 in the list", "#findings"]' ]
}

@test "with scripts off everything is there and no control is" {
    browse --no-scripts "$PAGES/page.html" "$TOOLS"'
        [rows().length, all("#controls *, th button").length, all("svg").filter(seen).length, all("h2").length]'
    [ "$out" = '[15, 0, 6, 7]' ]
}

@test "no sideways scrolling on a phone, nor for long words" {
    for file in page long; do
        browse --width 360,768,1280 "$PAGES/$file.html" "$TOOLS"'wide() <= 0'
        [ "$out" = $'true\ntrue\ntrue' ]
    done
}

@test "contrast is 4.5 at least, in light and dark" {
    browse "$PAGES/page.html" "$TOOLS"'[all("details").forEach((d) => { d.open = true; }), pale()][1]'
    [ "$out" = '[]' ] || { echo "$out"; false; }
    browse --dark "$PAGES/page.html" "$TOOLS"'[all("details").forEach((d) => { d.open = true; }), pale(), light(behind(document.body)) < 0.1].slice(1)'
    [ "$out" = '[[], true]' ] || { echo "$out"; false; }
}

@test "whatever can be used has a name, and pictures are told" {
    browse "$PAGES/page.html" "$TOOLS"'[names().map((e) => e.outerHTML), all("svg").every((svg) =>
        svg.getAttribute("aria-labelledby").split(" ").every((id) => document.getElementById(id).textContent.length > 8))]'
    [ "$out" = '[[], true]' ] || { echo "$out"; false; }
}

@test "what is drawn stays inside its picture, and labels do not meet" {
    for file in page long; do
        browse --width 360,1280 "$PAGES/$file.html" "$TOOLS"'all("svg").flatMap((svg) => {
            const frame = svg.getBoundingClientRect();
            const texts = Array.from(svg.querySelectorAll("text"), (t) => [t.textContent, t.getBoundingClientRect()]);
            const out = texts.filter(([, r]) => r.left < frame.left - 1 || r.right > frame.right + 1 ||
                r.top < frame.top - 1 || r.bottom > frame.bottom + 1);
            const meet = texts.filter(([, a], i) => texts.some(([, b], j) => j < i && a.left < b.right - 1 &&
                b.left < a.right - 1 && a.top + 2 < b.bottom - 2 && b.top + 2 < a.bottom - 2));
            return [...out, ...meet].map(([text]) => svg.querySelector("title").textContent + ": " + text);
        })'
        [ "$out" = $'[]\n[]' ] || { echo "$file $out"; false; }
    done
}

@test "on paper: the findings whole, no controls" {
    browse --print "$PAGES/page.html" "$TOOLS"'[all("nav, #controls, summary").filter(seen).length, rows().length,
        getComputedStyle(document.querySelector(".tall")).maxHeight]'
    [ "$out" = '[0, 15, "none"]' ]
    browse --pdf page.pdf "$PAGES/page.html" 1
    [ "$(head -c 5 page.pdf)" = '%PDF-' ]
}

@test "a script in a cell does not run, and the browser would say so" {
    browse "$PAGES/long.html" "$TOOLS"'[rows().length > 400, all("script").length, typeof x]'
    [ "$out" = '[true, 1, "undefined"]' ]
    sed 's|<footer>|<script>1</script><img src=http://localhost:9/x><footer>|' "$PAGES/page.html" >bad.html
    [ -e "$PAGES/no-browser" ] || ! python3 "$BATS_TEST_DIRNAME/browse.py" bad.html
}
