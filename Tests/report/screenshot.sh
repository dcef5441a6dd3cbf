#!/usr/bin/env bash
# Pictures of a report as a browser shows it: desk and phone, light and dark. Beside them goes layout.json with the width
# and height of the page in each. Takes the HTML file and a folder for the pictures; skips, saying so, without a browser.
set -euo pipefail
html=$(realpath "${1:?give report.html}")
out=${2:?give a folder for the pictures}
browser=$(command -v chromium || command -v chromium-browser || command -v google-chrome || true)
if [ -z "$browser" ]; then
    echo "skipped: no chromium here (Debian: apt-get install chromium)"
    exit 0
fi
mkdir -p "$out"
out=$(realpath "$out")
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

# A frame has exactly the width that it is told; a window may have a least width. 0 is dark, 1 is light.
frame() { # width height
    cat > "$scratch/frame.html" <<END
<!doctype html><meta name="color-scheme" content="light dark"><style>body{margin:0}iframe{border:0;display:block}</style>
<iframe id="f" src="file://$html" width="$1" height="$2"></iframe><pre id="r"></pre><script>
onload=()=>{const d=document.getElementById("f").contentDocument,e=d.documentElement;
document.getElementById("r").textContent="measured "+e.scrollWidth+" "+e.scrollHeight+" "+e.clientWidth+" end"}
</script>
END
}
chrome() {
    timeout 120 "$browser" --headless=new --no-sandbox --disable-gpu --disable-dev-shm-usage --hide-scrollbars \
        --no-first-run --disable-extensions --allow-file-access-from-files --user-data-dir="$scratch/profile" \
        --virtual-time-budget=4000 "$@" "file://$scratch/frame.html" 2>"$scratch/log"
}
layout=""
for width in 1280 390 360; do
    frame $width 800
    measured=$(chrome --dump-dom --window-size=1400,900 | grep -o 'measured [0-9]* [0-9]* [0-9]* end' | tail -1)
    [ -n "$measured" ] || { echo "the browser gave no layout for width $width:" >&2; cat "$scratch/log" >&2; exit 1; }
    read -r _ page height room _ <<< "$measured"
    layout="$layout{\"width\": $width, \"page_width\": $page, \"room\": $room, \"height\": $height},"
    [ $width = 360 ] && continue
    frame $width "$height"
    for scheme in light dark; do
        [ $scheme = dark ] && number=0 || number=1
        chrome --blink-settings=preferredColorScheme=$number --window-size=$((width < 500 ? 500 : width)),"$height" \
            --screenshot="$out/$width-$scheme.png" >/dev/null
    done
done
echo "[${layout%,}]" > "$out/layout.json"
