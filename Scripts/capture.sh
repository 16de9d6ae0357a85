#!/bin/sh
# Captures the window as a picture: studio in xterm with sixel graphics on a screen of its own (Xvfb), driven by keys as xdotool names them;
# +SECONDS waits.
#
#     Scripts/capture.sh PROGRAM OUTPUT.png 2 s +20 bracketleft
set -eu
program=$1 output=$2
shift 2
export DISPLAY=:78
Xvfb :78 -screen 0 1280x860x24 >/dev/null 2>&1 &
screen=$!
terminal=
trap 'kill $screen $terminal' EXIT
sleep 1
xterm -ti vt340 -fa 'DejaVu Sans Mono' -fs 10 -geometry 140x44+0+0 -bg '#101418' -fg '#d0d0d0' -xrm 'XTerm*allowSendEvents: true' \
    -e env COLORTERM=truecolor "$program" --no-tour &
terminal=$!
sleep 5
window=$(xdotool search --class xterm | tail -1)
for key in "$@"; do
    case $key in
    +*) sleep "${key#+}" ;;
    *) xdotool key --window "$window" "$key" && sleep 0.3 ;;
    esac
done
timeout 20 import -window root "$output"
timeout 20 mogrify -trim "$output"
